"""The jobs in the secretariat, and what each of them may do.

The groups belong to the portal: after every migration they have exactly these rights. Who needs something else
makes a group of their own.
"""

from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.utils.translation import gettext_lazy as _

EDIT = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Job:
    key: str
    name: str  # stands in the catalogue; the admin makes it from the key
    edits: tuple[str, ...] = ()
    sees: tuple[str, ...] = ()
    more: tuple[str, ...] = ()  # rights beside the four on a kind of record

    def rights(self) -> set[str]:
        edits = {_right(kind, verb) for kind in self.edits for verb in EDIT}
        return edits | {_right(kind, "view") for kind in self.sees} | set(self.more)


def _right(kind, verb):
    app, model = kind.split(".")
    return f"{app}.{verb}_{model}"


ATTACHMENTS = ("core.photo", "core.document")
PROGRAMME = ("events.agendaitem", "events.speaker", "events.partnership")
VISITS = (
    "delegations.delegation",
    "delegations.delegationmember",
    "delegations.itineraryitem",
    "delegations.outcome",
    "delegations.participation",
    "delegations.badgequota",
    "delegations.nomination",
    "delegations.checklisttemplate",
    "delegations.checklistitem",
    "delegations.gift",
    "delegations.cost",
)
PAPERS = (
    "reports.submission",
    "reports.paragraph",
    "reports.endorsement",
    "reports.mechanism",
    "reports.quadrennialreport",
    "reports.quadrennialline",
)
MAIL = ("core.message", "core.addresstrouble", "core.mailoptout")
# Who looks after what did not arrive; an address is cleared when it works again.
MAIL_DUTY = ("core.resend_message", "core.delete_addresstrouble")
DIRECTORY = ("members.organisation", "members.internationalstatus", "members.cooperationproject")

JOBS = (
    Job(
        "secretariat-editors",
        _("Secretariat editors"),
        edits=(
            *("core.page", "core.theme", *ATTACHMENTS, *DIRECTORY),
            *("events.series", "events.conference", "events.event", *PROGRAMME, "reports.article"),
        ),
        sees=(
            *("members.membership", "events.registrationdesk"),
            *("delegations.delegation", "reports.submission", "reports.mechanism"),
        ),
    ),
    Job(
        "registration-desk",
        _("Registration desk"),
        edits=(
            *("events.registrationdesk", "events.deskinvitation", "events.question"),
            *("events.registration", "events.attendee", "events.answer", "events.reminderrule"),
        ),
        sees=(
            *("events.event", *PROGRAMME, "events.series", "members.organisation"),
            *("members.membership", "members.representative", "members.user", *MAIL),
            *("events.registrationchange", "events.reminderrun", "core.issueddocument"),
        ),
        # Papers are issued and declared void, never deleted.
        more=("events.check_in", "core.add_issueddocument", "core.change_issueddocument", *MAIL_DUTY),
    ),
    # Decides about members and looks after who acts for them.
    Job(
        "membership-officers",
        _("Membership officers"),
        edits=("members.membership", "members.representative"),
        sees=(
            *("members.organisation", "members.user", "members.invitation", "members.handover"),
            *("core.document", "core.theme", *MAIL),
        ),
        more=("members.decide_membership", "members.change_organisation", *MAIL_DUTY),
    ),
    Job(
        "delegations-officers",
        _("Delegations officers"),
        edits=(*VISITS, "delegations.traveldocument", "events.conference", *ATTACHMENTS),
        sees=(
            *(
                "delegations.traveldocumentreading",
                "delegations.traveldocumentpurge",
                "members.organisation",
                "core.theme",
                "core.issueddocument",
            ),
            *("events.event", "events.series", "reports.article"),
        ),
        more=(
            "delegations.read_traveldocument",
            "delegations.view_internal_delegation",
            "core.add_issueddocument",
            "core.change_issueddocument",
            "core.view_restricted_document",
        ),
    ),
    Job(
        "publications-officers",
        _("Publications officers"),
        edits=(*PAPERS, "reports.article", *ATTACHMENTS),
        sees=(
            *("members.organisation", "core.theme", "events.event", "events.series"),
            *("events.conference", "delegations.delegation"),
        ),
    ),
    # Looks at the work, not at people: no accounts, registrations, letters or travel papers, no restricted files.
    Job(
        "read-only",
        _("Read only"),
        sees=(
            *("core.page", "core.theme", *ATTACHMENTS, "core.sitesettings", *DIRECTORY, "members.membership"),
            *("events.series", "events.conference", "events.event", *PROGRAMME),
            *("events.registrationdesk", "events.question", "events.reminderrule", "events.reminderrun"),
            *(*VISITS, *PAPERS, "reports.article"),
        ),
    ),
)
KEYS = frozenset(job.key for job in JOBS)


def make_groups(**_signal) -> None:
    """Make the groups of the jobs, or bring their rights up to date."""
    known = {
        f"{right.content_type.app_label}.{right.codename}": right
        for right in Permission.objects.select_related("content_type")
    }
    for job in JOBS:
        group, _made = Group.objects.get_or_create(name=job.key)
        # A right that is not there yet belongs to an app whose migrations are still to run.
        group.permissions.set(known[right] for right in job.rights() if right in known)
