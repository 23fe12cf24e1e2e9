"""Entries follow their records in the same transaction, whatever changes them."""

from datetime import date, timedelta
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from beijing_ngo.core.models import Status
from beijing_ngo.search import following, indexing
from beijing_ngo.search.contents import KINDS, SOURCES
from beijing_ngo.search.models import EntryKind, SearchEntry
from events.models import Event
from reports.models import EndorsementState
from tests import search_in_step
from tests.at_once import at_once
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
    OrganisationFactory,
    OutcomeFactory,
    PageFactory,
    ParagraphFactory,
    PartnershipFactory,
    SeriesFactory,
    SpeakerFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

RECORDS = {
    EntryKind.EVENT: EventFactory,
    EntryKind.REPORT: ArticleFactory,
    EntryKind.DELEGATION: DelegationFactory,
    EntryKind.SUBMISSION: SubmissionFactory,
    EntryKind.ORGANISATION: OrganisationFactory,
    EntryKind.PROJECT: CooperationProjectFactory,
    EntryKind.CONFERENCE: ConferenceFactory,
    EntryKind.SERIES: SeriesFactory,
    EntryKind.PAGE: PageFactory,
}


def test_every_kind_is_tried():
    assert RECORDS.keys() == SOURCES.keys() == set(EntryKind)


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_is_found_as_it_is_now(found, kind):
    title = RECORDS[kind]._meta.model.required_text[0]
    record = RECORDS[kind](**{f"{title}_zh_hans": "丝路一家亲"})
    assert found("丝路") == ["丝路一家亲"]

    setattr(record, f"{title}_zh_hans", "民心相通")
    record.save()
    assert found("丝路") == []
    assert found("民心") == ["民心相通"]

    record.delete()
    assert found("民心") == []
    assert not SearchEntry.objects.filter(kind=kind).exists()


@pytest.mark.parametrize("kind", RECORDS)
def test_a_draft_is_not_found_until_it_is_published(found, kind):
    title = RECORDS[kind]._meta.model.required_text[0]
    record = RECORDS[kind](**{f"{title}_zh_hans": "丝路一家亲"}, status=Status.DRAFT, published_at=None)
    assert found("丝路") == []

    record.status = Status.PUBLISHED
    record.save()
    assert found("丝路") == ["丝路一家亲"]

    record.status = Status.ARCHIVED
    record.save()
    assert found("丝路") == []


def test_what_belongs_to_an_event_is_found_with_it(found):
    event = EventFactory(title_zh_hans="论坛")
    item = AgendaItemFactory(event=event, title_zh_hans="茶歇与对接")
    speaker = SpeakerFactory(
        agenda_item=item, name_zh_hans="王芳", organisation=OrganisationFactory(name_zh_hans="平澜")
    )
    part = PartnershipFactory(event=event, organisation=OrganisationFactory(name_zh_hans="绿创"))
    for text in ("茶歇", "王芳", "平澜", "绿创"):
        assert "论坛" in found(text), text

    speaker.delete()
    part.delete()
    item.title_zh_hans = "午餐"
    item.save()

    assert [found(text) for text in ("茶歇", "王芳", "平澜", "绿创", "午餐")] == [
        [],
        [],
        ["平澜"],
        ["绿创"],
        ["论坛"],
    ]


def test_what_belongs_to_a_submission_is_found_with_it(found):
    paper = SubmissionFactory(title_zh_hans="报告", mechanism=MechanismFactory(name_zh_hans="条约机构"))
    ParagraphFactory(submission=paper, text_zh_hans="第十一段谈住房")
    organisation = OrganisationFactory(name_zh_hans="绿创")
    endorsement = paper.endorsements.create(organisation=organisation, state=EndorsementState.ASKED)
    assert found("住房") == found("条约机构") == ["报告"]
    assert found("绿创") == ["绿创"]  # asked, but has not signed

    endorsement.state = EndorsementState.ENDORSED
    endorsement.save()
    paper.paragraphs.all().delete()

    assert set(found("绿创")) == {"绿创", "报告"}
    assert found("住房") == []


def test_what_belongs_to_a_visit_is_found_as_far_as_it_is_public(found):
    visit = DelegationFactory(title_zh_hans="访问")
    OutcomeFactory(delegation=visit, text_zh_hans="签署备忘录")
    OutcomeFactory(delegation=visit, text_zh_hans="内部结论", public=False)
    ItineraryItemFactory(delegation=visit, title_zh_hans="参观钟表厂", hosts_zh_hans="厂长", note="席位")
    ItineraryItemFactory(delegation=visit, title_zh_hans="内部碰头", public=False)
    person = DelegationMemberFactory(delegation=visit, family_name="王", given_name="芳", public=True)
    assert found("备忘录") == found("钟表厂") == found("王芳") == ["访问"]
    assert [found(text) for text in ("内部结论", "内部碰头", "厂长", "席位")] == [[], [], [], []]

    person.public = False
    person.save()

    assert found("王芳") == []


