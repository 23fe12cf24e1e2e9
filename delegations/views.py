from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext
from django.views.generic import DetailView, ListView

from beijing_ngo.core import atom, kept, lists, seo
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.models import SDG
from beijing_ngo.core.numbers import thousands
from beijing_ngo.core.places import on_the_map
from beijing_ngo.core.views import reader
from delegations import programme, shared_pages
from delegations.filters import DelegationFilters
from delegations.models import Delegation, Direction

MOST_SUBMISSIONS = 6
# What is for the office only is not even fetched for a public page.
INTERNAL = (
    *("approval_number", "approval_authority", "approved_on", "funding", "relations_note"),
    *("invitation_number", "invited_on", "invitation_signatory"),
)
INTERNAL_OF_A_STOP = (
    *("note", "interpreter", "talking_points"),
    *("hosts", "hosts_zh_hans", "hosts_en", "place", "place_zh_hans", "place_en"),
)


class DelegationListView(PartialMixin, lists.ForgivingPagesMixin, ListView):
    template_name = "delegations/delegation_list.html"
    partial_name = "results"
    context_object_name = "delegations"
    paginate_by = 20

    def get_queryset(self):
        self.filters = DelegationFilters(self.request.GET)
        return self.filters.apply(Delegation.objects.public()).for_rows()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            section="delegations",
            crumbs=[(_("Delegations"), "")],
            filters=self.filters,
            feed=atom.address("delegations:atom", self.filters.asked),
            query=self.request.GET,
            **kwargs,
        )
        if not self.wants_partial():
            counted = self.filters.counted
            context["places"] = on_the_map(counted.countries)
            context["countries"] = counted.countries.most_common()
            context["figures"] = self.figures(counted)
        return context

    @staticmethod
    def figures(counted):
        """The large figures under the map; what there is none of is left out."""
        sent, received = counted.directions[Direction.OUTGOING], counted.directions[Direction.INCOMING]
        countries = len(counted.countries)
        figures = [
            (
                sent,
                ngettext("delegation sent since %(year)s", "delegations sent since %(year)s", sent)
                % {"year": counted.since},
            ),
            (received, ngettext("received in Beijing", "received in Beijing", received)),
            (countries, npgettext("figure", "country or region", "countries and regions", countries)),
            (
                counted.promised,
                ngettext(
                    "follow-up promised; %(kept)s kept",
                    "follow-ups promised; %(kept)s kept",
                    counted.promised,
                )
                % {"kept": counted.kept_promises},
            ),
        ]
        return [(label, thousands(number)) for number, label in figures if number]


class DelegationDetailView(DetailView):
    context_object_name = "delegation"

    def get_queryset(self):
        return Delegation.objects.visible_to(reader(self.request)).for_page().defer(*INTERNAL)

    def get_context_data(self, **kwargs):
        delegation = self.object
        people = self.people(delegation)
        stops = self.stops(delegation)
        places = programme.cities(stops) or [country.name for country in delegation.countries]
        drawn = on_the_map(programme.countries_to_draw(delegation, stops))
        return super().get_context_data(
            section="delegations",
            crumbs=[(_("Delegations"), reverse("delegations:list")), (delegation.title, "")],
            page_facts=seo.facts(
                "delegation",
                delegation,
                [shared_pages.account(delegation)],
                photo=delegation.public_cover,
            ),
            people=people,
            unnamed=max(delegation.size - len(people), 0),
            stops=stops,
            days=programme.by_day(delegation, stops),
            where=lists.joined(places),
            countries=lists.joined(country.name for country in delegation.countries),
            places=drawn,
            drawn=lists.joined(name for name, *_place in drawn),
            outcomes=delegation.outcomes.public(),
            photos=[photo for photo in delegation.photos.public() if photo.pk != delegation.cover_id],
            documents=delegation.documents.public(),
            reports=delegation.reports.public().for_rows(),
            submissions=self.submissions(delegation),
            themes=self.themes(delegation),
            goals=[f"{number} {SDG(number).label}" for number in delegation.sdgs],
            **kwargs,
        )

    @staticmethod
    def people(delegation):
        """Those who agreed to be named, in the order of protocol."""
        people = list(delegation.members.public().select_related("organisation"))
        for person in people:
            if person.position == person.get_role_display():  # "head of delegation" is said once
                # Both columns: an empty text falls back to the other language.
                person.position_zh_hans = person.position_en = ""
        return people

    @staticmethod
    def stops(delegation):
        if not delegation.is_over:
            return []
        public = delegation.itinerary.public().select_related("organisation_met")
        return list(public.defer(*INTERNAL_OF_A_STOP))

    @staticmethod
    def submissions(delegation):
        """Papers for the same conference, and those that an article about the visit is about too."""
        # Their app stands to the right of this one, so they are reached through the articles.
        articles = delegation.reports
        papers = articles.model._meta.get_field("submissions").related_model.objects.public()
        connected = Q(pk__in=articles.public().order_by().values("submissions"))
        if delegation.conference_id:
            connected |= Q(conference=delegation.conference_id)
        return papers.filter(connected).for_rows()[:MOST_SUBMISSIONS]

    @staticmethod
    def themes(delegation):
        themes = kept.themes()
        chosen = set(delegation.themes.values_list("pk", flat=True))
        return lists.joined(theme.name for pk, theme in themes.items() if pk in chosen)
