"""An article begun from an event or a visit: what is filled in, for whom, and never twice."""

from datetime import date, datetime, timedelta
from datetime import timezone as zones

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from beijing_ngo.core.models import Photo
from delegations.models import DelegationState
from events.models import EventState
from reports.models import Article
from reports.operations import articles
from reports.operations.articles import DraftThere, Internal, NotAllowed, NothingYet, write_article
from tests.at_once import at_once
from tests.core.photographs import picture
from tests.factories import (
    ArticleFactory,
    AttendeeFactory,
    ConferenceFactory,
    DelegationFactory,
    DelegationMemberFactory,
    EventFactory,
    OrganisationFactory,
    PartnershipFactory,
    RegistrationDeskFactory,
    RegistrationFactory,
    SeriesFactory,
    SiteSettingsFactory,
    SuperuserFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
BEIJING = zones(timedelta(hours=8))
START = datetime(2023, 3, 20, 20, tzinfo=BEIJING)


def past_event(**facts):
    SiteSettingsFactory()
    start = facts.pop("starts_at", START)
    return EventFactory(
        **{
            "slug": "earth-hour",
            "title_zh_hans": "地球一小时",
            "title_en": "Earth Hour",
            "summary_zh_hans": "一小时的黑暗。",
            "summary_en": "An hour in the dark.",
            "venue_en": "Olympic Green",
            "venue_zh_hans": "奥林匹克公园",
            "starts_at": start,
            "ends_at": start + timedelta(hours=1),
        }
        | facts
    )


def photo_of(record, **facts):
    photo = Photo(subject=record, image=ContentFile(picture(), name="a.jpg"), **facts)
    photo.save()
    return photo


@pytest.fixture
def officer():
    return SuperuserFactory(family_name="李", given_name="编")


# ---------------------------------------------------------------- from an event


def test_all_that_is_known_of_an_event_is_filled_in(officer):
    theme, series = ThemeFactory(), SeriesFactory(name_zh_hans="环境", name_en="Environment")
    event = past_event(series=series, sdgs=[7, 13], participants_count=120, organisations_count=35)
    event.themes.add(theme)
    hosts = [OrganisationFactory(name_zh_hans=f"主办{n}", name_en=f"Host {n}") for n in (1, 2)]
    for order, host in enumerate(hosts):
        PartnershipFactory(event=event, organisation=host, role="host", order=order)
    media = PartnershipFactory(event=event, role="media").organisation

    article = write_article(about=event, in_series=True, by=officer)

    article.refresh_from_db()
    assert (article.status, article.slug, article.date, article.source_language) == (
        "draft",
        "earth-hour-report",
        date(2023, 3, 20),
        "zh-hans",
    )
    assert (article.title_zh_hans, article.title_en) == ("地球一小时", "Earth Hour")
    assert article.body_en == (
        "<p>“Earth Hour” took place on 20 March 2023 at Olympic Green, Beijing. "
        "120 people from 35 organisations took part. Hosts: Host 1, Host 2.</p><p>An hour in the dark.</p>"
    )
    assert article.body_zh_hans.endswith("<p>一小时的黑暗。</p>")
    assert "2023年3月20日" in article.body_zh_hans
    assert "主办1、主办2" in article.body_zh_hans
    assert (article.source_zh_hans, article.editor) == ("北京市民间组织国际交流协会", str(officer))
    assert (article.series_name_zh_hans, article.series_name_en, article.part) == ("环境", "Environment", 1)
    assert (list(article.events.all()), list(article.themes.all()), article.sdgs) == (
        [event],
        [theme],
        [7, 13],
    )
    assert set(article.organisations.all()) == {*hosts, media}
    assert article.history.get().history_user == officer


def test_who_came_is_counted_at_the_door_where_nobody_entered_it(officer):
    event = past_event()
    desk = RegistrationDeskFactory(event=event)
    one, two = OrganisationFactory(), OrganisationFactory()
    for organisation, came in ((one, 2), (two, 0), (None, 1)):
        party = RegistrationFactory(desk=desk, organisation=organisation)
        for place in range(3):
            AttendeeFactory(registration=party, checked_in_at=timezone.now() if place < came else None)

    article = write_article(about=event, by=officer)

    assert "3 people from 1 organisation took part." in article.body_en


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            {
                "date_precision": "month",
                "venue_en": "",
                "city_en": "",
                "city_zh_hans": "",
                "venue_zh_hans": "",
            },
            "“Earth Hour” took place in March 2023.",
        ),
        (
            {"date_precision": "month", "city_en": ""},
            "“Earth Hour” took place in March 2023 at Olympic Green",
        ),
        ({"participants_count": 1, "organisations_count": 0}, "Beijing. 1 person took part."),
        ({"participants_count": 1234, "organisations_count": 0}, "1,234 people took part."),
    ],
)
def test_what_is_not_known_is_not_said(officer, facts, said):
    article = write_article(about=past_event(**facts), by=officer)

    assert said in article.body_en


