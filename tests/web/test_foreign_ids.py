"""What a form or a query holds of another group: it is refused, and nothing of it is shown.

The fields that take an id are found on the pages, so a new form is tried by itself.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlsplit

import lxml.html
import pytest
from django.apps import apps
from django.test import Client
from pytest_django import Settings

from alongside.team.models import Membership
from tests.web.addresses import READING_IS_NOTED, Address, addresses, is_id
from tests.web.belongings import Belongings
from tests.web.conftest import As
from tests.web.database import Rows, tried, whole_database
from tests.web.filling import Said, controls, filled, form_for, is_page, kind_of, options

pytestmark = pytest.mark.one_database

# Pages of whoever holds a link or a card, whatever group they are of.
PUBLIC = ("invitation", "no-more-mail", "card", "card-appointment", "card-sending", "card-thanks")
# A key is the sender's own, made where the form was opened: another's is one more key.
OWN_KEY = "key"
HERS = "Zanzibar Clinic"
EVERY = pytest.mark.parametrize("address", addresses(), ids=lambda address: address.route or "/")
ROOMS = ("team", "outreach", "referrals")
MOMENT = re.compile(r"datetime\.datetime\([^)]*\)|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[.\d]*(\+00)?")
EACH_TIME_ANEW = re.compile(
    r"""'(token_hash|password|sequence)': (b?'(\\.|[^'\\])*'|b"(\\.|[^"\\])*"|\d+)"""
)
# What is sealed is other bytes each time.
A_SEAL = re.compile(r"""b'\\x01(\\.|[^'\\])*'|b"\\x01(\\.|[^"\\])*\"""")
# Ours are of version 7, the queue's of version 4.
AN_ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[47][0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}")


