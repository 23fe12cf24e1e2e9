"""Tags of the account pages and of the masthead's link to them."""

from allauth.mfa.utils import is_mfa_enabled
from django import template

from beijing_ngo.core import dates
from beijing_ngo.core.views import reader
from members.account import account_name, frame
from members.second_factor import WAY_BACK

register = template.Library()


@register.simple_tag(takes_context=True)
def account_frame(context) -> str:
    """Gives the account's menu and organisation to pages of the library's, which know nothing of AccountMixin."""
    if "account_menu" not in context:
        for key, value in frame(context["request"], "security").items():
            context[key] = value
    return ""


@register.simple_tag(takes_context=True)
def way_back(context) -> str:
    """Where a colleague wanted to go before they were asked for a second factor; nothing until they have one."""
    request = context["request"]
    url = request.session.get(WAY_BACK, "")
    return url if url and is_mfa_enabled(request.user) else ""


@register.simple_tag(takes_context=True)
def signed_in_as(context) -> str:
    """The name on the masthead's link to the account; nothing for a visitor, who costs no query and no session."""
    request = context.get("request")
    person = reader(request) if request and hasattr(request, "user") else None
    return account_name(person) if person and person.is_authenticated else ""


_BROWSERS = [
    ("MicroMessenger", "WeChat"),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
]
_SYSTEMS = [
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
]


@register.filter
def beijing_time(moment) -> str:
    """A day and an hour, by the clocks of Beijing and saying so."""
    return dates.moment(moment)


@register.filter
def device(user_agent: str) -> str:
    """A browser and its system as a person would name them: Firefox · Windows."""
    named = [
        next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(name for name in named if name) or user_agent[:60] or "?"
