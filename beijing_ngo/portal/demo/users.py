"""Demonstration accounts, one for each role, and the organisations that some of them represent."""

from django.conf import settings
from django.contrib.auth.hashers import make_password

from beijing_ngo.portal.demo.people import with_name_parts
from members.models import Representative, User

PASSWORD = "demo-beijing-2007"  # noqa: S105, it is printed wherever it works

ROLES = {
    "secretariat-editors": "编辑 · editor",
    "registration-desk": "报名与签到 · registration desk",
    "membership-officers": "会员专员 · membership officer",
    "delegations-officers": "外事专员 · delegations officer",
    "publications-officers": "文稿专员 · publications officer",
    "read-only": "只读 · read-only",
    "contact": "会员单位联系人 · contact of a member",
    "delegate": "会员单位代表 · delegate of a member",
}


def put_user(store, item, order):
    item = with_name_parts(item)
    representations = item.pop("representatives", ())
    user = store.put(User, item, by=("email",), password=_password(store, item["email"]))
    user.vouch_for_address()
    for representation in representations:
        store.put(Representative, representation, by=("user", "organisation"), user=user)


def _password(store, email):
    """The known password where the settings allow it; one that somebody chose stays.

    Where they do not allow it, an account that still has the known password loses it.
    """
    user = User.objects.filter(email=email).first()
    if settings.DEMO_ACCOUNTS and not (user and user.has_usable_password()):
        store.password = store.password or make_password(PASSWORD)  # slow by intention: once is enough
        return store.password
    if user and (settings.DEMO_ACCOUNTS or not user.check_password(PASSWORD)):
        return user.password
    return make_password(None)


def accounts() -> list[tuple[str, str]]:
    """E-mail address and role of each demonstration account there is."""
    from beijing_ngo.portal.demo.load import read

    named = {item["email"]: item for item in read("users")["users"]}
    present = set(User.objects.filter(email__in=named).values_list("email", flat=True))
    return [(email, _role(item)) for email, item in named.items() if email in present]


def _role(item):
    if item.get("is_superuser"):
        return "系统管理员 · administrator"
    keys = [*item.get("groups", ()), *(one["role"] for one in item.get("representatives", ()))]
    return "; ".join(ROLES[key] for key in keys)


LOADERS = {"users": put_user}
