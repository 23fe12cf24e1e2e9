"""Pictures below an event, a visit and an article, so that there are galleries to look at."""

from django.core.files.base import ContentFile

from beijing_ngo.core.models import Photo
from beijing_ngo.portal.demo.drawings import draw
from delegations.models import Delegation
from events.models import Event
from reports.models import Article

KINDS = {"event": Event, "delegation": Delegation, "article": Article}
CREDIT = "Beijing NGO Portal"


def put_drawing(store, item, order):
    texts = dict(item)
    (kind,) = KINDS.keys() & texts.keys()
    subject, name = store.find(KINDS[kind], texts.pop(kind)), texts.pop("drawing")
    row = subject.photos.filter(credit=CREDIT, order=order).first() or Photo(subject=subject)
    if not row.image:  # one file for all that show the drawing
        row.image = store.found.get((Photo, name)) or ContentFile(draw(name), f"{name}.jpg")
    store.put(Photo, texts, row=row, order=order, credit=CREDIT, consent=True)
    store.found[Photo, name] = row.image.name


LOADERS = {"drawings": put_drawing}
