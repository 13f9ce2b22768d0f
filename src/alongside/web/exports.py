"""Data out: the group's practices, people and visits, as files for a spreadsheet.

How a practice was entered, and what tells it (step 1's leave, step 5's facts), is in none of them,
not even for the one who may see it: a file is sent on.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from alongside.outreach.models import Contact, Practice, Visit
from alongside.spreadsheets import csv_lines
from alongside.web.asking import member_of
from alongside.web.forms import WEEKDAYS

Row = TypeVar("Row", bound=Model)
Columns = dict[str, Callable[[Row], object]]

A_PIECE = 500
# Excel takes a file for another alphabet's, unless it begins so.
BYTE_ORDER_MARK = "\ufeff"

PRACTICES: Columns[Practice] = {
    "practice": lambda practice: practice.name,
    "kind": lambda practice: practice.get_specialty_display(),
    "street": lambda practice: practice.street,
    "unit": lambda practice: practice.unit,
    "city": lambda practice: practice.city,
    "state": lambda practice: practice.state,
    "zip": lambda practice: practice.zip5,
    "phone": lambda practice: practice.phone,
    "fax": lambda practice: practice.fax,
    "receives visitors": lambda practice: practice.get_policy_display(),
    "open on": lambda practice: _weekdays(practice),
    "how they like referrals": lambda practice: practice.referral_way,
    "put away": lambda practice: _yes(hasattr(practice, "shelving")),
}
PEOPLE: Columns[Contact] = {
    "practice": lambda contact: contact.practice.name,
    "name": lambda contact: contact.name,
    "part": lambda contact: contact.get_part_display(),
    "phone": lambda contact: contact.phone,
    "email": lambda contact: contact.email,
    "npi": lambda contact: contact.npi,
}
VISITS: Columns[Visit] = {
    "practice": lambda visit: visit.practice.name,
    "day": lambda visit: visit.on.isoformat(),
    "who went": lambda visit: str(visit.by.person),
    "outcome": lambda visit: visit.get_outcome_display(),
    "handouts left": lambda visit: visit.handouts_left,
    "cards left": lambda visit: visit.cards_left,
    "manager met": lambda visit: _yes(visit.manager_met),
    "way of referring noted": lambda visit: _yes(visit.referral_way_noted),
    "come back on": lambda visit: visit.come_back_on.isoformat() if visit.come_back_on else "",
    "what they usually do": lambda visit: visit.get_question_display() if visit.question else "",
    "in their words": lambda visit: visit.question_words,
    "favourite": lambda visit: visit.favourite,
    "note": lambda visit: visit.note,
}


@require_safe
def practices(request: HttpRequest) -> StreamingHttpResponse:
    found = Practice.objects.seen_by(member_of(request)).select_related("shelving")
    return _file(request, "practices", PRACTICES, found)


@require_safe
def people(request: HttpRequest) -> StreamingHttpResponse:
    found = Contact.objects.seen_by(member_of(request)).select_related("practice")
    return _file(request, "people", PEOPLE, found)


@require_safe
def visits(request: HttpRequest) -> StreamingHttpResponse:
    found = Visit.objects.seen_by(member_of(request)).standing()
    return _file(request, "visits", VISITS, found.select_related("practice", "by__person"))


def _file(
    request: HttpRequest, name: str, columns: Columns[Row], found: QuerySet[Row]
) -> StreamingHttpResponse:
    """Send the rows a line at a time; the file's name holds nothing that a person wrote."""
    day = member_of(request).group.day_of(timezone.now())
    told = ([tell(row) for tell in columns.values()] for row in _in_pieces(found))
    answer = StreamingHttpResponse(
        _marked(csv_lines(columns, told)), content_type="text/csv; charset=utf-8"
    )
    attached = content_disposition_header(as_attachment=True, filename=f"{name}-{day}.csv")
    answer.headers["Content-Disposition"] = str(attached)
    return answer


def _marked(lines: Iterable[str]) -> Iterator[str]:
    yield BYTE_ORDER_MARK
    yield from lines


def _in_pieces(found: QuerySet[Row]) -> Iterator[Row]:
    """Yield the rows by key, a piece at a time: between two nothing of the database stays held."""
    # An open cursor would: on SQLite, whoever takes the file slowly kept others from writing.
    piece = list(found.order_by("pk")[:A_PIECE])
    while piece:
        yield from piece
        piece = list(found.filter(pk__gt=piece[-1].pk).order_by("pk")[:A_PIECE])


def _weekdays(practice: Practice) -> str:
    return " ".join(name[:3] for day, name in WEEKDAYS if day in practice.weekdays)


def _yes(is_so: object) -> str:
    return "yes" if is_so else "no"