def test_the_programme_of_a_visit_is_found_once_it_is_over(found):
    today = timezone.localdate()
    visit = DelegationFactory(
        title_zh_hans="访问", state="approved", starts_on=today, ends_on=today + timedelta(days=2)
    )
    ItineraryItemFactory(delegation=visit, title_zh_hans="参观钟表厂")
    assert found("钟表厂") == []
    assert indexing.refresh() == 0
    entry = SearchEntry.objects.get(kind=EntryKind.DELEGATION)
    assert timezone.localdate(entry.stale_at) == today + timedelta(days=3)

    type(visit).objects.filter(pk=visit.pk).update(
        ends_on=today - timedelta(days=1), starts_on=today - timedelta(days=3)
    )
    assert indexing.refresh(entry.stale_at) == 1

    assert found("钟表厂") == ["访问"]
    assert indexing.refresh(entry.stale_at) == 0


@pytest.mark.parametrize(
    ("named", "repeating"),
    [
        (OrganisationFactory, lambda it: PartnershipFactory(organisation=it)),
        (OrganisationFactory, lambda it: SpeakerFactory(organisation=it)),
        (OrganisationFactory, lambda it: DelegationFactory(host_organisation=it)),
        (OrganisationFactory, lambda it: DelegationFactory(inviting_organisation=it)),
        (OrganisationFactory, lambda it: DelegationMemberFactory(organisation=it)),
        (OrganisationFactory, lambda it: ItineraryItemFactory(organisation_met=it)),
        (OrganisationFactory, lambda it: SubmissionFactory(lead=it)),
        (OrganisationFactory, lambda it: SubmissionFactory(mechanism__body=it)),
        (OrganisationFactory, lambda it: CooperationProjectFactory(organisation=it)),
        (OrganisationFactory, lambda it: CooperationProjectFactory().partners.add(it)),
        (OrganisationFactory, lambda it: it.partner_projects.add(CooperationProjectFactory())),
        (OrganisationFactory, lambda it: ConferenceFactory(body=it)),
        (OrganisationFactory, lambda it: InternationalStatusFactory(body=it)),
        (ConferenceFactory, lambda it: EventFactory(conference=it)),
        (ConferenceFactory, lambda it: DelegationFactory(conference=it)),
        (ConferenceFactory, lambda it: SubmissionFactory(conference=it)),
        (SeriesFactory, lambda it: EventFactory(series=it)),
        (MechanismFactory, lambda it: SubmissionFactory(mechanism=it)),
    ],
)
def test_a_new_name_is_found_wherever_it_is_repeated(found, named, repeating):
    record = named(name_zh_hans="旧称呼")
    repeating(record)
    before = len(found("旧称"))
    has_a_page = named is not MechanismFactory
    assert before == 1 + has_a_page

    record.name_zh_hans = "新名字"
    record.save()

    assert found("旧称") == []
    assert len(found("新名")) == before


@pytest.mark.parametrize(
    ("part", "link", "record"),
    [
        (partial(AgendaItemFactory, title_zh_hans="茶歇"), "event", EventFactory),
        (partial(SpeakerFactory, name_zh_hans="茶歇"), "agenda_item", AgendaItemFactory),
        (partial(OutcomeFactory, text_zh_hans="茶歇"), "delegation", DelegationFactory),
        (partial(ParagraphFactory, text_zh_hans="茶歇"), "submission", SubmissionFactory),
        (partial(InternationalStatusFactory, symbol="茶歇"), "organisation", OrganisationFactory),
    ],
    ids=lambda it: it if isinstance(it, str) else "",
)
def test_a_part_that_is_given_to_another_record_leaves_the_first_one(found, part, link, record):
    row = part()
    before, given_to = found("茶歇"), record()
    owner = getattr(given_to, "event", given_to)
    setattr(row, link, given_to)

    row.save()

    assert len(before) == 1
    assert found("茶歇") == [str(SearchEntry.objects.get(kind=KINDS[type(owner)], record=owner.pk))] != before


def test_a_series_that_is_published_later_is_told_from_then_on(found, time_machine):
    at = timezone.now() + timedelta(hours=1)
    series = SeriesFactory(name_zh_hans="熄灯系列", published_at=at)
    event = EventFactory(title_zh_hans="活动", series=series)
    assert found("熄灯") == []
    assert SearchEntry.objects.get(record=event.pk, kind=EntryKind.EVENT).stale_at == at

    time_machine.move_to(at + timedelta(minutes=1))
    indexing.refresh()

    assert set(found("熄灯")) == {"活动", "熄灯系列"}


def test_a_series_that_has_no_page_yet_is_not_told(found):
    series = SeriesFactory(name_zh_hans="熄灯系列", status=Status.DRAFT, published_at=None)
    EventFactory(title_zh_hans="活动", series=series)
    assert found("熄灯") == []

    series.status = Status.PUBLISHED
    series.save()

    assert set(found("熄灯")) == {"活动", "熄灯系列"}


