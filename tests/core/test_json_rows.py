import pytest
from django.db.models import Exists, OuterRef

from beijing_ngo.core.json_rows import JSONRows
from events.models import AgendaItem, Event, Partnership, Speaker
from members.models import Organisation
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    SpeakerFactory,
)

pytestmark = pytest.mark.django_db


def rows_of(event, **rows):
    found = Event.objects.annotate(**rows).get(pk=event.pk)
    return {name: [vars(row) for row in getattr(found, name)] for name in rows}


def test_the_rows_come_in_their_order_whatever_the_order_of_writing(django_assert_num_queries):
    event = EventFactory()
    for number in (7, 3, 9, 1, 5, 2, 8, 4, 6, 0):
        AgendaItemFactory(event=event, starts=f"{number + 8:02}:00", ends="19:00", title_en=f"Item {number}")
    AgendaItemFactory()
    agenda = AgendaItem.objects.filter(event=OuterRef("pk"))

    with django_assert_num_queries(1):
        rows = rows_of(
            event,
            up=JSONRows(agenda.order_by("starts"), title_en="title_en"),
            down=JSONRows(agenda.order_by("-starts"), title_en="title_en", starts="starts"),
        )

    assert rows["up"] == [{"title_en": f"Item {number}"} for number in range(10)]
    assert rows["down"][0] == {"title_en": "Item 9", "starts": "17:00:00"}
    assert [row["title_en"] for row in rows["down"]] == [f"Item {number}" for number in range(9, -1, -1)]


def test_columns_of_related_rows_and_expressions():
    event = EventFactory()
    host = OrganisationFactory(name_en="Host", name_zh_hans="主办“引号”\\'\n")
    PartnershipFactory(event=event, organisation=host)
    hidden = OrganisationFactory(name_en="Hidden", name_zh_hans="隐", status="draft", published_at=None)
    PartnershipFactory(event=event, organisation=hidden, order=1)

    rows = rows_of(
        event,
        partners_there=JSONRows(
            Partnership.objects.filter(event=OuterRef("pk")).order_by("order"),
            name_en="organisation__name_en",
            name_zh_hans="organisation__name_zh_hans",
            is_public=Exists(Organisation.objects.public().filter(pk=OuterRef("organisation_id"))),
        ),
    )

    assert [
        (row["name_en"], row["name_zh_hans"], bool(row["is_public"])) for row in rows["partners_there"]
    ] == [
        ("Host", "主办“引号”\\'\n", True),
        ("Hidden", "隐", False),
    ]


def test_nothing_is_an_empty_list_and_null_is_none():
    event = EventFactory()
    speaker = SpeakerFactory(agenda_item__event=event, name_en=None, organisation=None)

    rows = rows_of(
        event,
        none=JSONRows(Partnership.objects.filter(event=OuterRef("pk")), id="id"),
        some=JSONRows(
            Speaker.objects.filter(agenda_item__event=OuterRef("pk")),
            id="id",
            name_en="name_en",
            of="organisation__slug",
        ),
    )

    assert rows == {"none": [], "some": [{"id": speaker.pk, "name_en": None, "of": None}]}
