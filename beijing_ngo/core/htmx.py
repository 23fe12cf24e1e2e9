"""One view for the whole page and for the part of it that HTMX swaps."""

from django.utils.cache import patch_vary_headers


class PartialMixin:
    """Answers HTMX with a part of the page only.

    The part is a template of its own beside the page's, named with an underscore: a view of
    events/event_list.html with `partial_name = "results"` answers with events/_results.html, which the page
    includes. The first visit, a boosted link and the way back through the history get the whole page.
    """

    partial_name = ""

    def get_template_names(self):
        names = super().get_template_names()
        if not self.wants_partial():
            return names
        folder = names[0].rpartition("/")[0]
        return [f"{folder}/_{self.partial_name}.html"]

    def wants_partial(self) -> bool:
        htmx = self.request.htmx
        return bool(self.partial_name and htmx) and not (htmx.boosted or htmx.history_restore_request)

    def render_to_response(self, context, **response_kwargs):
        response = super().render_to_response(context, **response_kwargs)
        # One address, two answers: a cache must not hand the part to somebody who asked for the page.
        patch_vary_headers(response, ["HX-Request", "HX-Boosted", "HX-History-Restore-Request"])
        return response
