"""Asking the search as a reader does."""

import pytest

from beijing_ngo.search import finding
from beijing_ngo.search.models import SearchEntry
from beijing_ngo.search.words import Query


@pytest.fixture
def found(db):
    """The titles of what answers, in their order: `found("绿色", reader="en")`."""

    def ask(text, reader="zh-hans", **narrowed):
        result = finding.find([Query.read(text)], reader, **narrowed)
        entries = SearchEntry.objects.in_bulk(result.numbers)
        return [str(entries[number]) for number in result.numbers]

    return ask
