"""A page that is kept is renewed by every change of what it shows, whoever makes it and however."""

from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from beijing_ngo.core import kept, page_cache, shown
from beijing_ngo.core.models import Document, DocumentAccess, Photo
from events import rows
from events.models import Event, RegistrationDesk
from events.operations import places
from reports.models import Endorsement, EndorsementState, Paragraph
from reports.operations import paragraphs
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ConferenceFactory,
    CooperationProjectFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    InternationalStatusFactory,
    ItineraryItemFactory,
    MechanismFactory,
    MembershipFactory,
    OrganisationFactory,
    OutcomeFactory,
    PageFactory,
    ParagraphFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SpeakerFactory,
    SubmissionFactory,
    ThemeFactory,
    UserFactory,
)
from tests.reports.papers import draft

pytestmark = pytest.mark.django_db
LIST = "/en/events/"
NEW = "Quite new"


@pytest.fixture(autouse=True)
def _pages_are_kept(settings):
    settings.PAGE_CACHE_SECONDS = 600


def html(path, client=None):
    response = (client or Client()).get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def is_kept(path) -> bool:
    return any(key[2] == path for key in page_cache.shelf.pages)


def everything():
    """A portal in which every kind of record stands on a page, related to the others."""
    SiteSettingsFactory()
    page = PageFactory(slug="about", menu="header")
    theme = ThemeFactory()
    body = OrganisationFactory(kind="un_body", name_en="Committee")
    member = OrganisationFactory(slug="greenovation", founded_year=1999)
    member.themes.add(theme)
    status = InternationalStatusFactory(organisation=member, body=body)
    membership = MembershipFactory(organisation=member)
    project = CooperationProjectFactory(organisation=member)
    series, conference = SeriesFactory(slug="hours"), ConferenceFactory(slug="cop-27", body=body)
    event = EventFactory(slug="forum", series=series, conference=conference)
    event.themes.add(theme)
    desk = RegistrationDeskFactory(event=event, capacity=40)
    item = AgendaItemFactory(event=event)
    delegation = DelegationFactory(slug="geneva", conference=conference)
    submission = SubmissionFactory(slug="paper", mechanism=MechanismFactory(body=body), lead=member)
    article = ArticleFactory(slug="a-day")
    article.events.add(event)
    return {
        "page": (page, "/en/about/"),
        "theme": (theme, "/en/members/greenovation/"),
        "member": (member, "/en/members/greenovation/"),
        "status": (status, "/en/members/greenovation/"),
        "membership": (membership, "/en/members/greenovation/"),
        "project": (project, "/en/members/projects/"),
        "series": (series, "/en/events/series/hours/"),
        "conference": (conference, "/en/events/conferences/cop-27/"),
        "event": (event, "/en/events/forum/"),
        "desk": (desk, "/en/events/forum/"),
        "item": (item, "/en/events/forum/"),
        "speaker": (SpeakerFactory(agenda_item=item), "/en/events/forum/"),
        "partnership": (PartnershipFactory(event=event, organisation=member), "/en/events/forum/"),
        "delegation": (delegation, "/en/delegations/geneva/"),
        "traveller": (DelegationMemberFactory(delegation=delegation), "/en/delegations/geneva/"),
        "stop": (ItineraryItemFactory(delegation=delegation, public=True), "/en/delegations/geneva/"),
        "outcome": (OutcomeFactory(delegation=delegation), "/en/delegations/geneva/"),
        "submission": (submission, "/en/reports/submissions/paper/"),
        "paragraph": (ParagraphFactory(submission=submission), "/en/reports/submissions/paper/"),
        "article": (article, "/en/reports/a-day/"),
    }


