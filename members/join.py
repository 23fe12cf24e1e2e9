"""The page by which an organisation joins: what membership is, and the application."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView

from beijing_ngo.core.models import Status
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.views import reader
from members import operations
from members.account import NOT_KEPT
from members.join_forms import AgainForm, ApplicationForm, details_of
from members.models import ApplicationUpload, RepresentativeRole
from members.operations.applications import KnownOrganisation, discard
from members.operations.invitations import has_confirmed_address


class JoinView(FormView):
    """Everybody reads it; whoever is signed in with a confirmed address applies here."""

    template_name = "members/join.html"

    @cached_property
    def person(self):
        """Who applies; None for a visitor, who costs no session."""
        person = reader(self.request)
        return person if person.is_authenticated else None

    @cached_property
    def own(self):
        """The organisation the person is contact of, with what is open of its membership."""
        if not self.person:
            return None
        rows = self.person.representations.filter(role=RepresentativeRole.CONTACT)
        chosen = rows.filter(organisation__slug=self.request.GET.get("organisation", ""))
        rows = (chosen if chosen.exists() else rows).select_related("organisation").order_by("created_at")
        first = rows.first()
        return first.organisation if first else None

    @cached_property
    def open_term(self):
        terms = self.own.memberships.all() if self.own else []
        return next((term for term in terms if term.is_to_decide or term.state == "active"), None)

    @property
    def may_apply(self) -> bool:
        return bool(self.person and self.is_confirmed and not self.open_term)

    @cached_property
    def is_confirmed(self) -> bool:
        return bool(self.person and has_confirmed_address(self.person))

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if self.person:
            response.headers["Cache-Control"] = NOT_KEPT
        return response

    def get_form_class(self):
        return AgainForm if self.own and self.own.status != Status.DRAFT else ApplicationForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.person}

    def get_initial(self):
        if self.own and self.get_form_class() is ApplicationForm:
            return details_of(self.own)
        return {"country": "CN"}

    def get_form(self, form_class=None):
        return super().get_form(form_class) if self.may_apply else None

    def get_context_data(self, **kwargs):
        here = self.request.get_full_path()
        return super().get_context_data(
            section="members",
            crumbs=[(_("Members"), reverse("members:list")), (_("Join us"), "")],
            person=self.person,
            is_confirmed=self.is_confirmed,
            own=self.own,
            open_term=self.open_term,
            here=here,
            **kwargs,
        )

    def post(self, request, *args, **kwargs):
        if not self.may_apply:
            return redirect("members:join")
        form = self.get_form()
        is_valid = form.is_valid()
        form.keep()
        if "remove" in request.POST:
            return self.remove(form, request.POST["remove"])
        return self.form_valid(form) if is_valid and form.is_valid() else self.form_invalid(form)

    def remove(self, form, pk):
        """Take a file away and show the form as it was typed, with no complaints: nobody has sent it yet."""
        if pk.isdecimal() and (upload := ApplicationUpload.objects.of(self.person).filter(pk=pk).first()):
            discard(upload)
        typed = {field.name: field.value() for field in form if field.name not in form.paper_kinds}
        fresh = type(form)(user=self.person, initial=typed)
        return self.render_to_response(self.get_context_data(form=fresh))

    def form_valid(self, form):
        try:
            membership = operations.apply_for_membership(
                by=self.person,
                details=form.details(),
                motivation=form.cleaned_data["motivation"],
                themes=form.cleaned_data.get("themes", ()),
                uploads=form.uploads,
                organisation=self.own,
            )
        except Refusal as refusal:
            field = "credit_code" if isinstance(refusal, KnownOrganisation) else None
            form.add_error(field, str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Your application has arrived. We have sent you a mail, and here you see how far it has come."),
        )
        return redirect(f"{reverse('account:membership')}?organisation={membership.organisation.slug}")
