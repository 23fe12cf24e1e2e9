"""The programme of one visit, day by day."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beijing_ngo.core import dates, lists
from beijing_ngo.core.language import CHINESE, TAGS, current, other, plain, written
from beijing_ngo.core.models import DatePrecision
from beijing_ngo.core.staff_pages import sent
from delegations import itinerary_checks, programme
from delegations.admin.programme_forms import ROWS, CopyDayForm, MoveForm, item_form
from delegations.admin.visit_pages import VisitPages, may_see, reads_internal
from delegations.itinerary_checks import Remark, Share
from delegations.models import Delegation, Direction, ItineraryItem, PassportBasis
from delegations.operations import programme as operations

MODEL = "itineraryitem"
MOST_EMPTY_DAYS = 31  # of a longer visit only the days that have something


@dataclass(frozen=True)
class Line:
    item: ItineraryItem
    hours: str
    titles: list[tuple[str, str]]  # (lang, text), the reader's language first; without a text it is missing
    where: str
    hosts: str
    who: str
    points: str
    note: str
    remarks: list[Remark]

    @property
    def warns(self) -> bool:
        return any(remark.is_warning for remark in self.remarks)


@dataclass(frozen=True)
class DayOfVisit:
    date: date
    label: str
    number: str
    is_outside: bool
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True)
class Programme:
    days: list[DayOfVisit]
    warnings: list[Remark]
    share: Share | None


def programme_of(delegation, *, internal: bool) -> Programme:
    items = delegation.itinerary.for_programme()
    items = list(items if internal else items.without_internal_words())
    names = {person.pk: str(person) for person in delegation.members.in_protocol_order()}
    remarks = itinerary_checks.remarks(delegation, items, names)
    of_item = defaultdict(list)
    for remark in remarks:
        for pk in remark.items:
            of_item[pk].append(remark)
    lines = defaultdict(list)
    for item in items:
        lines[item.date].append(_line(item, names, of_item[item.pk], internal))
    days = [_day(delegation, day, lines[day]) for day in days_of(delegation, lines)]
    return Programme(days, [one for one in remarks if one.is_warning], _share(delegation, items))


def _share(delegation, items) -> Share | None:
    """The rule is one of official visits abroad; without hours there is nothing to count."""
    if (delegation.direction, delegation.passport_basis) != (Direction.OUTGOING, PassportBasis.OFFICIAL):
        return None
    share = itinerary_checks.share_of_substance(itinerary_checks.stops_of(items))
    return share if share.counted else None


def days_of(delegation, used) -> list[date]:
    """The days of the visit and those on which something is planned all the same."""
    length = (delegation.ends_on - delegation.starts_on).days + 1
    days = set(used)
    if delegation.date_precision == DatePrecision.DAY and length <= MOST_EMPTY_DAYS:
        days |= {delegation.starts_on + timedelta(days=n) for n in range(length)}
    return sorted(days)


def _day(delegation, day, lines) -> DayOfVisit:
    words = programme.one_day(delegation, day, [])
    return DayOfVisit(
        date=day,
        label=_("%(day)s, %(weekday)s") % {"day": words.label, "weekday": words.weekday},
        number=words.number if delegation.date_precision == DatePrecision.DAY else "",
        is_outside=not delegation.starts_on <= day <= delegation.ends_on,
        lines=lines,
    )


def day_in_words(delegation, day: date) -> str:
    words = _day(delegation, day, [])
    return " · ".join(part for part in (words.label, words.number) if part)


def _line(item, names, remarks, internal) -> Line:
    mine = current()
    chosen = {person.pk for person in item.attendees.all()}
    return Line(
        item=item,
        hours=_hours(item),
        titles=[(TAGS[code], written(item, "title", code)) for code in (mine, other(mine))],
        where=_where(item),
        hosts=plain(item, "hosts"),
        who=lists.joined(name for pk, name in names.items() if pk in chosen),
        points=item.talking_points if internal else "",
        note=item.note if internal else "",
        remarks=remarks,
    )


def _where(item) -> str:
    """Chinese goes from the large to the small, English the other way."""
    parts = [item.country.name, plain(item, "city"), plain(item, "place")]
    return lists.joined(parts if current() == CHINESE else parts[::-1])


def _hours(item) -> str:
    if not item.starts and item.ends:
        return _("until %(hour)s") % {"hour": dates.clock(item.ends)}
    if not item.starts:
        return ""
    hours = dates.time_range(item.starts, item.ends)
    over_night = item.ends and item.ends <= item.starts
    return _("%(hours)s the next day") % {"hours": hours} if over_night else hours


def section(request, delegation) -> dict | None:
    """The programme in short, for the dossier of the visit."""
    if not may_see(request.user, MODEL):
        return None
    found = programme_of(delegation, internal=False)
    return {
        "days": [day for day in found.days if day.lines],
        "warnings": found.warnings,
        "share": found.share,
        "url": reverse("admin:delegations_delegation_programme", args=[delegation.pk]),
        "may_change": request.user.has_perm(f"delegations.change_{MODEL}"),
    }


class ProgrammePages(VisitPages):
    """Part of the admin of delegations."""

    def get_urls(self):
        pages = {
            "": (self.programme, "programme"),
            "add/": (self.add_item, "programme_add"),
            "<int:item>/": (self.edit_item, "programme_item"),
            "<int:item>/move/": (self.move_item, "programme_move"),
            "<int:item>/delete/": (self.delete_item, "programme_delete"),
            "day-before/": (self.add_day_before, "programme_day_before"),
            "day-after/": (self.add_day_after, "programme_day_after"),
            "<str:day>/copy/": (self.copy_day, "programme_copy_day"),
            "<str:day>/clear/": (self.clear_day, "programme_clear_day"),
        }
        own = [
            path(
                f"<int:pk>/programme/{route}",
                self.admin_site.admin_view(view),
                name=f"delegations_delegation_{name}",
            )
            for route, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def programme(self, request, pk):
        delegation = self.visit_for(request, pk, see=MODEL)
        found = programme_of(delegation, internal=reads_internal(request.user))
        may = lambda right, model=MODEL: request.user.has_perm(f"delegations.{right}_{model}")  # noqa: E731
        return self.visit_page(
            request,
            delegation,
            "admin/delegations/delegation/programme.html",
            title=_("Programme by day"),
            days=found.days,
            warnings=found.warnings,
            share=found.share,
            dossier=reverse("admin:delegations_delegation_dossier", args=[pk]),
            may_add=may("add"),
            may_change=may("change"),
            may_delete=may("delete"),
            may_add_days=may("change", "delegation") and delegation.date_precision == DatePrecision.DAY,
        )

    # ---------------------------------------------------------------- one item

    def add_item(self, request, pk):
        delegation = self.visit_for(request, pk, see=MODEL, rights=[f"add_{MODEL}"])
        day = _parsed(request.GET["day"]) if "day" in request.GET else delegation.starts_on
        item = ItineraryItem(delegation=delegation, date=day)
        _as_before(delegation, item)
        return self._put_item(
            request, delegation, item, title=_("Add an item to the programme"), send=_("Add")
        )

    def edit_item(self, request, pk, item):
        delegation, item = self._one_item(request, pk, item, f"change_{MODEL}")
        return self._put_item(
            request, delegation, item, title=_("Edit an item of the programme"), send=_("Save")
        )

    def _put_item(self, request, delegation, item, *, title, send):
        form = item_form(self.admin_site, request, item)

        def do(form):
            item = form.save()
            text = _("“%(item)s” is in the programme of %(day)s.")
            values = {"item": plain(item, "title"), "day": dates.day(item.date)}
            return text % values, _page(delegation.pk, item)

        return self.ask_about_visit(
            request,
            delegation,
            title=title,
            send=send,
            form=form,
            rows=ROWS,
            do=do,
            back=_page(delegation.pk, item),
        )

    def _one_item(self, request, pk, item, right):
        delegation = self.visit_for(request, pk, see=MODEL, rights=[right])
        return delegation, get_object_or_404(delegation.itinerary, pk=item)

    def move_item(self, request, pk, item):
        delegation, item = self._one_item(request, pk, item, f"change_{MODEL}")
        days = [(day, day_in_words(delegation, day)) for day in days_of(delegation, [item.date])]

        def do(form):
            operations.move_item(item=item, by=request.user, **form.cleaned_data)
            return _("“%(item)s” is moved.") % {"item": plain(item, "title")}

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Move “%(item)s”") % {"item": plain(item, "title")},
            told=_("It lasts as long as before, and the same people attend."),
            send=_("Move"),
            form=MoveForm(sent(request), item=item, days=days),
            rows=[["to", "starts"]],
            do=do,
            back=_page(pk, item),
        )

    def delete_item(self, request, pk, item):
        delegation, item = self._one_item(request, pk, item, f"delete_{MODEL}")
        title = plain(item, "title")

        def do(_form):
            operations.remove_item(item=item, by=request.user)
            return _("“%(item)s” is deleted.") % {"item": title}

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Delete “%(item)s” from the programme?") % {"item": title},
            send=_("Delete"),
            danger=True,
            do=do,
            back=_page(pk),
        )

    # ---------------------------------------------------------------- days

    def add_day_before(self, request, pk):
        return self._add_day(request, pk, before=True)

    def add_day_after(self, request, pk):
        return self._add_day(request, pk, before=False)

    def _add_day(self, request, pk, *, before):
        delegation = self.visit_for(request, pk, see=MODEL, rights=["change_delegation"])
        edge = delegation.starts_on - timedelta(days=1) if before else delegation.ends_on + timedelta(days=1)
        text = _("The visit begins on %(day)s.") if before else _("The visit ends on %(day)s.")
        told = [
            text % {"day": dates.day_with_weekday(edge)},
            _("The items of the programme stay on their dates."),
            _("Open entries of the checklist and the day the report is due move with the visit."),
        ]
        if delegation.passport_basis == PassportBasis.OFFICIAL and delegation.approval_number:
            told.append(
                _("The visit was approved for certain days (%(number)s): a change has to be reported.")
                % {"number": delegation.approval_number}
            )

        def do(_form):
            day = operations.add_day(delegation=delegation, before=before, by=request.user)
            return text % {"day": dates.day_with_weekday(day)}

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Add a day at the beginning?") if before else _("Add a day at the end?"),
            told=_paragraph(told),
            send=_("Add the day"),
            do=do,
            back=_page(pk),
        )

    def copy_day(self, request, pk, day):
        day = _parsed(day)
        replaces = f"delete_{MODEL}"
        delegation = self.visit_for(request, pk, see=MODEL, rights=[f"add_{MODEL}"])
        used = delegation.itinerary.values_list("date", flat=True).distinct()
        days = [(one, day_in_words(delegation, one)) for one in days_of(delegation, used) if one != day]
        form = CopyDayForm(
            sent(request),
            delegation=delegation,
            days=days,
            may_replace=request.user.has_perm(f"delegations.{replaces}"),
        )

        def do(form):
            target = form.cleaned_data["target"]
            copies = operations.copy_day(
                delegation=delegation,
                source=day,
                target=target,
                by=request.user,
                replacing=form.replacing,
                seen=form.seen,
            )
            text = ngettext(
                "%(count)d item is copied to %(day)s.", "%(count)d items are copied to %(day)s.", len(copies)
            )
            return text % {"count": len(copies), "day": dates.day(target)}

        return self.ask_about_visit(
            request,
            delegation,
            title=_("Copy %(day)s") % {"day": dates.day_with_weekday(day)},
            told=_("All items of the day are copied, with the people who attend."),
            send=_("Copy the day"),
            form=form,
            rows=[["target"], ["there"]],
            hidden=[("seen", form.planned_there)],
            do=do,
            back=_page(pk),
        )

    def clear_day(self, request, pk, day):
        day = _parsed(day)
        delegation = self.visit_for(request, pk, see=MODEL, rights=[f"delete_{MODEL}"])
        titles = [plain(item, "title") for item in delegation.itinerary.on(day)]
        count = len(titles)

        def do(_form):
            seen = request.POST.get("seen", "")
            deleted = operations.clear_day(
                delegation=delegation, day=day, seen=int(seen) if seen.isdecimal() else 0, by=request.user
            )
            text = ngettext("%(count)d item is deleted.", "%(count)d items are deleted.", deleted)
            return text % {"count": deleted}

        question = ngettext("Delete the item of %(day)s?", "Delete all %(count)d items of %(day)s?", count)
        return self.ask_about_visit(
            request,
            delegation,
            title=question % {"count": count, "day": dates.day_with_weekday(day)},
            told=lists.joined(titles),
            send=_("Delete"),
            danger=True,
            hidden=[("seen", count)],
            do=do,
            back=_page(pk),
        )


def _parsed(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise Http404 from None


def _page(pk, item=None) -> str:
    url = reverse("admin:delegations_delegation_programme", args=[pk])
    return f"{url}#item-{item.pk}" if item and item.pk else url


def _paragraph(sentences) -> str:
    return ("" if current() == CHINESE else " ").join(sentences)


def _as_before(delegation: Delegation, item: ItineraryItem) -> None:
    """A new item is where the last one before it was."""
    last = delegation.itinerary.filter(date__lte=item.date).order_by("date", "starts", "id").last()
    if last:
        item.country = last.country
        for name in ("city_zh_hans", "city_en"):
            setattr(item, name, getattr(last, name))
