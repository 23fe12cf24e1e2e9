"""What whoever verifies a document of an event is shown."""

from events import words
from events.models import Attendee


def facts(attendee: Attendee) -> dict[str, dict[str, str]]:
    event = attendee.registration.desk.event
    return {
        "name": words.names(attendee),
        "event": {language: words.title(event, language) for language in words.BOTH},
        "dates": {language: words.days(event, language) for language in words.BOTH},
        "place": {language: words.where(event, language) for language in words.BOTH},
    }
