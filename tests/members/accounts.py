"""What the tests of accounts share: somebody with an account, and the mail they got."""

import re

from beijing_ngo.core.models import Message
from tests.factories import UserFactory

PASSWORD = "a-long-password-7"


def make_person(**fields):
    user = UserFactory(password=PASSWORD, **fields)
    user.vouch_for_address()
    return user


def last_mail() -> Message:
    return Message.objects.latest("id")


def code_in(text: str) -> str:
    return re.search(r"^\d{6}$", text, re.M).group()


def errors_of(response) -> list[str]:
    """What is said beside the fields and above the form."""
    html = response.content.decode()
    beside = re.findall(r'class="oops".*?<span>(.*?)</span>', html, re.S)
    note = re.search(r'<div class="note bad".*?</div></div>', html, re.S)
    above = re.findall(r"<p>(.*?)</p>", note.group(), re.S) if note else []
    return [text.strip() for text in beside + above]
