"""The home page, and the pages that say who we are."""

from django.utils.translation import get_language
from django.views.generic import DetailView, TemplateView

from beijing_ngo.core import kept, seo
from beijing_ngo.core.models import MenuPlace, Page
from beijing_ngo.core.views import reader
from beijing_ngo.portal import home, shared_pages


class HomeView(TemplateView):
    template_name = "portal/home.html"

    def get_context_data(self, **kwargs):
        # Places left change by the minute and are asked for each time; the rest is the same until somebody edits it.
        gathered = kept.value(("home", get_language()), home.gather)
        return super().get_context_data(
            events=home.coming_events(),
            next_event=home.next_event(),
            home=gathered,
            things=[shared_pages.website(), shared_pages.association(gathered.statuses)],
            **kwargs,
        )


class PageView(DetailView):
    model = Page
    template_name = "portal/page.html"

    def get_queryset(self):
        return Page.objects.visible_to(reader(self.request))

    def get_context_data(self, **kwargs):
        page = self.object
        place = page.menu or MenuPlace.HEADER
        return super().get_context_data(
            section="" if place == MenuPlace.FOOTER else "about",
            crumbs=[(page.title, "")],
            page_facts=seo.facts("page", page, [shared_pages.association()] if self.is_about() else []),
            siblings=[
                {
                    "label": sibling.title,
                    "url": sibling.get_absolute_url(),
                    "is_current": sibling.pk == page.pk,
                    "count": None,
                }
                for sibling in kept.menu(place)
            ],
            **kwargs,
        )

    def is_about(self) -> bool:
        """The first page of the menu is the one that says who we are."""
        first = next(iter(kept.menu(MenuPlace.HEADER)), None)
        return first is not None and first.pk == self.object.pk
