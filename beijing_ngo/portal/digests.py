"""The daily digest: what waits for a colleague, as the overview of the admin shows it.

It goes out on working days, to colleagues who have something to do and the right to do it. Working days are Monday to Friday by
Beijing's calendar. Public holidays, and the weekends that are worked in exchange for them, are announced by the State Council
from year to year and not known here: on a holiday the digest goes out, on a worked weekend it does not.
"""

from datetime import date

from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from beijing_ngo.core import dates, public_address
from beijing_ngo.core.models import MailOptOut, MailTopic
from beijing_ngo.core.outbox import Mail, post_all
from beijing_ngo.portal.staff_boxes import Entry
from beijing_ngo.portal.staff_views import boxes_of
from members.models import User

WHY_STAFF = gettext_lazy("You receive this message because you work for the secretariat.")


def post_digests(*, today: date | None = None) -> int:
    """One mail a colleague and day; returns how many have something to do."""
    today = today or timezone.localdate()
    if not is_working_day(today):
        return 0
    mails = [mail for user in _readers() if (mail := digest(user, today))]
    post_all(mails)
    return len(mails)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5


def digest(user, today: date) -> Mail | None:
    """In the colleague's language; nothing where nothing waits for them."""
    with translation.override(user.preferred_language):
        groups = [
            {"title": str(box.title), "items": [_item(entry) for entry in entries]}
            for box in boxes_of(user)
            if (entries := box.work_for(user))
        ]
    if not groups:
        return None
    return Mail(
        key=f"digest:{today.isoformat()}:{user.pk}",
        kind="portal.digest",
        template="portal/emails/digest",
        context={
            "groups": groups,
            "count": sum(len(group["items"]) for group in groups),
            "day": today,
            "url": public_address.full(reverse("admin:index")),
        },
        person=user,
        reason=WHY_STAFF,
        topic=MailTopic.DIGESTS,
    )


def _readers():
    off = MailOptOut.objects.filter(topic=MailTopic.DIGESTS).values("address")
    return User.objects.colleagues().annotate(address=Lower("email")).exclude(address__in=off).order_by("pk")


def _item(entry: Entry) -> dict[str, str]:
    return {
        "words": " · ".join(str(words) for words in (entry.label, *_standing(entry)) if words),
        "url": public_address.full(entry.url),
    }


def _standing(entry: Entry) -> list[str]:
    if entry.note:
        return [entry.note]
    when = dates.day(entry.when) if entry.when else ""
    return [when, _("late") if entry.late else ""]
