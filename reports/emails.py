"""What is told about papers for the UN: deadlines to colleagues, questions to co-signatories, answers to whoever asked."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core import dates, kept, public_address
from beijing_ngo.core.language import plain
from beijing_ngo.core.outbox import Mail, post_all
from beijing_ngo.core.zones import BEIJING
from members.emails import OrganisationInWords
from members.models import Representative
from reports import counting
from reports.models import Comment, Endorsement, EndorsementState, QuadrennialReport, Submission

WHY_OWNER = _("You receive this message because you look after papers for the United Nations.")
WHY_OFFICE = _("You receive this message because this is the secretariat's address.")
WHY_CONTACT = _("You receive this message because you are a contact of your organisation.")


class PaperInWords:
    """A paper as a mail speaks of it, in the language the mail is being written in."""

    def __init__(self, submission: Submission, now: datetime | None = None):
        self.submission = submission
        self.now = now or timezone.now()
        self.paragraph_count = counting.count_of(submission.paragraphs.all())
        self._limit = counting.limit_of(submission)

    def __str__(self) -> str:
        return plain(self.submission, "title")

    @property
    def body(self) -> str:
        return plain(self.submission.mechanism.body, "name")

    @property
    def kind(self) -> str:
        return self.submission.get_kind_display()

    @property
    def state_under_review(self) -> str:
        country = self.submission.country_under_review
        return str(country.name) if country else ""

    @property
    def session(self) -> str:
        return plain(self.submission.conference, "name") if self.submission.conference else ""

    @property
    def limit(self) -> str:
        return str(self._limit)

    @property
    def words(self) -> str:
        return counting.of_limit(self.paragraph_count, self._limit)

    @property
    def characters(self) -> int:
        return self.paragraph_count.characters

    @property
    def excess(self) -> counting.Excess:
        return counting.over(self.submission, self.paragraph_count, self._limit)

    @property
    def state(self) -> str:
        return self.submission.get_state_display()

    @property
    def closes_there(self) -> str:
        return dates.moment(self.submission.deadline, self.submission.deadline_zone)

    @property
    def closes_here(self) -> str:
        return dates.moment(self.submission.deadline, BEIJING)

    @property
    def days_left(self) -> int:
        return self.submission.days_left(self.now)

    @property
    def owner(self) -> str:
        return str(self.submission.owner or "")


# ---------------------------------------------------------------- deadlines


def post_deadline(submission: Submission, stage: int, officers, *, now: datetime) -> None:
    """A moved deadline is another piece of news: it stands in the key."""
    key = f"{submission.pk}:{submission.deadline.isoformat()}:{stage}"
    context = {"paper": PaperInWords(submission, now), "url": _draft(submission)}
    _to_officers("deadline", key, officers, context=context, about=submission)


def post_quadrennial_deadline(report: QuadrennialReport, stage: int, officers, *, now: datetime) -> None:
    context = {
        "report": report,
        "days_left": (report.due_on - timezone.localdate(now)).days,
        "owner": report.owner,
        "url": public_address.full(reverse("admin:reports_quadrennialreport_change", args=[report.pk])),
    }
    key = f"{report.pk}:{report.due_on.isoformat()}:{stage}"
    _to_officers("quadrennial_deadline", key, officers, context=context, about=report)


def _draft(submission: Submission) -> str:
    return public_address.full(reverse("admin:reports_submission_change", args=[submission.pk]))


def _mail(kind: str, key: str, *, reason, **mail) -> Mail:
    return Mail(
        key=f"reports:{kind}:{key}",
        kind=f"reports.{kind}",
        template=f"reports/emails/{kind}",
        reason=reason,
        **mail,
    )


def _to_officers(kind: str, key: str, officers, **mail) -> None:
    """To each colleague; where there is none, to the secretariat's own address."""
    if officers:
        post_all(_mail(kind, f"{key}:{user.pk}", person=user, reason=WHY_OWNER, **mail) for user in officers)
    elif address := kept.site().email:
        office = {"address": address, "language": "zh-hans", "reason": WHY_OFFICE}
        post_all([_mail(kind, f"{key}:office", **office, **mail)])


# ---------------------------------------------------------------- co-signatories


def post_endorsement_asked(endorsement: Endorsement, *, has_changed: bool = False) -> None:
    """To every contact of the organisation; each time it is asked is another piece of news."""
    told = {
        "organisation": OrganisationInWords(endorsement.organisation),
        "paper": PaperInWords(endorsement.submission),
        "answer_by": endorsement.submission.endorse_by,
        "has_changed": has_changed,
    }
    asked_at = endorsement.updated_at.isoformat()
    contacts = Representative.objects.contacts().filter(organisation=endorsement.organisation)
    post_all(
        _mail(
            "endorsement_asked",
            f"{endorsement.pk}:{asked_at}:{row.user_id}",
            person=row.user,
            reason=WHY_CONTACT,
            about=endorsement.submission,
            context=told
            | {
                "url": public_address.page(
                    "endorsements:detail", endorsement.pk, language=row.user.preferred_language
                )
            },
        )
        for row in contacts.select_related("user").order_by("pk")
    )


def post_endorsement_answered(endorsement: Endorsement, officers, *, taken_back: bool = False) -> None:
    """An answer, or its withdrawal, is told to whoever is in charge of the paper."""
    moment = endorsement.answered_at or timezone.now()
    context = {
        "organisation": OrganisationInWords(endorsement.organisation),
        "paper": PaperInWords(endorsement.submission),
        "signs": endorsement.state == EndorsementState.ENDORSED,
        "taken_back": taken_back,
        "note": endorsement.note,
        "by": endorsement.answered_by,
        "url": public_address.full(
            reverse("admin:reports_submission_co_signatories", args=[endorsement.submission_id])
        ),
    }
    key = f"{endorsement.pk}:{endorsement.state}:{moment.isoformat()}"
    _to_officers("endorsement_answered", key, officers, context=context, about=endorsement.submission)


# ---------------------------------------------------------------- comments


def post_comment(comment: Comment) -> None:
    """To whoever is in charge of the paper."""
    paper = comment.submission
    context = {
        "paper": PaperInWords(paper),
        "by": comment.author,
        "text": comment.text,
        "number": comment.paragraph.number if comment.paragraph else None,
        "url": public_address.full(reverse("admin:reports_submission_draft", args=[paper.pk]))
        + (f"#c-{comment.paragraph_id}" if comment.paragraph_id else "#comments"),
    }
    _to_officers("comment_added", f"{comment.pk}", [paper.owner], context=context, about=paper)
