"""What stands below an event in the admin: photographs, documents, programme, partners, registration desk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from events.models import AgendaItem, Partnership, Registration, RegistrationDesk
from tests.admin_forms import change, errors, page
from tests.factories import (
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db


def photograph(name="a.jpg"):
    target = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), "image/jpeg")


PHOTOS = "core-photo-content_type-object_id"
FILES = "core-document-content_type-object_id"


def test_the_first_photograph_that_may_be_published_becomes_the_cover(admin):
    event = EventFactory()

    change(
        admin,
        event,
        **{f"{PHOTOS}-TOTAL_FORMS": 3},
        **{f"{PHOTOS}-0-image": photograph(), f"{PHOTOS}-0-order": 3, f"{PHOTOS}-0-consent": "on"},
        **{f"{PHOTOS}-1-image": photograph(), f"{PHOTOS}-1-order": 2, f"{PHOTOS}-1-consent": "on"},
        **{f"{PHOTOS}-2-image": photograph(), f"{PHOTOS}-2-order": 1},
    )

    event.refresh_from_db()
    assert event.cover.order == 2


def test_only_its_own_photographs_can_be_the_cover(admin):
    event, other = EventFactory(), EventFactory()
    foreign = other.photos.create(image=photograph())

    response = change(admin, event, cover=foreign.pk)

    assert list(errors(response)) == ["cover"]


@pytest.mark.parametrize(
    ("prefix", "field", "name", "content"),
    [
        (PHOTOS, "image", "words.jpg", b"only words"),
        (FILES, "file", "film.pdf", b"\x00\x00\x00\x18ftypmp42"),
        (FILES, "file", "program.exe", b"MZ"),
    ],
)
def test_false_files_are_refused_at_their_field(admin, prefix, field, name, content):
    event = EventFactory()

    response = change(
        admin,
        event,
        **{f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-{field}": SimpleUploadedFile(name, content)},
        **{f"{prefix}-0-title_zh_hans": "附件", f"{prefix}-0-language": "zh-hans"},
        **{f"{prefix}-0-access": "public", f"{prefix}-0-order": 0},
    )

    assert list(errors(response)) == [f"{prefix}-0-{field}"]


@pytest.mark.parametrize(("prefix", "field"), [(PHOTOS, "image"), (FILES, "file")])
def test_files_over_the_limit_are_refused_at_their_field(admin, settings, prefix, field):
    settings.MAX_PHOTO_BYTES = settings.MAX_DOCUMENT_BYTES = 100
    event = EventFactory()

    response = change(
        admin,
        event,
        **{f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-0-{field}": SimpleUploadedFile("a.jpg", b"x" * 200)},
        **{f"{prefix}-0-title_zh_hans": "附件", f"{prefix}-0-language": "zh-hans"},
        **{f"{prefix}-0-access": "public", f"{prefix}-0-order": 0},
    )

    found = errors(response)
    assert list(found) == [f"{prefix}-0-{field}"]
    assert "200" in found[f"{prefix}-0-{field}"][0]


def test_an_agenda_item_ends_after_it_starts(admin):
    event = EventFactory()

    response = change(
        admin,
        event,
        **{"agenda-TOTAL_FORMS": 1, "agenda-0-day": 1, "agenda-0-title_zh_hans": "开幕"},
        **{"agenda-0-starts": "10:00", "agenda-0-ends": "09:00"},
    )

    assert list(errors(response)) == ["agenda-0-ends"]


def test_a_row_is_written_in_at_least_one_language(admin):
    event = EventFactory()
    row = {"agenda-TOTAL_FORMS": 1, "agenda-0-day": 1, "agenda-0-starts": "09:00", "agenda-0-ends": "10:00"}

    refused = change(admin, event, **row)
    change(admin, event, **row, **{"agenda-0-title_en": "Opening"})

    assert list(errors(refused)) == ["agenda-0-title_zh_hans"]
    assert [item.title_en for item in AgendaItem.objects.all()] == ["Opening"]


def test_the_same_part_of_the_same_organisation_is_refused(admin):
    partner = OrganisationFactory()
    event = PartnershipFactory(organisation=partner, role="host").event

    response = change(
        admin,
        event,
        **{"partnerships-TOTAL_FORMS": 2, "partnerships-1-organisation": partner.pk},
        **{"partnerships-1-role": "host", "partnerships-1-order": 0},
    )

    assert list(errors(response)) == ["partnerships-1-role"]
    assert Partnership.objects.count() == 1


def test_partners_may_swap_their_parts(admin):
    event = EventFactory()
    one, two = (PartnershipFactory(event=event, role=role) for role in ("host", "organiser"))

    change(admin, event, partnerships__0__role="organiser", partnerships__1__role="host")

    assert set(Partnership.objects.values_list("pk", "role")) == {(one.pk, "organiser"), (two.pk, "host")}


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"closes_at_0": "2020-01-01"}, "closes_at"),
        ({"audience": "members_first"}, "members_first_until"),
        ({"capacity": "0"}, "capacity"),
    ],
)
def test_a_registration_desk_has_its_rules(admin, typed, field):
    desk = RegistrationDeskFactory()

    response = change(admin, desk, **typed)

    assert list(errors(response)) == [field]


def test_places_taken_are_counted_and_not_typed(admin):
    desk = RegistrationDeskFactory(places_taken=7)

    change(admin, desk, places_taken="1", capacity="50")

    assert RegistrationDesk.objects.values_list("places_taken", "capacity").get() == (7, 50)


def test_a_registration_is_decided_by_the_desk_and_not_typed(admin):
    registration = RegistrationFactory(state="pending")

    response = change(admin, registration, state="confirmed", note="电话确认", registered_at_0="2020-01-01")

    assert response.status_code == 302
    assert Registration.objects.values_list("state", "note").get() == ("pending", "电话确认")
    assert admin.get(page(Registration, "add")).status_code == 403


def test_a_speaker_s_portrait_is_one_of_the_event_s_photographs(admin):
    item = SpeakerFactory().agenda_item
    own = item.event.photos.create(image=photograph())
    EventFactory().photos.create(image=photograph())

    response = admin.get(page(AgendaItem, "change", item.pk))

    formset = response.context["inline_admin_formsets"][0].formset
    assert list(formset.forms[0].fields["portrait"].queryset) == [own]
