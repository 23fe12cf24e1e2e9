"""Where a desk's lists, papers and pages at the door are."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    post: bool = False
    danger: bool = False


def address(name, *args, **query) -> str:
    url = reverse(name, args=args)
    return f"{url}?{urlencode(query, doseq=True)}" if query else url


def registrations(desk_pk, **filters) -> str:
    return address("admin:events_registration_changelist", desk__id__exact=desk_pk, **filters)


def desk_links(desk, user) -> list[Link]:
    """What somebody may do with a desk beside changing its rules."""
    pk = desk.pk
    links = [
        Link(_("Registrations"), registrations(pk)),
        Link(_("Pending with the secretariat"), registrations(pk, awaits__exact="secretariat")),
        Link(pgettext_lazy("list", "Waiting list"), registrations(pk, state__exact="waitlisted")),
        Link(_("Attendees"), address("admin:events_attendee_changelist", desk__id__exact=pk)),
    ]
    if user.has_perm("events.change_registration"):
        links.append(Link(_("Add a walk-in"), address("admin:events_registrationdesk_walk_in", pk)))
    if user.has_perm("events.view_attendee"):
        links.append(Link(_("Export the people"), address("admin:events_attendee_export_people", desk=pk)))
        links += [
            Link(_("Badges, on sheets"), address("papers:badges", pk, form="sheet")),
            Link(_("Badges, one a page"), address("papers:badges", pk, form="single")),
            Link(_("Sign-in sheet, Chinese"), address("papers:sign_in_sheet", pk, language="zh-hans")),
            Link(_("Sign-in sheet, English"), address("papers:sign_in_sheet", pk, language="en")),
            Link(_("Certificates"), address("papers:certificates", pk)),
        ]
    if user.has_perm("events.check_in"):
        links.append(Link(_("Check-in"), address("checkin:desk", desk.event.slug)))
    return links
