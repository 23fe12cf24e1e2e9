"""The office sees photographs small, and how far their smaller versions have come."""

import re

import pytest
from django.urls import reverse

from beijing_ngo.core.models import Photo
from tests.core.photographs import picture, uploaded
from tests.events.pages import Statements
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
LIST = reverse("admin:core_photo_changelist")


@pytest.fixture(autouse=True)
def _english(admin):
    admin.cookies["django_language"] = "en"


def photo_of(record, renditions, name="a"):
    return Photo.objects.create(
        subject=record, image=f"photos/{name}.jpg", width=1000, height=750, renditions=renditions
    )


def previews(html):
    return re.findall(r'<img class="photo-preview" src="([^"]+)"', html)


@pytest.mark.parametrize(
    ("renditions", "address", "words"),
    [
        ({"key": "k", "widths": [320, 1000]}, "/media/photos/a-k-320.webp", ""),
        ({}, "/media/photos/a.jpg", "Smaller versions are being made."),
        ({"begun": 1}, "/media/photos/a.jpg", "Smaller versions are being made."),
        ({"failed": 1}, "/media/photos/a.jpg", "Smaller versions could not be made."),
    ],
)
def test_beside_its_record_and_on_its_own_page(admin, renditions, address, words):
    event = EventFactory()
    photo = photo_of(event, renditions)

    for page in (
        reverse("admin:events_event_change", args=[event.pk]),
        reverse("admin:core_photo_change", args=[photo.pk]),
    ):
        html = admin.get(page).content.decode()
        assert previews(html) == [address]
        assert (words in html, "Smaller versions" in html) == (True, bool(words))
        assert "background-image" not in html  # the library's own preview loads the whole photograph


@pytest.mark.parametrize(
    ("content", "name", "order", "shown", "words"),
    [
        (picture(), "new.jpg", "last", [], "Enter a whole number."),
        (
            b"ftypheic",
            "telephone.heic",
            1,
            ["/media/photos/a-k-320.webp"],
            "not a JPEG, PNG or WebP picture, or the file is damaged.",
        ),
    ],
)
def test_a_file_that_is_refused_is_not_shown_as_if_it_were_stored(admin, content, name, order, shown, words):
    photo = photo_of(EventFactory(), {"key": "k", "widths": [320, 1000]})
    form = {"image": uploaded(content, name), "order": order}

    html = admin.post(reverse("admin:core_photo_change", args=[photo.pk]), form).content.decode()

    assert (previews(html), words in html) == (shown, True)


def test_a_list_loads_no_photograph_in_full(admin):
    event = EventFactory()
    photo_of(event, {"key": "k", "widths": [320, 1000]}, "made")
    photo_of(event, {}, "waiting")

    assert previews(admin.get(LIST).content.decode()) == ["/media/photos/made-k-320.webp"]


def test_previews_cost_no_statements(admin):
    event, counts = EventFactory(), []
    admin.get(LIST)
    for number in (1, 8):
        for place in range(number):
            photo_of(event, {"key": "k", "widths": [320]}, f"p{number}-{place}")
        with Statements() as statements:
            assert len(previews(admin.get(LIST).content.decode())) >= number
        counts.append(statements.count)

    assert counts[0] == counts[1]
