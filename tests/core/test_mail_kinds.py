"""Every kind of mail that the code posts has a name in both languages, and no name stands there for nothing."""

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from beijing_ngo.core import mail_kinds
from beijing_ngo.core.models import Message
from events.models import ReminderAudience
from tests.admin_forms import page

ROOT = Path(settings.BASE_DIR)
CODE = ("beijing_ngo", "members", "events", "delegations", "reports")
# Where a kind is put together from a word of its own, the words are the names of the templates, or a list of choices.
TEMPLATES = {
    "account.": ("account/email", "mfa/email"),
    "members.": ("members/emails",),
    "registration.": ("events/emails",),
}
OTHER_KINDS = {"called_off", "changed"}  # templates of kinds that are written out in the code


def written_out() -> set[str]:
    """The kinds that stand in the code as such: at Mail(…) and post(…), or in a constant handed to them."""
    found = set()
    for folder in CODE:
        for file in (ROOT / folder).rglob("*.py"):
            if "migrations" in file.parts:
                continue
            tree = ast.parse(file.read_text())
            constants = {
                node.targets[0].id: node.value.value
                for node in tree.body
                if isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Name)
                and isinstance(node.value, ast.Constant)
            }
            for call in ast.walk(tree):
                if isinstance(call, ast.Call):
                    found |= set(_kinds_of(call, constants))
    return found


def _kinds_of(call, constants):
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name not in ("Mail", "post", "replace"):
        return
    for keyword in call.keywords:
        if keyword.arg == "kind":
            for node in ast.walk(keyword.value):
                value = constants.get(node.id) if isinstance(node, ast.Name) else getattr(node, "value", None)
                if isinstance(value, str) and "." in value:
                    yield value


def put_together() -> set[str]:
    kinds = {f"reminder.{audience}" for audience in ReminderAudience.values}
    for prefix, folders in TEMPLATES.items():
        for folder in folders:
            names = {file.stem for file in (ROOT / "templates" / folder).glob("[!_]*.txt")}
            kinds |= {prefix + name for name in names - OTHER_KINDS}
    return kinds


def posted() -> set[str]:
    beginnings = {*TEMPLATES, "reminder."}
    found = written_out()
    assert beginnings <= found  # or the code says its kinds in a way that is not looked for here
    return (found - beginnings) | put_together()


def test_every_kind_that_is_posted_has_a_name():
    assert posted() == dict(mail_kinds.names()).keys()


def test_each_name_is_there_in_both_languages_and_says_which_it_is():
    with translation.override("en"):
        english = dict(mail_kinds.names())
    with translation.override("zh-hans"):
        chinese = dict(mail_kinds.names())

    assert [kind for kind in english if chinese[kind] == english[kind]] == []
    assert len(set(chinese.values())) == len(set(english.values())) == len(english)


def test_a_kind_that_nobody_posts_any_more_goes_by_its_key():
    assert mail_kinds.words("newsletter.spring") == "newsletter.spring"


@pytest.mark.django_db
def test_the_log_can_be_filtered_by_each_of_them(admin):
    answer = admin.get(page(Message)).content.decode()

    assert [kind for kind, _words in mail_kinds.names() if f'<option value="{kind}"' not in answer] == []