def test_a_language_the_event_is_not_written_in_stays_empty(officer):
    article = write_article(about=past_event(title_en="", summary_en=""), by=officer)

    assert (article.title_en, article.body_en, article.en_state) == ("", "", "missing")
    assert article.body_zh_hans


def test_signs_in_a_title_are_signs(officer):
    article = write_article(about=past_event(title_en="A <b> & c"), by=officer)

    assert "“A &lt;b&gt; &amp; c” took place" in article.body_en


def test_the_part_is_the_next_one(officer):
    series = SeriesFactory(name_zh_hans="环境", name_en="Environment")
    ArticleFactory(series_name_zh_hans="环境", part=4)
    ArticleFactory(series_name_en="Environment", part=6)
    event = past_event(series=series)

    assert articles.next_part(event).number == 7
    assert write_article(about=event, in_series=False, by=officer).part is None
    assert articles.next_part(past_event(slug="another")) is None


# ---------------------------------------------------------------- from a visit


def test_all_that_is_known_of_a_visit_is_filled_in_and_nobody_named_who_may_not_be(officer):
    SiteSettingsFactory()
    host, shown, hidden = (OrganisationFactory(name_en=name) for name in ("The Host", "Shown", "Hidden"))
    visit = DelegationFactory(
        slug="to-geneva",
        title_en="To Geneva",
        summary_en="",
        countries=["CH"],
        host_organisation=host,
        conference=ConferenceFactory(name_en="73rd session of the Committee"),
    )
    DelegationMemberFactory(delegation=visit, organisation=shown, public=True, family_name="张")
    DelegationMemberFactory.create_batch(2, delegation=visit, organisation=hidden, public=False)

    article = write_article(about=visit, by=officer)

    assert article.body_en == (
        "<p>A delegation of 3 people visited Switzerland (8–12 May 2023). They came from 2 organisations. "
        "The delegation took part in 73rd session of the Committee. It was received by The Host.</p>"
    )
    assert (article.slug, article.date) == ("to-geneva-report", date(2023, 5, 12))
    assert list(article.delegations.all()) == [visit]
    assert set(article.organisations.all()) == {host, shown}


@pytest.mark.parametrize(
    ("facts", "people", "said"),
    [
        ({"countries": []}, 0, "A delegation travelled (8–12 May 2023)."),
        ({"countries": ["CH", "FR"]}, 0, "A delegation visited Switzerland, France (8–12 May 2023)."),
        ({"direction": "incoming"}, 0, "A delegation from Switzerland came on a visit (8–12 May 2023)."),
        (
            {"direction": "incoming"},
            1,
            "A delegation of 1 person from Switzerland came on a visit (8–12 May 2023).",
        ),
        ({"direction": "incoming", "countries": []}, 1, "A delegation came on a visit (8–12 May 2023)."),
    ],
)
def test_a_visit_of_which_less_is_known(officer, facts, people, said):
    visit = DelegationFactory(**facts)
    DelegationMemberFactory.create_batch(people, delegation=visit)

    assert write_article(about=visit, by=officer).body_en.startswith(f"<p>{said}")


# ---------------------------------------------------------------- photographs


def test_photographs_become_the_articles_own_with_the_same_file(officer):
    event = past_event()
    first = photo_of(event, caption_en="First", alt_zh_hans="一", credit="Wang", consent=False)
    second = photo_of(event, caption_en="Second", consent=True)
    photo_of(event, caption_en="Left behind", consent=True)
    foreign = photo_of(past_event(slug="other"), caption_en="Foreign", consent=True)
    second.renditions = {"key": "k", "widths": [60]}
    second.save()

    article = write_article(about=event, photos=[first, second, foreign], by=officer)

    own = list(article.photos.order_by("order"))
    assert [(one.caption_en, one.alt_zh_hans, one.credit, one.consent) for one in own] == [
        ("First", "一", "Wang", False),
        ("Second", second.alt_zh_hans, "", True),
    ]
    assert [one.image.name for one in own] == [first.image.name, second.image.name]
    assert [one.width for one in own] == [first.width, second.width]
    assert [one.renditions for one in own] == [{}, {"key": "k", "widths": [60]}]
    assert Article.objects.get(pk=article.pk).cover == own[1]

    own[1].consent = False
    own[1].save()
    second.refresh_from_db()
    assert second.consent


def test_the_cover_of_the_event_is_the_cover_of_the_article(officer):
    event = past_event()
    one, two = photo_of(event, consent=True), photo_of(event, consent=True)
    event.cover = two
    event.save()

    article = write_article(about=event, photos=[one, two], by=officer)

    assert article.cover.image.name == two.image.name


# ---------------------------------------------------------------- when not


def test_there_is_one_draft_at_a_time_and_a_free_address_for_the_next(officer):
    event = past_event()
    first = write_article(about=event, by=officer)

    with pytest.raises(DraftThere) as refusal:
        write_article(about=event, by=officer)
    first.status = "published"
    first.save()

    assert "地球一小时" in str(refusal.value)
    assert write_article(about=event, by=officer).slug == "earth-hour-report-2"


