"""Where an event takes place, told in three words that leave none out."""

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

from beijing_ngo.core.places import HOME
from events.models import AttendanceMode


class Whereabouts(TextChoices):
    MAINLAND = "mainland", _("In the Chinese mainland")
    ELSEWHERE = "elsewhere", _("Outside the mainland")
    ONLINE = "online", _("Online, or place not recorded")


_NOWHERE = Q(attendance_mode=AttendanceMode.ONLINE) | Q(country="")
CONDITIONS = {
    Whereabouts.MAINLAND: ~_NOWHERE & Q(country=HOME),
    Whereabouts.ELSEWHERE: ~_NOWHERE & ~Q(country=HOME),
    Whereabouts.ONLINE: _NOWHERE,
}


def whereabouts(country: str, attendance_mode: str) -> Whereabouts:
    if attendance_mode == AttendanceMode.ONLINE or not country:
        return Whereabouts.ONLINE
    return Whereabouts.MAINLAND if country == HOME else Whereabouts.ELSEWHERE
