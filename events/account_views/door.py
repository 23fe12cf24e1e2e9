"""The two doors to a registration: the account, and the secret link of somebody who has none."""

from secrets import compare_digest

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import View

from beijing_ngo.core.references import typed
from events.models import Attendee, Registration
from members.account import AccountMixin

ACCOUNT, GUEST = "registrations", "guest"
FRAMES = {ACCOUNT: "account/base_account.html", GUEST: "events/account/guest.html"}
RELATED = ("desk__event", "organisation", "contact")


def seen_by(user):
    """What somebody may look at: the registrations they manage, and those they are named on."""
    managed = Registration.objects.of(user)
    named = Attendee.objects.filter(registration=OuterRef("pk"), user=user)
    return Registration.objects.filter(Q(pk__in=managed.values("pk")) | Exists(named)).annotate(
        is_managed=Exists(managed.filter(pk=OuterRef("pk")).values("pk"))
    )


def by_secret(reference: str, secret: str) -> Registration | None:
    """A guest's registration; whoever manages theirs in an account has no secret link."""
    found = (
        Registration.objects.filter(reference=typed(reference), contact=None).select_related(*RELATED).first()
    )
    kept = found.guest_secret if found else ""
    is_theirs = compare_digest(kept.encode(), secret.encode())
    return found if found and is_theirs else None


class RegistrationDoor(AccountMixin):
    """A page of one registration. `door` says through which it is entered; whoever is only named on a registration
    reads it and changes nothing.
    """

    account_section = "registrations"
    door = ACCOUNT
    changes_it = False

    def dispatch(self, request, *args, **kwargs):
        if self.door == ACCOUNT:
            return super().dispatch(request, *args, **kwargs)
        response = View.dispatch(self, request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        # Not no-referrer: a form sent from such a page names no origin, and is refused as forged.
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @cached_property
    def registration(self) -> Registration:
        reference = self.kwargs["reference"]
        if self.door == GUEST:
            found = by_secret(reference, self.kwargs["secret"])
            is_managed = True
        else:
            rows = seen_by(self.request.user).select_related(*RELATED)
            found = rows.filter(reference=typed(reference)).first()
            is_managed = bool(found and found.is_managed)
        if found is None or (self.changes_it and not is_managed):
            raise Http404
        found.is_managed = is_managed
        return found

    @property
    def who(self):
        """Who does it, as the history keeps it; a guest is nobody with an account."""
        return self.request.user if self.door == ACCOUNT else None

    def address(self, name: str, *more) -> str:
        """A page of this registration, through the same door."""
        first = [self.registration.reference]
        if self.door == GUEST:
            first.append(self.registration.guest_secret)
        return reverse(f"{self.door}:{name}", args=[*first, *more])

    def get_context_data(self, **kwargs):
        context = {
            "frame": FRAMES[self.door],
            "door": self.door,
            "registration": self.registration,
            "event": self.registration.desk.event,
            "desk": self.registration.desk,
            "detail_url": self.address("detail"),
            "event_url": self.registration.desk.event.get_absolute_url(),
            **kwargs,
        }
        if self.door == ACCOUNT:
            return super().get_context_data(**context)
        return {"view": self, **context}
