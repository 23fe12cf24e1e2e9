"""How the staff admin looks and what its menu offers: Unfold's own settings, kept apart from the portal's."""

from functools import partial

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def _site_name(request):
    from beijing_ngo.core import kept

    return kept.site().short_name


def _may_see(request, right):
    return request.user.has_perm(right) or request.user.has_perm(right.replace(".view_", ".change_"))


def _is_at_reminder_rules(request):
    """Their list and forms; what is ahead has an entry of its own below their address."""
    rules, ahead = (reverse(f"admin:events_reminderrule_{page}") for page in ("changelist", "forecast"))
    return request.path.startswith(rules) and request.path != ahead


def _is_at_outcomes(request):
    """Their list and forms; what is open has an entry of its own below their address."""
    every, still_open = (reverse(f"admin:delegations_outcome_{page}") for page in ("changelist", "open"))
    return request.path.startswith(every) and request.path != still_open


def _list(title, icon, model, right=None):
    """A menu entry for the list of a kind of record, shown to those who may see it."""
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": partial(_may_see, right=right or f"{app}.view_{name}"),
    }


NAVIGATION = [
    {
        "items": [
            {"title": _("What needs doing"), "icon": "checklist", "link": reverse_lazy("admin:index")},
            {"title": _("Translations"), "icon": "translate", "link": reverse_lazy("admin:translations")},
        ]
    },
    {
        "title": _("Events"),
        "separator": True,
        "items": [
            _list(_("Events"), "event", "events.event"),
            _list(_("Agenda and speakers"), "view_agenda", "events.agendaitem"),
            _list(_("Series"), "collections_bookmark", "events.series"),
            _list(_("Conferences"), "account_balance", "events.conference"),
        ],
    },
    {
        "title": _("Registration"),
        "separator": True,
        "items": [
            _list(_("Registration desks"), "storefront", "events.registrationdesk"),
            _list(_("Registrations"), "how_to_reg", "events.registration"),
            _list(_("Attendees"), "badge", "events.attendee"),
            _list(_("Reminder rules"), "notifications", "events.reminderrule")
            | {"active": _is_at_reminder_rules},
            {
                "title": _("Reminders ahead"),
                "icon": "calendar_month",
                "link": reverse_lazy("admin:events_reminderrule_forecast"),
                "permission": partial(_may_see, right="events.view_reminderrule"),
            },
            _list(_("Past reminders"), "history", "events.reminderrun"),
            _list(_("Changes of events"), "campaign", "events.eventchange"),
        ],
    },
    {
        "title": _("Delegations"),
        "separator": True,
        "items": [
            _list(pgettext_lazy("admin", "Delegations"), "flight_takeoff", "delegations.delegation"),
            _list(_("Members of delegations"), "groups", "delegations.delegationmember"),
            _list(_("Itineraries"), "route", "delegations.itineraryitem"),
            {
                "title": _("Open follow-ups"),
                "icon": "assignment_late",
                "link": reverse_lazy("admin:delegations_outcome_open"),
                "permission": partial(_may_see, right="delegations.view_outcome"),
            },
            _list(_("Outcomes and follow-ups"), "task_alt", "delegations.outcome")
            | {"active": _is_at_outcomes},
            _list(_("Badges for conferences"), "badge", "delegations.participation"),
            _list(_("Register of gifts"), "redeem", "delegations.gift"),
            _list(_("Checklists"), "fact_check", "delegations.checklisttemplate"),
            _list(
                _("Travel documents"),
                "id_card",
                "delegations.traveldocument",
                "delegations.read_traveldocument",
            ),
            _list(
                _("Who read travel documents"),
                "visibility",
                "delegations.traveldocumentreading",
                "delegations.read_traveldocument",
            ),
            _list(
                _("Deletions of travel documents"),
                "auto_delete",
                "delegations.traveldocumentpurge",
                "delegations.read_traveldocument",
            ),
        ],
    },
    {
        "title": _("Texts and UN papers"),
        "separator": True,
        "items": [
            _list(_("Articles"), "article", "reports.article"),
            _list(_("Submissions"), "description", "reports.submission"),
            _list(_("UN mechanisms"), "gavel", "reports.mechanism"),
            _list(_("Quadrennial reports"), "history_edu", "reports.quadrennialreport"),
        ],
    },
    {
        "title": _("Members and partners"),
        "separator": True,
        "items": [
            _list(_("Organisations"), "corporate_fare", "members.organisation"),
            _list(_("Memberships"), "card_membership", "members.membership"),
            _list(_("Representatives"), "person_pin", "members.representative"),
            _list(pgettext_lazy("organisation", "Invitations"), "forward_to_inbox", "members.invitation"),
            _list(_("Hand-overs"), "swap_horiz", "members.handover"),
            _list(_("Cooperation projects"), "handshake", "members.cooperationproject"),
        ],
    },
    {
        "title": _("Site"),
        "separator": True,
        "items": [
            _list(pgettext_lazy("admin", "Pages"), "web", "core.page"),
            _list(_("Photographs"), "photo_library", "core.photo"),
            _list(_("Documents"), "folder_open", "core.document"),
            _list(_("Themes"), "sell", "core.theme"),
            _list(_("Outbox"), "outgoing_mail", "core.message"),
            _list(_("Addresses that bounced"), "unsubscribe", "core.addresstrouble"),
            _list(_("Switched-off mail"), "notifications_off", "core.mailoptout"),
            _list(_("Issued documents"), "verified", "core.issueddocument"),
            _list(_("Site settings"), "settings", "core.sitesettings"),
        ],
    },
    {
        "title": _("People"),
        "separator": True,
        "items": [
            _list(_("Users"), "person", "members.user"),
            _list(_("Groups"), "group", "auth.group"),
        ],
    },
]

# Pine and jade, and the paper's warm grey, from light to dark; the names of the steps are Unfold's.
STEPS = ("50", "100", "200", "300", "400", "500", "600", "700", "800", "900", "950")
JADE = "#f0f7f4 #dceee6 #bbddce #8fc8b0 #5aa98a #2f8467 #1b6851 #135443 #0f4a3b #0b3229 #061f19"
PAPER = "#fbfaf6 #f3f1e9 #e4e0d4 #cfcabb #9aa59f #6a756f #4b5650 #38423d #243029 #17201c #0f1513"

UNFOLD = {
    "SITE_TITLE": _("Secretariat"),
    "SITE_HEADER": _("Secretariat"),
    "SITE_SUBHEADER": _site_name,
    "SITE_ICON": lambda request: static("img/mark.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "href": lambda request: static("img/favicon.ico")}],
    "SITE_URL": "/",
    "SHOW_LANGUAGES": True,
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": True,
    "SHOW_BACK_BUTTON": True,
    "BORDER_RADIUS": "3px",
    "LOGIN": {"form": "beijing_ngo.core.staff_forms.SignInForm"},
    "DASHBOARD_CALLBACK": "beijing_ngo.portal.staff_views.dashboard",
    "STYLES": [lambda request: static("css/admin.css")],
    "SCRIPTS": [lambda request: static("js/admin.js")],
    "COLORS": {
        "primary": dict(zip(STEPS, JADE.split(), strict=True)),
        "base": dict(zip(STEPS, PAPER.split(), strict=True)),
    },
    "SIDEBAR": {"show_search": True, "show_all_applications": False, "navigation": NAVIGATION},
}
