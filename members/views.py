from collections import Counter
from itertools import groupby
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import DetailView, ListView

from beijing_ngo.core import kept, lists, seo
from beijing_ngo.core.htmx import PartialMixin
from beijing_ngo.core.language import is_chinese
from beijing_ngo.core.models import SDG
from beijing_ngo.core.places import on_the_map
from beijing_ngo.core.views import reader
from members import directory, record, shared_pages
from members.filters import MemberFilters, ProjectFilters
from members.models import CooperationProject, Organisation


class MemberListView(PartialMixin, lists.ForgivingPagesMixin, ListView):
    """The directory: pages of primary keys in the order of the alphabet, then the rows of one page."""

    template_name = "members/organisation_list.html"
    partial_name = "results"
    paginate_by = 30

    def get_queryset(self):
        self.filters = MemberFilters(self.request.GET)
        found = self.filters.apply(Organisation.objects.listed()).order_by().values_list("pk", flat=True)
        return directory.in_order(found)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            section="members",
            crumbs=[(_("Members"), "")],
            filters=self.filters,
            total=self.filters.counted.total,
            query=self.request.GET,
            **kwargs,
        )
        context["letters"] = self.letters(context["paginator"], context["page_obj"])
        context["groups"] = self.groups(context["page_obj"].object_list)
        return context

    @staticmethod
    def letters(paginator, page):
        """Each letter with the page its first name is on."""
        if not page.has_other_pages():
            return []
        first = {}
        for position, pk in enumerate(paginator.object_list):
            first.setdefault(directory.letter(pk), position // paginator.per_page + 1)
        return list(first.items())

    @staticmethod
    def groups(pks):
        rows = Organisation.objects.filter(pk__in=pks).for_rows().in_bulk()
        members = [rows[pk] for pk in pks if pk in rows]
        return [(key, list(group)) for key, group in groupby(members, lambda row: directory.letter(row.pk))]


class MemberDetailView(DetailView):
    """Any public organisation has a page, listed or not: partners and UN bodies are linked to from events."""

    template_name = "members/organisation_detail.html"
    context_object_name = "organisation"

    def get_queryset(self):
        return Organisation.objects.visible_to(reader(self.request)).with_member_since()

    def get_context_data(self, **kwargs):
        organisation = self.object
        chosen = set(organisation.themes.values_list("pk", flat=True))
        projects = list(CooperationProject.objects.public().of(organisation)[:50])
        countries = Counter(country.code for project in projects for country in project.countries)
        drawn = on_the_map(countries)
        return super().get_context_data(
            section="members",
            crumbs=[(_("Members"), reverse("members:list")), (organisation.name, "")],
            page_facts=seo.facts("organisation", organisation, [shared_pages.profile(organisation)]),
            statuses=organisation.international_statuses.select_related("body"),
            themes=lists.joined(theme.name for pk, theme in kept.themes().items() if pk in chosen),
            goals=[f"{number} {SDG(number).label}" for number in organisation.sdgs],
            founded=self.founded(organisation),
            website=urlsplit(organisation.website).netloc.removeprefix("www.") or organisation.website,
            projects=projects,
            places=drawn,
            drawn=lists.joined(name for name, *_place in drawn),
            **record.of(organisation),
            **kwargs,
        )

    @staticmethod
    def founded(organisation):
        year = organisation.founded_year
        return f"{year}年" if year and is_chinese() else str(year or "")


class ProjectListView(PartialMixin, lists.ForgivingPagesMixin, ListView):
    template_name = "members/project_list.html"
    partial_name = "projects"
    context_object_name = "projects"
    paginate_by = 20

    def get_queryset(self):
        self.filters = ProjectFilters(self.request.GET)
        return self.filters.apply(CooperationProject.objects.public()).for_rows()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            section="members",
            crumbs=[(_("Members"), reverse("members:list")), (_("Projects"), "")],
            filters=self.filters,
            query=self.request.GET,
            **kwargs,
        )
