"""Comments at the drafting desk: whoever may see a paper may comment on it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from beijing_ngo.core.refusals import Refusal
from reports.admin.paper_pages import PaperPages, desk_url
from reports.models import Comment
from reports.operations import comments


class CommentPages(PaperPages):
    """Part of the admin of submissions."""

    def get_urls(self):
        pages = {
            "comments/": (self.comment_add, "comment_add"),
            "comments/<int:comment>/settle/": (self.comment_settle, "comment_settle"),
            "comments/<int:comment>/reopen/": (self.comment_reopen, "comment_reopen"),
        }
        return [*self.own_urls(pages), *super().get_urls()]

    def comment_add(self, request, pk):
        """Without a paragraph it is about the paper as a whole."""
        paper = self.readable_paper(request, pk)
        if request.method != "POST":
            return redirect(desk_url(paper))
        given = request.POST.get("paragraph", "")
        paragraph = int(given) if given.isdecimal() else None
        text = request.POST.get("text", "")
        try:
            comments.add(submission=paper, text=text, paragraph=paragraph, by=request.user)
        except comments.NothingSaid as refusal:
            return self.back_to_desk(request, paper, str(refusal), messages.WARNING, paragraph=paragraph)
        except Refusal as refusal:
            # The words are not lost with their paragraph.
            return self.desk_page(
                request,
                "ask",
                paper,
                status=410,
                title=_("Comment on the paper as a whole?"),
                told=str(refusal),
                action=request.path,
                lost=[("text", text)],
                quotes=[("", text)],
                send=_("Comment"),
            )
        return self._back(request, paper, paragraph, _("The comment is added."))

    def comment_settle(self, request, pk, comment):
        paper, row = self._comment(request, pk, comment)
        if request.method == "POST":
            comments.settle(comment=row, by=request.user)
        return self._back(request, paper, row.paragraph_id)

    def comment_reopen(self, request, pk, comment):
        paper, row = self._comment(request, pk, comment)
        if request.method == "POST":
            comments.reopen(comment=row)
        return self._back(request, paper, row.paragraph_id)

    def _comment(self, request, pk, comment):
        paper = self.readable_paper(request, pk)
        return paper, get_object_or_404(Comment, pk=comment, submission=paper)

    def _back(self, request, paper, paragraph, text=""):
        if text:
            self.message_user(request, text, messages.SUCCESS)
        # Where it was written, with the comments unfolded.
        place = f"c-{paragraph}" if paragraph else "comments"
        return redirect(f"{desk_url(paper)}#{place}")
