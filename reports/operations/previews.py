"""Links for one reader outside the house: made until a day, opened, revoked. The token itself is told once and not kept."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from beijing_ngo.core.refusals import Refusal
from beijing_ngo.core.zones import BEIJING
from reports.models import PreviewLink, Submission

USUAL_DAYS, MOST_DAYS = 14, 60


class DayNotAllowed(Refusal):
    message = gettext_lazy("Please choose a day from today on, at most %(days)d days ahead.")


class ReaderNeeded(Refusal):
    message = gettext_lazy("Please say who is going to read the draft.")


@transaction.atomic
def make(*, submission: Submission, reader: str, until: date, by) -> tuple[PreviewLink, str]:
    """The link and its token. It works until the end of the day, by Beijing's clocks."""
    if not reader.strip():
        raise ReaderNeeded
    ahead = (until - timezone.localdate()).days
    if not 0 <= ahead <= MOST_DAYS:
        raise DayNotAllowed(days=MOST_DAYS)
    token = PreviewLink.new_token()
    link = submission.preview_links.create(
        reader=reader.strip(),
        token_digest=PreviewLink.digest(token),
        expires_at=datetime.combine(until + timedelta(days=1), time(), tzinfo=ZoneInfo(BEIJING)),
        made_by=by,
    )
    return link, token


@transaction.atomic
def revoke(*, link: PreviewLink) -> None:
    """Once revoked, a link stays so, and keeps the moment."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def count_opening(*, link: PreviewLink) -> None:
    PreviewLink.objects.filter(pk=link.pk).update(openings=F("openings") + 1, last_opened_at=timezone.now())
