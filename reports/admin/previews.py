"""Links to a draft for readers outside the house: made, listed, revoked."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminDateWidget, UnfoldAdminTextInputWidget

from beijing_ngo.core import public_address
from beijing_ngo.core.language import CHINESE, ENGLISH
from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.staff_pages import sent
from reports.admin.paper_pages import PaperPages
from reports.models import PreviewLink
from reports.operations import previews


class PreviewForm(forms.Form):
    """For whom, and until which day."""

    reader = forms.CharField(
        label=gettext_lazy("for whom"),
        max_length=PreviewLink._meta.get_field("reader").max_length,
        widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy(
            "One link for each reader, so that each can be revoked; the name stands on the page."
        ),
    )
    until = forms.DateField(
        label=gettext_lazy("works until"),
        widget=UnfoldAdminDateWidget,
        help_text=gettext_lazy("The end of this day in Beijing; at most 60 days ahead."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("until", timezone.localdate() + timedelta(days=previews.USUAL_DAYS))


class PreviewPages(PaperPages):
    """Part of the admin of submissions."""

    def get_urls(self):
        pages = {
            "links/": (self.preview_list, "previews"),
            "links/<int:link>/revoke/": (self.preview_revoke, "preview_revoke"),
        }
        return [*self.own_urls(pages), *super().get_urls()]

    def preview_list(self, request, pk):
        """Who may change the paper may let others read it. The new address is on the answer to the POST and nowhere else."""
        paper = self.paper(request, pk)
        made, addresses = None, []
        form = PreviewForm(sent(request))
        if form.is_valid():
            try:
                made, token = previews.make(submission=paper, by=request.user, **form.cleaned_data)
            except previews.DayNotAllowed as refusal:
                form.add_error("until", str(refusal))
            except Refusal as refusal:
                form.add_error("reader", str(refusal))
            else:
                addresses = [
                    (name, public_address.page("drafts:detail", token, language=code))
                    for code, name in ((CHINESE, "中文"), (ENGLISH, "English"))
                ]
                form = PreviewForm()
        # Admin pages are never stored by a browser, so the token is gone with the page.
        return self.desk_page(
            request,
            "previews",
            paper,
            title=_("Links for readers outside"),
            form=form,
            media=self.media + form.media,
            made=made,
            addresses=addresses,
            links=list(paper.preview_links.select_related("made_by")),
            now=timezone.now(),
        )

    def preview_revoke(self, request, pk, link):
        paper = self.paper(request, pk)
        row = get_object_or_404(paper.preview_links, pk=link)
        if request.method == "POST":
            previews.revoke(link=row)
            text = _("The link for %(reader)s no longer works.") % {"reader": row.reader}
            self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:reports_submission_previews", pk)
