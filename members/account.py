"""What every page of a person's account stands on."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language_from_path, pgettext_lazy

from members.models import Organisation, Representative

SECTIONS = [
    ("overview", pgettext_lazy("account", "Overview"), "account:home"),
    ("registrations", pgettext_lazy("account", "Registrations"), "registrations:list"),
    ("approvals", pgettext_lazy("account", "To approve"), "registrations:approvals"),
    ("endorsements", pgettext_lazy("account", "Papers to sign"), "endorsements:list"),
    ("tickets", pgettext_lazy("account", "Tickets"), "registrations:tickets"),
    ("organisation", pgettext_lazy("account", "People"), "account:organisation"),
    ("membership", pgettext_lazy("account", "Membership"), "account:membership"),
    ("profile", pgettext_lazy("account", "About you"), "account:profile"),
    ("security", pgettext_lazy("account", "Sign-in and security"), "account:security"),
    ("mail", pgettext_lazy("account", "Mail"), "account:mail"),
    ("calendar", pgettext_lazy("account", "Calendar"), "account:calendar"),
    ("data", pgettext_lazy("account", "Your data"), "account:data"),
]
FOR_REPRESENTATIVES = {"organisation", "membership"}
FOR_CONTACTS = {"approvals", "endorsements"}
NOT_KEPT = "private, no-store"


class AccountMixin(LoginRequiredMixin):
    """A page of the person who is signed in, and of nobody else; no machine on the way keeps it.

    `account_section` names the entry of the account's menu that the page belongs to.
    """

    account_section = ""

    @cached_property
    def representations(self) -> list[Representative]:
        """Whom the person represents, with the organisations."""
        return representations_of(self.request.user)

    @cached_property
    def representation(self) -> Representative | None:
        """The one the page is about: chosen by ?organisation=, or else the first."""
        return _chosen(self.representations, self.request)

    @property
    def organisation(self) -> Organisation | None:
        return self.representation.organisation if self.representation else None

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        response.headers["Cache-Control"] = NOT_KEPT
        return response

    def get_context_data(self, **kwargs):
        given = frame(self.request, self.account_section, self.representations)
        return super().get_context_data(**(given | kwargs))


class NotKept:
    """Middleware: no machine on the way keeps what stands under the account, the library's pages included."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        language = get_language_from_path(request.path_info)
        if language and request.path_info.startswith(f"/{language}/account/"):
            response.headers["Cache-Control"] = NOT_KEPT
        return response


def frame(request, section: str, representations: list[Representative] | None = None) -> dict:
    """What the account's frame shows: the menu, and whom the person acts for."""
    if representations is None:
        representations = representations_of(request.user)
    chosen = _chosen(representations, request)
    return {
        "account_section": section,
        "account_menu": menu(section, chosen),
        "representations": representations,
        "representation": chosen,
        "organisation": chosen.organisation if chosen else None,
    }


def representations_of(user) -> list[Representative]:
    rows = user.representations.select_related("organisation")
    return list(rows.order_by("role", "created_at", "pk"))


def _chosen(representations, request):
    slug = request.GET.get("organisation", "")
    chosen = [one for one in representations if one.organisation.slug == slug]
    return next(iter(chosen or representations), None)


def menu(section: str, representation: Representative | None) -> list[dict]:
    """The account's menu; an organisation's entries are for those who represent one."""
    entries = []
    for key, label, name in SECTIONS:
        if key in FOR_REPRESENTATIVES and not representation:
            continue
        if key in FOR_CONTACTS and (not representation or representation.role != "contact"):
            continue
        entries.append({"key": key, "label": label, "url": reverse(name), "is_current": key == section})
    return entries


def account_name(user) -> str:
    """What the masthead calls the account: the organisation's short name, or else the person's."""
    first = next(iter(representations_of(user)), None)
    return first.organisation.short_name or first.organisation.name if first else str(user)