CHANGES = {
    "page": {"title_en": NEW},
    "theme": {"name_en": NEW},
    "member": {"name_en": NEW},
    "status": {"since_year": 1998},
    "membership": {"state": "resigned"},
    "project": {"title_en": NEW},
    "series": {"name_en": NEW},
    "conference": {"name_en": NEW},
    "event": {"title_en": NEW},
    "desk": {"capacity": 77},
    "item": {"title_en": NEW},
    "speaker": {"name_en": NEW},
    "partnership": {"role": "media"},
    "delegation": {"title_en": NEW},
    "traveller": {"latin_name": "NEW Quite"},
    "stop": {"title_en": NEW},
    "outcome": {"text_en": NEW},
    "submission": {"title_en": NEW},
    "paragraph": {"text_en": NEW},
    "article": {"title_en": NEW},
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_of_any_record_shows_at_once(name):
    record, path = everything()[name]
    values = CHANGES[name]
    stored = type(record)._base_manager.values(*values).get(pk=record.pk)

    for how in ("save", "update", "bulk_update"):
        before = html(path)
        assert is_kept(path)
        change(record, values, how)
        assert html(path) != before, how
        assert NEW not in before
        change(record, stored, how)


def change(record, values, how):
    model = type(record)
    if how == "update":
        model._base_manager.filter(pk=record.pk).update(**values)
        return
    record = model._base_manager.get(pk=record.pk)
    for field, value in values.items():
        setattr(record, field, value)
    if how == "save":
        record.save()
    else:
        model._base_manager.bulk_update([record], list(values))


@pytest.mark.parametrize(
    "name",
    [
        "page",
        "status",
        "project",
        "item",
        "speaker",
        "partnership",
        "traveller",
        "stop",
        "outcome",
        "paragraph",
    ],
)
def test_what_is_deleted_is_gone_at_once(name):
    record, path = everything()[name]
    before = html(path)

    record.delete()

    assert Client().get(path).content.decode() != before


def test_what_is_added_is_there_at_once():
    event = EventFactory(slug="forum")
    before = html("/en/events/forum/"), html(LIST)

    item = AgendaItemFactory(event=event, title_en="A new item")
    Event.objects.bulk_create([EventFactory.build(slug="more", title_en="A new forum")])

    assert ("A new item" in before[0], "A new forum" in before[1]) == (False, False)
    assert item.title_en in html("/en/events/forum/")
    assert "A new forum" in html(LIST)


def test_links_to_themes_show_at_once():
    event, theme = EventFactory(slug="forum"), ThemeFactory(name_en="Clean water")
    before = html("/en/events/forum/")

    event.themes.add(theme)
    with_theme = html("/en/events/forum/")
    event.themes.clear()

    assert ["Clean water" in page for page in (before, with_theme, html("/en/events/forum/"))] == [
        False,
        True,
        False,
    ]


def test_the_site_settings_show_on_every_page_at_once():
    everything()
    paths = ["/en/", LIST, "/en/about/", "/en/members/", "/en/reports/"]
    before = [html(path) for path in paths]

    SiteSettingsFactory().__class__.objects.update(standing_en="In special consultative status")

    assert all("In special consultative status" not in page for page in before)
    assert all("In special consultative status" in html(path) for path in paths)


def test_co_signatories_photographs_and_documents_show_at_once(settings):
    records = everything()
    submission, paper = records["submission"]
    event, page = records["event"]
    before = html(paper), html(page)

    signed = OrganisationFactory(name_en="Green Village")
    Endorsement.objects.create(submission=submission, organisation=signed, state=EndorsementState.ENDORSED)
    Document.objects.bulk_create(
        [Document(subject=event, title_en="Running order", file="a.pdf", access=DocumentAccess.PUBLIC)]
    )
    Photo.objects.bulk_create(
        [Photo(subject=event, image="a.jpg", width=4, height=3, credit="Li Hua", consent=True)]
    )

    assert ("Green Village" in before[0], "Running order" in before[1], "Li Hua" in before[1]) == (False,) * 3
    assert "Green Village" in html(paper)
    assert "Running order" in html(page)
    assert "Li Hua" in html(page)


def test_a_statement_written_by_hand_is_seen_too():
    EventFactory(title_en="Annual Forum")
    before = html(LIST)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET title_en = %s", [NEW])

    assert (NEW in before, NEW in html(LIST)) == (False, True)


def test_a_table_that_no_page_shows_renews_nothing():
    EventFactory()
    html(LIST)
    state = kept.state()

    UserFactory()

    assert kept.state() == state


def test_all_that_says_so_is_watched_with_its_links():
    tables = shown.tables()

    assert {
        "events_event",
        "events_event_themes",
        "core_page",
        "core_sitesettings",
        "core_photo",
    } <= tables.keys()
    assert not {"members_user", "events_registration", "events_historicalevent"} & tables.keys()
    assert tables["events_registrationdesk"] == {"places_taken"}


# ---------------------------------------------------------------- places at the desk


def test_places_taken_show_at_once_and_leave_what_is_kept():
    SiteSettingsFactory()
    desk = RegistrationDeskFactory(event=EventFactory(slug="forum"), capacity=20)
    paths = ["/en/events/forum/", LIST, "/en/"]
    before = [html(path) for path in paths]
    records = kept.generation()
    kept.value("a", lambda: "built before")

    desk.places_taken = 19
    places.save_places(desk)

    assert all("Only 1 place left" not in page for page in before)
    assert all("1 place left" in html(path) for path in paths)
    assert kept.generation() == records
    assert kept.value("a", lambda: "built anew") == "built before"


def test_another_column_of_the_desk_renews_what_is_kept():
    desk = RegistrationDeskFactory()
    records = kept.generation()

    RegistrationDesk.objects.filter(pk=desk.pk).update(places_taken=1, capacity=50)

    assert kept.generation() != records


# ---------------------------------------------------------------- at the same time


@pytest.mark.django_db(transaction=True)
def test_a_page_built_while_an_editor_saves_is_not_kept_for_afterwards():
    event = EventFactory(title_en="Annual Forum")
    read = rows.by_month

    def and_then_somebody_saves(found):
        drawn = read(found)
        Event.objects.filter(pk=event.pk).update(title_en=NEW)
        return drawn

    with patch.object(rows, "by_month", and_then_somebody_saves):
        overtaken = html(LIST)

    assert ("Annual Forum" in overtaken, NEW in overtaken) == (True, False)
    assert NEW in html(LIST)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_renewed_before_the_commit():
    event = EventFactory(title_en="Annual Forum")
    html(LIST)
    state, stamp = kept.state(), cache.get(kept.STAMP)

    with transaction.atomic():
        event.title_en = NEW
        event.save()
        inside = kept.state()
        for_others = cache.get(kept.STAMP)

    assert inside != state
    assert for_others == stamp
    assert cache.get(kept.STAMP) not in (stamp, inside.partition(".")[0])
    assert NEW in html(LIST)


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_nothing_behind(django_assert_num_queries):
    SiteSettingsFactory(name_en="The name")
    kept.site()
    stamp = cache.get(kept.STAMP)

    with transaction.atomic():
        SiteSettingsFactory().__class__.objects.update(name_en=NEW)
        inside = kept.site().name_en
        transaction.set_rollback(True)

    assert inside == NEW
    assert cache.get(kept.STAMP) == stamp
    assert kept.site().name_en == "The name"
    with transaction.atomic(), django_assert_num_queries(0):
        assert kept.site().name_en == "The name"


@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_rolled_back_takes_nothing_from_the_rest():
    event = EventFactory(title_en="Annual Forum")
    html(LIST)

    with transaction.atomic():
        Event.objects.filter(pk=event.pk).update(title_en=NEW)
        before = kept.generation()
        with transaction.atomic():
            Event.objects.filter(pk=event.pk).update(title_en="Never")
            inside = kept.generation()
            transaction.set_rollback(True)
        after = kept.generation()

    assert (inside == before, after == before) == (False, True)
    assert NEW in html(LIST)


@pytest.mark.django_db(transaction=True)
def test_who_hears_of_the_commit_first_does_not_keep_the_others_from_hearing():
    EventFactory(title_en="Annual Forum")
    html(LIST)

    with transaction.atomic():
        transaction.on_commit(kept.generation)
        Event.objects.update(title_en=NEW)

    assert NEW in html(LIST)


@pytest.mark.django_db(transaction=True)
def test_many_changes_in_a_transaction_renew_once(monkeypatch):
    renewed = []
    publish = kept._publish
    monkeypatch.setattr(kept, "_publish", lambda name: renewed.append(name) or publish(name))

    with transaction.atomic():
        for _number in range(3):
            EventFactory()

    assert renewed == [kept.STAMP]


def test_what_somebody_is_typing_renews_nothing():
    paper, by = draft(paragraphs=1), UserFactory()
    [row] = paper.paragraphs.all()
    state = kept.state()

    paragraphs.save(submission=paper, pk=row.pk, version=row.version, changes={"text_en": "We"}, by=by)

    assert Paragraph.objects.get(pk=row.pk).text_en == "We"
    assert kept.state() == state
