"""What an organisation did with the association, as everybody may read it.

Events, visits and papers belong to apps above this one; they are reached from the organisation, whose relations know
what of theirs is public.
"""

from django.db.models import Q

from members.models import Organisation

LATEST = 10


def of(organisation: Organisation) -> dict:
    return {
        "partnerships": _partnerships(organisation),
        "delegations": _delegations(organisation),
        "submissions": _submissions(organisation),
        "reports": organisation.reports.public().for_rows()[:LATEST],
    }


def _partnerships(organisation):
    """The latest events it had a part in, each once, whatever its roles there."""
    events = organisation.events.public().order_by().values("pk")
    rows = (
        organisation.partnerships.filter(event__in=events)
        .select_related("event")
        .defer("event__body", "event__body_zh_hans", "event__body_en")
        .order_by("-event__starts_at", "order", "id")
    )
    latest = {}
    for row in rows[: LATEST * 2]:
        latest.setdefault(row.event_id, row)
    return list(latest.values())[:LATEST]


def _delegations(organisation):
    """Visits it invited to, received, or sent somebody on who agreed to be named."""
    visits = organisation.delegations_hosted.model.objects.public()
    named = organisation.delegation_members.public().order_by().values("delegation")
    return (
        visits.filter(
            Q(host_organisation=organisation) | Q(inviting_organisation=organisation) | Q(pk__in=named)
        )
        .defer("report")
        .order_by("-starts_on", "-id")[:LATEST]
    )


def _submissions(organisation):
    """Papers it led or signed; one it was only asked to sign is not among them."""
    papers = organisation.submissions_led.model.objects.public()
    signed = organisation.endorsements.filter(state="endorsed").order_by().values("submission")
    return papers.filter(Q(lead=organisation) | Q(pk__in=signed)).order_by("-filed_on", "-id")[:LATEST]