def test_partners_of_a_project_come_and_go(found):
    project, partner = (
        CooperationProjectFactory(title_zh_hans="项目"),
        OrganisationFactory(name_zh_hans="绿创"),
    )
    project.partners.set([partner])
    assert set(found("绿创")) == {"项目", "绿创"}

    partner.partner_projects.clear()

    assert found("绿创") == ["绿创"]


def test_what_is_deleted_is_repeated_no_longer(found):
    organisation, conference = (
        OrganisationFactory(name_zh_hans="绿创"),
        ConferenceFactory(name_zh_hans="大会"),
    )
    event = EventFactory(
        title_zh_hans="论坛", conference=conference, series=SeriesFactory(name_zh_hans="熄灯")
    )
    SpeakerFactory(agenda_item__event=event, organisation=organisation)
    CooperationProjectFactory(title_zh_hans="项目").partners.add(organisation)
    assert set(found("绿创")) == {"绿创", "论坛", "项目"}

    for record in (organisation, conference, event.series):
        record.delete()

    assert [found(text) for text in ("绿创", "大会", "熄灯")] == [[], [], []]
    assert found("论坛") == ["论坛"]


class ChangedItsMindError(Exception):
    pass


def test_what_a_transaction_takes_back_was_never_found(found):
    article = ArticleFactory(title_zh_hans="丝路一家亲")

    def rename_and_fail():
        with transaction.atomic():
            article.title_zh_hans = "民心相通"
            article.save()
            assert found("民心") == ["民心相通"]
            raise ChangedItsMindError

    with pytest.raises(ChangedItsMindError):
        rename_and_fail()

    assert found("民心") == []
    assert found("丝路") == ["丝路一家亲"]


@pytest.mark.django_db(transaction=True)
def test_who_changes_parts_of_one_record_at_once_takes_turns(found):
    event = EventFactory(title_zh_hans="论坛")
    names = ["茶歇甲", "午餐乙", "参观丙", "合影丁"]

    def add(name):
        with transaction.atomic():
            AgendaItemFactory(event=event, title_zh_hans=name)

    assert at_once(*(partial(add, name) for name in names)) == ["in"] * len(names)

    assert [found(name) for name in names] == [["论坛"]] * len(names)
    assert SearchEntry.objects.count() == 1


def test_an_event_is_deleted_with_all_that_belongs_to_it(found, django_assert_max_num_queries):
    event = EventFactory(title_zh_hans="论坛")
    for _item in range(6):
        SpeakerFactory(agenda_item__event=event)

    with django_assert_max_num_queries(30):  # no entry is written on the way
        event.delete()

    assert found("论坛") == []


@pytest.mark.parametrize("number", [1, 6])
def test_a_save_takes_the_same_statements_for_any_number(number, django_assert_max_num_queries):
    event = EventFactory()
    for _item in range(number):
        SpeakerFactory(agenda_item__event=event, organisation=OrganisationFactory())
        PartnershipFactory(event=event)

    with django_assert_max_num_queries(9):
        indexing.write(EntryKind.EVENT, [event.pk])


def test_a_draft_costs_the_search_nothing(django_assert_num_queries):
    draft = ArticleFactory.build(status=Status.DRAFT, published_at=None)

    with django_assert_num_queries(0):
        following._saved(type(draft), draft, created=True, raw=False)


@pytest.mark.parametrize(
    "changes",
    [{"title_zh_hans": "民心相通"}, {"status": Status.ARCHIVED}, {"conference": None}],
    ids=lambda it: next(iter(it)),
)
def test_a_save_of_some_columns_is_followed(found, changes):
    event = EventFactory(title_zh_hans="丝路", conference=ConferenceFactory(acronym="COP", number=27))
    assert "丝路" in found("cop27")
    for name, value in changes.items():
        setattr(event, name, value)

    event.save(update_fields=list(changes))

    assert "丝路" not in found("cop27")


def test_a_save_of_columns_that_nobody_searches_writes_no_entry(django_assert_num_queries):
    event = EventFactory()

    with django_assert_num_queries(0):
        following._saved(
            type(event), event, created=False, raw=False, update_fields={"participants_count", "en_state"}
        )


def test_the_day_of_an_entry_is_the_day_of_the_record():
    article = ArticleFactory(date=date(2023, 6, 1))
    first = SearchEntry.objects.get().pk

    article.date = date(2024, 6, 1)
    article.save()

    assert SearchEntry.objects.get().pk > first


def test_what_the_portal_writes_in_bulk_without_a_word_to_the_search_fails_a_test():
    event = EventFactory(title_zh_hans="论坛")
    search_in_step.begin()
    forgetful = compile("rows.update(title_zh_hans='绕过去的题目')", "forgetful.py", "exec")
    exec(forgetful, {"rows": Event.objects.filter(pk=event.pk)})  # noqa: S102

    with pytest.raises(AssertionError, match=r"does not follow what forgetful\.py wrote"):
        search_in_step.check()

    indexing.write(EntryKind.EVENT, [event.pk])
    search_in_step.check()
