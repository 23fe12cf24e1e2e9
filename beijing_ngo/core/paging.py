"""Pages of long lists."""

from django.core.paginator import Paginator


class NearEndPaginator(Paginator):
    """Fetches a page of the second half from the far end, so that the last page costs what the first one does.

    The queryset needs an order without ties. The count is given, because a list that many read keeps it.
    """

    def __init__(self, object_list, per_page, count, **kwargs):
        super().__init__(object_list, per_page, **kwargs)
        self.count = count

    def get_page(self, number):
        return super().get_page(self.num_pages if number == "last" else number)

    def page(self, number):
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        end = min(start + self.per_page, self.count)
        if start <= self.count // 2:
            rows = list(self.object_list[start:end])
        else:
            rows = list(self.object_list.reverse()[self.count - end : self.count - start])[::-1]
        return self._get_page(rows, number, self)