@pytest.mark.django_db(transaction=True)
def test_two_who_press_at_once_begin_one_article():
    event = past_event()
    officers = [SuperuserFactory(), SuperuserFactory()]

    said = at_once(*(lambda by=by: write_article(about=event, by=by) for by in officers))

    assert said == [DraftThere.__name__, "in"]
    assert event.reports.count() == 1


@pytest.mark.parametrize(
    "facts", [{"starts_at": timezone.now() + timedelta(days=1)}, {"state": EventState.CANCELLED}]
)
def test_of_what_has_not_been_there_is_nothing_to_report(officer, facts):
    with pytest.raises(NothingYet):
        write_article(about=past_event(**facts), by=officer)


@pytest.mark.parametrize("state", [DelegationState.PLANNED, DelegationState.CANCELLED])
def test_of_a_visit_that_is_planned_neither(officer, state):
    with pytest.raises(NothingYet):
        write_article(about=DelegationFactory(state=state), by=officer)


def test_an_internal_visit_is_written_about_by_nobody(officer):
    with pytest.raises(Internal):
        write_article(about=DelegationFactory(internal=True), by=officer)


def test_who_may_not_write_articles_writes_none():
    with pytest.raises(NotAllowed):
        write_article(about=past_event(), by=UserFactory(is_staff=True))


# ---------------------------------------------------------------- in the admin


@pytest.fixture
def admin(client):
    """The administrator's browser, in English."""
    client.force_login(SuperuserFactory(preferred_language="en"))
    return client


def begin(kind, record):
    return reverse("admin:reports_article_from", args=[kind, record.pk])


def test_the_event_leads_to_the_page_and_the_page_to_the_draft(admin):
    event = past_event(series=SeriesFactory(name_en="Environment", name_zh_hans=""))
    agreed, other = photo_of(event, consent=True, caption_en="Agreed"), photo_of(event, caption_en="Not yet")
    change = reverse("admin:events_event_change", args=[event.pk])

    assert begin("event", event) in admin.get(change).content.decode()
    page = admin.get(begin("event", event)).content.decode()
    answer = admin.post(begin("event", event), {"photos": [agreed.pk], "in_series": "on"})

    assert f'name="photos" value="{agreed.pk}" checked>' in page
    assert f'name="photos" value="{other.pk}">' in page
    assert "Part 1 of the series “Environment”" in page
    [article] = event.reports.all()
    assert answer.url == reverse("admin:reports_article_change", args=[article.pk])
    assert (article.part, article.photos.count()) == (1, 1)
    assert admin.get(answer.url).status_code == 200


def test_asked_again_the_draft_that_is_there_is_offered(admin):
    event = past_event()
    admin.post(begin("event", event))
    draft = event.reports.get()
    edit = reverse("admin:reports_article_change", args=[draft.pk])

    again = admin.get(begin("event", event)).content.decode()
    admin.post(begin("event", event))

    assert f'class="act act--main" href="{edit}"' in again
    assert 'type="submit"' not in again.partition('<form class="sheet"')[2].partition("</form>")[0]
    assert event.reports.count() == 1
    assert edit in admin.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()


def test_the_visit_and_its_dossier_lead_there_too(admin):
    visit = DelegationFactory()

    pages = [
        admin.get(reverse(f"admin:delegations_delegation_{page}", args=[visit.pk])).content.decode()
        for page in ("change", "dossier")
    ]
    admin.post(begin("delegation", visit))

    assert all(begin("delegation", visit) in page for page in pages)
    assert visit.reports.count() == 1


def test_what_cannot_be_written_about_offers_nothing_and_says_why(admin):
    visit = DelegationFactory(internal=True)

    change = admin.get(reverse("admin:delegations_delegation_change", args=[visit.pk])).content.decode()
    page = admin.get(begin("delegation", visit)).content.decode()

    assert begin("delegation", visit) not in change
    assert "This visit is internal" in page
    assert admin.get(begin("submission", visit)).status_code == 404
    assert admin.get(reverse("admin:reports_article_from", args=["event", 999])).status_code == 404


@pytest.mark.parametrize("rights", [["events.view_event"], ["reports.add_article"]])
def test_it_takes_the_right_to_write_and_to_see_the_event(client, rights):
    from django.contrib.auth.models import Permission

    event = past_event()
    colleague = UserFactory(is_staff=True)
    for right in rights:
        app, codename = right.split(".")
        colleague.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    client.force_login(colleague)

    assert client.get(begin("event", event)).status_code == 403
    assert client.post(begin("event", event)).status_code == 403
    if "events.view_event" in rights:
        change = client.get(reverse("admin:events_event_change", args=[event.pk])).content.decode()
        assert begin("event", event) not in change
    assert Article.objects.count() == 0
