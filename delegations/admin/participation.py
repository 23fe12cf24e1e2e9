"""Taking part in conferences: badges, deadlines and who is nominated."""

from django.contrib import admin, messages
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from beijing_ngo.core import staff_admin as staff
from beijing_ngo.core.staff_forms import StaffForm
from delegations.admin.nomination_pages import NominationPages, deadlines, may_see, nominations_page
from delegations.models import BadgeQuota, Nomination, Participation


class QuotaInline(staff.TabularInline):
    model = BadgeQuota
    fields = ["badge_kind", "requested", "granted"]


@admin.register(Participation)
class ParticipationAdmin(NominationPages, staff.HistoryAdmin):
    fieldsets = [
        (None, {"fields": ["conference", "owner"]}),
        (
            gettext_lazy("Deadlines"),
            {"fields": ["nominate_by", "confirm_by", "deadline_zone", "source_url"]},
        ),
        (None, {"fields": ["note"]}),
    ]
    inlines = [QuotaInline]
    list_display = ["__str__", "nominate_until", "confirm_until", "owner", "waiting", "people"]
    list_select_related = ["conference", "owner"]
    search_fields = ["conference__acronym", *staff.both("conference__name")]
    autocomplete_fields = ["conference"]

    def get_queryset(self, request):
        return super().get_queryset(request).with_counts()

    @staff.display(description=gettext_lazy("nominate by"), ordering="nominate_by")
    def nominate_until(self, participation):
        moment = participation.nominate_by
        return moment and staff.by_own_clock(moment, participation.deadline_zone)

    @staff.display(description=gettext_lazy("confirm by"), ordering="confirm_by")
    def confirm_until(self, participation):
        moment = participation.confirm_by
        return moment and staff.by_own_clock(moment, participation.deadline_zone)

    @staff.display(description=gettext_lazy("people waiting"))
    def waiting(self, participation):
        told = (
            (participation.to_nominate, _("%(count)d to nominate")),
            (participation.to_confirm, _("%(count)d to confirm")),
        )
        return " · ".join(text % {"count": count} for count, text in told if count) or None

    @staff.display(description=pgettext_lazy("nomination", "people"))
    def people(self, participation):
        return format_html('<a href="{}">{}</a>', nominations_page(participation.pk), _("Badges and people"))

    def save_related(self, request, form, formsets, change):
        """Fewer badges may be granted than people are nominated; then somebody has to be told, by us."""
        super().save_related(request, form, formsets, change)
        for one in form.instance.standings():
            if one.too_many:
                text = ngettext(
                    "%(badge)s: %(count)d person more is nominated than there are badges.",
                    "%(badge)s: %(count)d people more are nominated than there are badges.",
                    one.too_many,
                )
                words = text % {"badge": one.label, "count": one.too_many}
                self.message_user(request, words, messages.WARNING)


class NominationForm(StaffForm):
    def clean(self):
        """What ORS was told of somebody cannot become nothing."""
        data = super().clean()
        if self.instance.holds_a_badge:
            for name in ("function", "affiliation", "relationship", "told_on"):
                if name in self.fields and name not in self.errors and not data.get(name):
                    self.add_error(name, _("ORS has this already, so it cannot be left empty."))
        return data


@admin.register(Nomination)
class NominationAdmin(staff.HistoryAdmin):
    """What is said of a person in ORS. How the nomination stands changes on the page of the conference."""

    form = NominationForm
    fieldsets = [
        (None, {"fields": ["participation", "member", ("badge_kind", "state")]}),
        (
            gettext_lazy("For ORS"),
            {"fields": ["latin_name", "function", "affiliation", "relationship", "told_on"]},
        ),
        (
            gettext_lazy("What happened"),
            {"fields": [("nominated_at", "confirmed_at"), "replaces", "late_reason"]},
        ),
    ]
    list_display = ["__str__", "participation", "badge_kind", "state", "nominated_at", "confirmed_at"]
    list_filter = [*staff.related("participation"), *staff.choices("badge_kind", "state")]
    list_select_related = ["member", "participation__conference"]
    search_fields = ["member__family_name", "member__given_name", "member__latin_name"]

    def get_readonly_fields(self, request, obj=None):
        guarded = ["participation", "member", "state", "latin_name", "nominated_at", "confirmed_at"]
        guarded += ["replaces", "late_reason"]
        # A badge of another kind is counted elsewhere: that person is withdrawn and proposed again.
        guarded += ["badge_kind"] if obj and obj.holds_a_badge else []
        return [*super().get_readonly_fields(request, obj), *guarded]

    def has_add_permission(self, request):
        return False  # people are proposed on the page of the conference

    def has_delete_permission(self, request, obj=None):
        may_go = obj is None or not obj.holds_a_badge
        return may_go and super().has_delete_permission(request, obj)

    def get_actions(self, request):
        return {name: act for name, act in super().get_actions(request).items() if name != "delete_selected"}

    def response_post_save_change(self, request, obj):
        return redirect(nominations_page(obj.participation_id))

    @staff.display(description=gettext_lazy("name in Latin letters"))
    def latin_name(self, nomination):
        return nomination.member.latin_name or None


# ---------------------------------------------------------------- in the dossier of a visit


def section(request, delegation) -> dict | None:
    """How the badges stand for the conference the visit goes to, and who of the visit is on the list."""
    if not delegation.conference_id or not may_see(request.user):
        return None
    participation = Participation.objects.filter(conference=delegation.conference_id).first()
    if participation is None:
        return None
    user, page = request.user, nominations_page(participation.pk)
    propose = nominations_page(participation.pk, "propose")
    return {
        "participation": participation,
        "standings": participation.standings(),
        "deadlines": deadlines(participation),
        "people": participation.nominations.filter(member__delegation=delegation).select_related("member"),
        "page": page,
        "propose": f"{propose}?delegation={delegation.pk}"
        if user.has_perm("delegations.add_nomination")
        else "",
    }
