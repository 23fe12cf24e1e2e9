"""All that was published, in one feed: events, visits, reports and papers for UN bodies."""

from django.urls import reverse
from django.utils.translation import gettext as _

from beijing_ngo.core import atom
from delegations import feeds as delegations
from delegations.models import Delegation
from events import feeds as events
from events.models import Event
from reports import feeds as reports
from reports.models import Article, Submission


class NewsFeed(atom.FeedView):
    """Members are not in it: an organisation that joins is told of in a report, and a directory that is brought in at
    once would be nothing but two hundred entries."""

    def page_path(self):
        return reverse("home")

    def title(self):
        return _("News")

    def entries(self):
        return atom.newest(
            [
                *events.entries(Event.objects.public()),
                *delegations.entries(Delegation.objects.public()),
                *reports.articles(Article.objects.public()),
                *reports.submissions(Submission.objects.public()),
            ]
        )
