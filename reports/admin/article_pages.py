"""“Write the article”: from an event or a visit to a draft that has its facts."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import staff_links
from beijing_ngo.core.language import plain
from beijing_ngo.core.models import Photo
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from delegations.models import Delegation
from events.models import Event
from reports.models import Article
from reports.operations import articles

SUBJECTS = {"event": Event, "delegation": Delegation}
WRITE = gettext_lazy("Write the article")


class ArticleStartForm(forms.Form):
    """Which photographs the article takes along, and whether it is the next part of a series."""

    photos = forms.ModelMultipleChoiceField(queryset=Photo.objects.none(), required=False)
    in_series = forms.BooleanField(required=False)

    def __init__(self, *args, about, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"].queryset = about.photos.all()


class ArticleFromPage:
    """Part of the admin of articles."""

    def get_urls(self):
        own = path(
            "from/<str:kind>/<int:pk>/",
            self.admin_site.admin_view(self.article_from),
            name="reports_article_from",
        )
        return [own, *super().get_urls()]

    def article_from(self, request, kind, pk):
        if not self.has_add_permission(request):
            raise PermissionDenied
        about = _subject(request, kind, pk)
        form = ArticleStartForm(sent(request), about=about)
        if request.method == "POST" and form.is_valid():
            try:
                article = articles.write_article(about=about, by=request.user, **form.cleaned_data)
            except Refusal as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
                return redirect(request.path)
            text = _("This is a draft. What is known is filled in; please check it, and write the rest.")
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:reports_article_change", article.pk)
        return self.staff_page(request, "admin/reports/article/begin.html", **self._beginning(about, form))

    @staticmethod
    def _beginning(about, form) -> dict:
        draft = articles.draft_about(about)
        chosen = {str(pk) for pk in form["photos"].value() or ()} if form.is_bound else None
        people, organisations = (
            articles.article_words.attendance(about) if isinstance(about, Event) else (0, 0)
        )
        return {
            "title": WRITE,
            "about": about,
            "back": reverse(f"admin:{about._meta.label_lower.replace('.', '_')}_change", args=[about.pk]),
            "draft": draft,
            "articles": [one for one in about.reports.order_by("-date", "-pk") if one != draft],
            "refusal": None if draft else articles.refusal_about(about),
            "photos": [
                {
                    "photo": photo,
                    "caption": plain(photo, "caption"),
                    "is_chosen": str(photo.pk) in chosen if chosen is not None else photo.consent,
                }
                for photo in about.photos.all()
            ],
            "part": articles.next_part(about),
            "organisations": articles.organisations_of(about),
            "people_count": people,
            "organisations_count": organisations,
        }


def _subject(request, kind, pk):
    """As the record's own admin would show it; what somebody may not see there they cannot write about here."""
    model = SUBJECTS.get(kind)
    model_admin = admin.site._registry.get(model)
    found = model_admin.get_queryset(request).filter(pk=pk).first() if model_admin else None
    if found is None:
        raise Http404
    if not model_admin.has_view_permission(request, found):
        raise PermissionDenied
    return found


def offer_article(request, record) -> staff_links.Way | None:
    """The way from an event or a visit to its article; where a draft is begun, to that."""
    own = admin.site._registry[Article]
    draft = articles.draft_about(record)
    if draft and own.has_view_permission(request, draft):
        url = reverse("admin:reports_article_change", args=[draft.pk])
        return staff_links.Way(_("The draft of the article"), url, "article")
    if not own.has_add_permission(request) or articles.refusal_about(record):
        return None
    kind = next(kind for kind, model in SUBJECTS.items() if isinstance(record, model))
    url = reverse("admin:reports_article_from", args=[kind, record.pk])
    return staff_links.Way(str(WRITE), url, "article")


for _model in SUBJECTS.values():
    staff_links.lead_on(_model, offer_article)
