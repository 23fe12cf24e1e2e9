"""The overview of one's own account: what waits for the person, gathered from all apps."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView

from beijing_ngo.core import dates
from beijing_ngo.core.language import current
from events import answer_words, registration_words, words
from events.account_views import lists, tickets
from events.account_views.door import seen_by
from events.models import LIVE_STATES, Registration, RegistrationState
from members import models as members
from members.account import AccountMixin
from members.models import Membership, Representative, RepresentativeRole
from reports.models import Endorsement

ROWS = 5
RENEWAL_AHEAD = timedelta(days=90)


@dataclass(frozen=True)
class Todo:
    """Something that waits for the person: a sign with its words, what it is about, and where to do it."""

    state: str
    sign: str
    words: str
    url: str
    act: str


class OverviewView(AccountMixin, TemplateView):
    account_section = "overview"
    template_name = "portal/account_home.html"

    def get_context_data(self, **kwargs):
        user = self.request.user
        mine = seen_by(user)
        own = tickets.ticket_of_next_event(user)
        return super().get_context_data(
            todos=self.todos(user, mine),
            rows=lists.rows(lists.in_order(mine)[:ROWS]),
            ticket=own,
            people=self.people(),
            is_contact=self.is_contact,
            people_url=reverse("account:organisation"),
            **kwargs,
        )

    @property
    def is_contact(self) -> bool:
        return bool(self.representation) and self.representation.role == RepresentativeRole.CONTACT

    def people(self) -> list:
        if self.organisation is None:
            return []
        rows = Representative.objects.filter(organisation=self.organisation).select_related("user")
        return [(row.user, row.get_role_display()) for row in rows.order_by("role", "created_at", "pk")]

    def todos(self, user, mine) -> list[Todo]:
        ahead = list(
            mine.filter(state__in=LIVE_STATES, desk__event__ends_at__gte=timezone.now()).select_related(
                "desk__event"
            )
        )
        managed = [row for row in ahead if row.is_managed]
        return [
            *answers_owed(managed),
            *approvals(user),
            *endorsements(user),
            *places_in_line(managed),
            *renewals(self.representations),
            *invitations(user),
            *handovers(user),
        ]


def answers_owed(registrations) -> list[Todo]:
    """Answers asked for after approval, as long as they can be given on the page."""
    confirmed = [
        row for row in registrations if row.state == RegistrationState.CONFIRMED and row.desk.can_be_changed
    ]
    owed = answer_words.missing_after_approval(confirmed)
    return [
        Todo(
            "few",
            _("before %(day)s") % {"day": dates.day(row.desk.changes_end_at, row.desk.event.time_zone)},
            ngettext(
                "%(title)s: %(count)d answer is still missing",
                "%(title)s: %(count)d answers are still missing",
                owed[row.pk],
            )
            % {"title": words.title(row.desk.event, current()), "count": owed[row.pk]},
            reverse("registrations:edit", args=[row.reference]),
            _("Answer now"),
        )
        for row in confirmed
        if row.pk in owed
    ]


def approvals(user) -> list[Todo]:
    count = Registration.objects.awaiting_yes_of(user).count()
    if not count:
        return []
    words = ngettext(
        "%(count)d colleague wants to come to an event and needs your yes",
        "%(count)d colleagues want to come to events and need your yes",
        count,
    )
    url = reverse("registrations:approvals")
    return [Todo("few", _("To approve"), words % {"count": count}, url, _("Decide"))]


def endorsements(user) -> list[Todo]:
    """Papers that wait for the yes or no of an organisation the person is a contact of."""
    rows = list(
        Endorsement.objects.for_contact(user)
        .answerable()
        .select_related("submission")
        .only("submission__title_zh_hans", "submission__title_en", "submission__endorse_by")
        .order_by("submission__endorse_by", "pk")
    )
    return [
        Todo(
            "few",
            _("before %(day)s") % {"day": dates.day(row.submission.endorse_by)}
            if row.submission.endorse_by
            else _("To sign"),
            _("Your organisation is asked to sign a paper: %(title)s") % {"title": row.submission.title},
            reverse("endorsements:detail", args=[row.pk]),
            _("Read and answer"),
        )
        for row in rows
    ]


def places_in_line(registrations) -> list[Todo]:
    lines = registration_words.lines(registrations)
    return [
        Todo(
            "wait",
            _("Waiting list: no. %(position)d") % {"position": lines[row.pk].position},
            _("%(title)s: an e-mail tells you when places become free")
            % {"title": words.title(row.desk.event, current())},
            reverse("registrations:detail", args=[row.reference]),
            _("See"),
        )
        for row in registrations
        if row.pk in lines
    ]


def renewals(representations) -> list[Todo]:
    """Memberships that run out soon, told to the contact; one that is followed by another already is not told."""
    contact_for = {
        row.organisation_id: row.organisation
        for row in representations
        if row.role == RepresentativeRole.CONTACT
    }
    if not contact_for:
        return []
    url = reverse("account:membership")
    today = timezone.localdate()
    ends = (
        Membership.objects.active()
        .filter(organisation__in=contact_for)
        .order_by()
        .values_list("organisation")
        .annotate(Max("expires_on"))
    )
    return [
        Todo(
            "soon",
            _("until %(day)s") % {"day": dates.day(end)},
            _("The membership of %(organisation)s ends soon; renewing takes a look through its details")
            % {"organisation": contact_for[pk]},
            f"{url}?organisation={contact_for[pk].slug}",
            _("Renew"),
        )
        for pk, end in ends
        if end and end <= today + RENEWAL_AHEAD
    ]


def invitations(user) -> list[Todo]:
    """The link is in the mail; here stands that there is one."""
    model = getattr(members, "Invitation", None)
    if model is None:
        return []
    rows = model.objects.open().filter(email__iexact=user.email).select_related("organisation")
    return [
        Todo(
            "few",
            _("until %(day)s") % {"day": dates.day(row.expires_at)},
            _("%(organisation)s invites you: please open the link in the e-mail you were sent")
            % {"organisation": row.organisation},
            "",
            "",
        )
        for row in rows
    ]


def handovers(user) -> list[Todo]:
    model = getattr(members, "Handover", None)
    if model is None:
        return []
    rows = model.objects.filter(
        to_user=user,
        accepted_at=None,
        declined_at=None,
        withdrawn_at=None,
        expires_at__gte=timezone.now(),
    ).select_related("organisation", "from_user")
    return [
        Todo(
            "few",
            _("until %(day)s") % {"day": dates.day(row.expires_at)},
            _("%(person)s wants to hand over to you as contact of %(organisation)s")
            % {"person": row.from_user, "organisation": row.organisation},
            reverse("account:handover", args=[row.pk]),
            _("Decide"),
        )
        for row in rows
    ]
