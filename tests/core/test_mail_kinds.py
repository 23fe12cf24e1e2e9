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
    "reports.": ("reports/emails",),
}
OTHER_KINDS = {"called_off", "changed"}  # templates of kinds that are written out in the code


def calls():
    """Each Mail(…), post(…) and replace(…) of the code, with its file and what is named in that."""
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
                name = isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", ""))
                if name in ("Mail", "post", "replace"):
                    yield call, file, constants


def written_out() -> set[str]:
    """The kinds that stand in the code as such: at Mail(…) and post(…), or in a constant handed to them."""
    return {kind for call, _file, constants in calls() for kind in _kinds_of(call, constants)}


def _kinds_of(call, constants):
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


def test_every_mail_says_why_its_reader_gets_it():
    of_mails = [(call, file) for call, file, constants in calls() if any(_kinds_of(call, constants))]
    silent = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for call, file in of_mails
        if "reason" not in {word.arg for word in call.keywords}
    ]

    assert len(of_mails) > 10
    assert silent == []


def test_a_kind_that_nobody_posts_any_more_goes_by_its_key():
    assert mail_kinds.words("newsletter.spring") == "newsletter.spring"


@pytest.mark.django_db
def test_the_log_can_be_filtered_by_each_of_them(admin):
    answer = admin.get(page(Message)).content.decode()

    assert [kind for kind, _words in mail_kinds.names() if f'<option value="{kind}"' not in answer] == []
