"""The list of people an organisation registers often."""

from django.db import transaction
from django.utils import timezone

from members.models import Colleague, Organisation


@transaction.atomic
def save_colleagues(*, organisation: Organisation, people: list[dict], by) -> None:
    """Keep these people for the next registration; whoever is on the list already is brought up to date."""
    for person in people:
        details = {name: value for name, value in person.items() if name != "email"}
        email = person["email"].strip()
        details |= {"used_at": timezone.now(), "saved_by": by}
        known = Colleague.objects.of(organisation).select_for_update().filter(email__iexact=email)
        if not known.update(**details):
            # A colleague may have saved the same person at the same moment: then theirs stays.
            Colleague.objects.bulk_create(
                [Colleague(organisation=organisation, email=email, **details)], ignore_conflicts=True
            )


def forget_unused_colleagues(*, now=None) -> int:
    """Whom nobody registered for two years is deleted."""
    count, _kinds = Colleague.objects.unused(now).delete()
    return count
