"""What is told about visits, and to whom: colleagues of the secretariat, in their own language."""

from datetime import date
from uuid import uuid4

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from beijing_ngo.core import dates, public_address
from beijing_ngo.core.language import plain
from beijing_ngo.core.outbox import post
from delegations import chasing
from delegations.models import Outcome

WHY_OWNER = gettext_lazy("You receive this message because you look after this for the secretariat.")
GROUPS = (
    ((chasing.NOMINATE, chasing.CONFIRM), gettext_lazy("Deadlines of conferences")),
    ((chasing.FOLLOW_UP,), gettext_lazy("Follow-ups")),
    ((chasing.CHECKLIST,), gettext_lazy("Checklists of visits")),
    ((chasing.REPORT,), gettext_lazy("Reports of visits")),
)
LONGEST = 160  # of a text in a list


def post_handed_over(outcome: Outcome, *, by) -> None:
    person = outcome.owner
    with translation.override(person.preferred_language):
        post(
            key=f"delegations:handed_over:{outcome.pk}:{uuid4().hex}",
            kind="delegations.handed_over",
            template="delegations/emails/handed_over",
            context={
                "by": by,
                "text": _in_a_line(plain(outcome, "text")),
                "visit": plain(outcome.delegation, "title"),
                "due": dates.day(outcome.due_on) if outcome.due_on else "",
                "url": follow_ups_page(person, outcome),
            },
            person=person,
            reason=WHY_OWNER,
            about=outcome,
        )


def due_key(person, today: date) -> str:
    return f"delegations:due:{today.isoformat()}:{person.pk}"


def post_due(person, matters: list, *, today: date) -> None:
    """One mail with all that is due, not one for each."""
    with translation.override(person.preferred_language):
        groups = [
            {"title": str(title), "items": items}
            for kinds, title in GROUPS
            if (items := [_item(matter, today) for matter in matters if matter.kind in kinds])
        ]
        post(
            key=due_key(person, today),
            kind="delegations.due",
            template="delegations/emails/due",
            context={"groups": groups, "count": len(matters), "late": _late(matters, today)},
            person=person,
            reason=WHY_OWNER,
        )


def follow_ups_page(person, outcome: Outcome) -> str:
    whose = "mine" if outcome.owner_id == person.pk else "all"
    address = reverse("admin:delegations_outcome_open", query={"whose": whose})
    return public_address.full(f"{address}#follow-up-{outcome.pk}")


def _late(matters, today) -> int:
    return sum(matter.due_on < today for matter in matters)


def _item(matter, today) -> dict[str, str]:
    words, address = _WORDS[matter.kind](matter, today)
    return {"words": words, "url": address}


def _follow_up(matter, today):
    outcome = matter.record
    owner = "" if outcome.owner_id == matter.person.pk else _("nobody looks after it")
    parts = (plain(outcome, "text"), plain(outcome.delegation, "title"), when(matter.due_on, today), owner)
    return _joined(parts), follow_ups_page(matter.person, outcome)


def _checklist_item(matter, today):
    item = matter.record
    parts = (plain(item, "label"), plain(item.delegation, "title"), when(matter.due_on, today))
    return _joined(parts), _dossier(item.delegation)


def _report(matter, today):
    return _joined((plain(matter.record, "title"), when(matter.due_on, today))), _dossier(matter.record)


def people_to_nominate(row) -> str:
    """Nothing where everybody on the list is nominated; an empty list is one that is still to be made."""
    if row.to_nominate:
        text = ngettext(
            "%(count)d person still to be nominated",
            "%(count)d people still to be nominated",
            row.to_nominate,
        )
        return text % {"count": row.to_nominate}
    return "" if row.listed else _("nobody is on the list yet")


def people_to_confirm(row) -> str:
    if not row.to_confirm:
        return ""
    text = ngettext(
        "%(count)d person still to be confirmed", "%(count)d people still to be confirmed", row.to_confirm
    )
    return text % {"count": row.to_confirm}


def _nominate(matter, today):
    row = matter.record
    text = _("%(conference)s: nominate by %(deadline)s")
    return _deadline(matter, today, text, row.nominate_by, people_to_nominate(row))


def _confirm(matter, today):
    row = matter.record
    text = _("%(conference)s: confirm by %(deadline)s")
    return _deadline(matter, today, text, row.confirm_by, people_to_confirm(row))


def _deadline(matter, today, text, deadline, count):
    row = matter.record
    words = text % {
        "conference": row.conference.label,
        "deadline": dates.moment_here_and_there(deadline, row.deadline_zone),
    }
    address = reverse("admin:delegations_participation_nominations", args=[row.pk])
    return _joined((words, days_left((matter.due_on - today).days), count)), public_address.full(address)


_WORDS = {
    chasing.FOLLOW_UP: _follow_up,
    chasing.CHECKLIST: _checklist_item,
    chasing.REPORT: _report,
    chasing.NOMINATE: _nominate,
    chasing.CONFIRM: _confirm,
}


def _dossier(delegation) -> str:
    return public_address.full(reverse("admin:delegations_delegation_dossier", args=[delegation.pk]))


def when(due_on: date, today: date) -> str:
    """Due today; due on 3 December 2026, in 7 days; was due on 20 November 2026, 4 days ago."""
    left = (due_on - today).days
    if left == 0:
        return _("due today")
    if left > 0:
        text = ngettext("due on %(day)s, in %(count)d day", "due on %(day)s, in %(count)d days", left)
    else:
        text = ngettext(
            "was due on %(day)s, %(count)d day ago", "was due on %(day)s, %(count)d days ago", -left
        )
    return text % {"day": dates.day(due_on), "count": abs(left)}


def days_left(count: int) -> str:
    if count <= 0:
        return pgettext("deadline", "today")
    return ngettext("%(count)d day left", "%(count)d days left", count) % {"count": count}


def _joined(parts) -> str:
    return " · ".join(_in_a_line(part) for part in parts if part)


def _in_a_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