@pytest.fixture(autouse=True)
def _passwords_are_not_the_point(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


class Meeting:
    """Maya at one address, with everything that Ines' group has at hand."""

    def __init__(self, address: Address, maya: Membership, ines: Membership, client: Client):
        self.client, self.own, self.ines = client, Belongings(maya), ines
        self.path = address.of(self.own)
        form = form_for(client, self.own, self.path)
        self.controls: dict[str, Any] = dict(controls(form)) if form is not None else {}
        self.said: Said = filled(form) if form is not None else {}

    @cached_property
    def hers(self) -> Belongings:
        return Belongings(self.ines, HERS)

    @cached_property
    def her_ids(self) -> list[str]:
        return ids_of(self.hers)

    def send(self, said: Said, query: str = "") -> tuple[Any, Rows]:
        """Send what Maya fills in; nothing of it stays."""
        with tried() as trial:
            answer: Any = self.client.post(self.path + query, said)
            page = (
                self.client.get(answer.headers["Location"]) if answer.status_code == 302 else None
            )
        for shown in (answer, page):
            assert shown is None or HERS.encode() not in shown.content, said
        assert answer.status_code < 500
        return answer, trial.change


@EVERY
def test_a_field_that_holds_another_group_s_id_is_refused(
    maya: Membership, ines: Membership, signed_in: As, address: Address
) -> None:
    meeting = Meeting(address, maya, ines, signed_in(maya))
    asked = [item for item in meeting.controls.items() if takes_an_id(*item)]
    for name, control in asked:
        for foreign in meeting.her_ids:
            answer, change = meeting.send({**meeting.said, name: [foreign]})
            assert not holding(change, meeting.her_ids), (name, foreign)
            if kind_of(control) == "choice" or name in NAMES_OF_ROWS:
                assert answer.status_code >= 400, (name, foreign)
                assert change == {}, (name, foreign)


@EVERY
def test_a_query_that_holds_another_group_s_id_shows_nothing_of_it(
    maya: Membership, ines: Membership, signed_in: As, address: Address
) -> None:
    meeting = Meeting(address, maya, ines, signed_in(maya))
    if not is_page(meeting.client.get(meeting.path)):
        return
    names = NAMES_OF_ROWS | {"id", "pk", "q"} | queries_on(meeting.client, meeting.path)
    for foreign in meeting.her_ids:
        query = "&".join(f"{name}={foreign}" for name in sorted(names))
        with tried() as trial:
            page = meeting.client.get(f"{meeting.path}?{query}")
        noted = {"team_event"} if address.name in READING_IS_NOTED else set()
        assert (page.status_code < 500, set(trial.change)) == (True, noted)
        assert HERS not in b"".join(page).decode(), foreign


@pytest.mark.parametrize(
    "address",
    [found for found in addresses() if found.nouns and found.name not in PUBLIC],
    ids=lambda address: address.route,
)
def test_a_row_of_another_group_does_not_exist_under_one_s_own(
    maya: Membership, ines: Membership, signed_in: As, address: Address
) -> None:
    meeting = Meeting(address, maya, ines, signed_in(maya))
    for foreign in swapped(address, meeting.own, meeting.hers):
        meeting.path = foreign
        answer, change = meeting.send(meeting.said)
        # A verb that the page does not take is refused before any row is looked for.
        assert (answer.status_code in (404, 405), change) == (True, {}), foreign
        assert meeting.client.get(foreign).status_code in (404, 405)


@EVERY
def test_what_no_form_asks_is_not_taken(
    maya: Membership, ines: Membership, signed_in: As, address: Address
) -> None:
    meeting = Meeting(address, maya, ines, signed_in(maya))
    plain, plainly = meeting.send(meeting.said)
    if plain.status_code == 405:
        return
    extra = {
        name: [value] for name, value in every_column(meeting.hers) if name not in meeting.controls
    }
    query = "?" + "&".join(f"{name}={value[0]}" for name, value in extra.items())
    answer, change = meeting.send({**extra, **meeting.said}, query)
    assert answer.status_code == plain.status_code
    before = whole_database() if change or plainly else {}
    assert without_moments(change, before) == without_moments(plainly, before)


def ids_of(hers: Belongings) -> list[str]:
    """Return every id and token there is of another group."""
    member = hers.member
    persons = (member.pk, member.person_id, member.group_id, hers.visit.key)
    return [str(value) for value in [*hers.all().values(), *persons]]


def takes_an_id(name: str, control: Any) -> bool:
    """Whether a field is one that an id goes into."""
    if kind_of(control) == "choice":
        return any(map(is_id, options(control)))
    return kind_of(control) == "hidden" or name in NAMES_OF_ROWS


def queries_on(client: Client, path: str) -> set[str]:
    """Return the names that a page's links and search fields ask by."""
    page = client.get(path)
    if not is_page(page):
        return set()
    document = lxml.html.document_fromstring(page.content.decode())
    links = [link for _, _, link, _ in document.iterlinks()] + document.xpath("//@hx-get")
    asked = {name for link in links for name in parse_qs(urlsplit(link).query)}
    forms = [form for form in document.forms if form.method == "GET"]
    return asked | {name for form in forms for name in form.inputs.keys()}  # noqa: SIM118


def swapped(address: Address, own: Belongings, hers: Belongings) -> Iterator[str]:
    """Return the address with one of its rows, each in turn, another group's."""
    foreign = hers.all()
    for noun in address.nouns:
        before = noun.partition("<")[0]
        route = address.route.replace(noun, f"{before}{foreign[noun]}", 1)
        yield Address(route, address.name).of(own)


def holding(change: Rows, ids: list[str]) -> list[str]:
    """Return the rows that hold one of the ids, other than as the sender's own key."""
    forms = {form for known in ids for form in (known, known.replace("-", ""))}
    rows = [row for rows in change.values() for row in rows]
    return [row for row in rows if any(form in _without_key(row) for form in forms)]


def _without_key(row: str) -> str:
    return re.sub(rf"'{OWN_KEY}': (UUID\()?'[^']*'\)?", "", row)


def every_column(hers: Belongings) -> Iterator[tuple[str, str]]:
    """Return the name of each column in the rooms, with something of hers to put there."""
    rows = {str(type(row).__name__): row for row in (hers.practice, hers.visit, hers.member)}
    yield "pk", str(hers.practice.pk)
    for field in _fields():
        if field.is_relation:
            row = rows.get(field.related_model.__name__, hers.member.group)
            yield field.name, str(row.pk)
            yield field.attname, str(row.pk)
        else:
            kind = field.get_internal_type()
            yield field.name, SAID_OF.get(kind, "owner" if field.name == "role" else HERS)


def _fields() -> list[Any]:
    kinds = [kind for room in ROOMS for kind in apps.get_app_config(room).get_models()]
    return [field for kind in kinds for field in kind._meta.concrete_fields]


SAID_OF = {
    "BooleanField": "on",
    "DateField": "2026-01-06",
    "DateTimeField": "2026-01-06T12:00:00Z",
    "UUIDField": "01a20fc6-2310-76c9-9ea8-f32aef0f48e8",
    "PositiveSmallIntegerField": "1",
    "BigAutoField": "1",
}
NAMES_OF_ROWS = {
    name for field in _fields() if field.is_relation for name in (field.name, field.attname)
}


def without_moments(change: Rows, before: Rows) -> list[str]:
    """Return the rows without what differs each time: moments, new ids, salts and tokens."""
    known = set(AN_ID.findall(str(before)))

    def alike(row: str) -> str:
        row = AN_ID.sub(lambda found: found[0] if found[0] in known else "new", row)
        row = A_SEAL.sub("sealed", EACH_TIME_ANEW.sub("", row))
        return MOMENT.sub("moment", row)

    return sorted(alike(row) for rows in change.values() for row in rows)


def test_the_fields_that_take_an_id_are_found(maya: Membership) -> None:
    known = str(maya.pk)
    form = lxml.html.document_fromstring(
        f"""<form method="post"><input type="hidden" name="to"><input name="practice_id">
        <select name="whom"><option value="">Nobody</option><option value="{known}"></select>
        <input type="radio" name="one" value="{known}"><input name="words">
        <select name="how"><option value="met">Met</select></form>"""
    ).forms[0]
    found = {name for name, control in controls(form) if takes_an_id(name, control)}
    assert found == {"to", "practice_id", "whom", "one"}


def test_what_differs_is_seen(maya: Membership, ines: Membership) -> None:
    hers = ids_of(Belongings(ines, HERS))
    row = f"{{'id': '{maya.pk}', 'key': '{hers[0]}', 'group_id': '{maya.group_id}'}}"
    assert holding({"visit": [row]}, hers) == []
    assert holding({"visit": [row.replace(str(maya.group_id), hers[-2])]}, hers) != []
    assert without_moments({"visit": [row]}, {}) != without_moments({"visit": []}, {})
