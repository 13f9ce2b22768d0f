"""The forms of a page, filled in as a person would."""

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import lxml.html
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from alongside.web.challenge import is_solved
from tests.web.addresses import Address, addresses
from tests.web.belongings import Belongings

Said = dict[str, list[str]]
A_ZIP = "04101"
TEXTS = ("text", "search", "tel", "url", "textarea")


def forms_on(client: Client, path: str) -> Iterator[tuple[str, Any]]:
    """Return each form that posts, with where it is sent to."""
    answer = client.get(path)
    if not is_page(answer):
        return
    for form in lxml.html.document_fromstring(answer.content.decode()).forms:
        if form.method == "POST":
            places = [form.get("action") or path, *form.xpath(".//button/@formaction")]
            yield from ((urlsplit(place).path, form) for place in places)


def is_page(answer: Any) -> bool:
    """Whether an answer is a page, or a part of one, that holds something."""
    is_html = answer.headers["Content-Type"].startswith("text/html")
    return bool(answer.status_code == 200 and is_html and answer.content.strip())


def form_for(client: Client, own: Belongings, path: str) -> Any:
    """Return the form that is sent to an address, from there or from any other page."""
    if not PAGE_OF:
        PAGE_OF.update(_pages_of_forms(client, own))
    page = PAGE_OF.get(resolve(path).route)
    return dict(forms_on(client, page.of(own))).get(path) if page else None


def _pages_of_forms(client: Client, own: Belongings) -> Iterator[tuple[str, Address]]:
    """Return on which page each form is found, by the route that it is sent to."""
    own.all()
    for page in addresses():
        for action, _ in forms_on(client, page.of(own)):
            yield resolve(urlsplit(action).path).route, page


# Where the forms are is the same for all rows: looked for once.
PAGE_OF: dict[str, Address] = {}


def filled(form: Any) -> Said:
    """Return what a browser would send once everything that must be said is said."""
    said = {name: _said(control) for name, control in controls(form) if _said(control)}
    seeds = form.xpath(".//card-work/@data-seed")
    return {**said, **PERSON, "solution": [solved(seeds[0])]} if seeds else said


# What a card's forms ask for beside what every form says must be said.
PERSON = {"phone": ["207-555-0199"], "agree": ["on"]}


def solved(seed: str) -> str:
    """Do the work that a card's form asks of a browser."""
    return next(str(n) for n in count() if is_solved(seed, str(n)))


def controls(form: Any) -> Iterator[tuple[str, Any]]:
    """Return a form's fields by name, without the token against forgery."""
    for name in form.inputs.keys():  # noqa: SIM118 it is no dictionary
        if name != "csrfmiddlewaretoken":
            yield name, form.inputs[name]


def kind_of(control: Any) -> str:
    """Return what sort of field it is: select, group, text, date …"""
    if options(control):
        return "choice"
    return str(getattr(control, "type", None) or getattr(control, "tag", "group"))


def options(control: Any) -> list[str]:
    """Return what there is to choose from; of one radio or one box alone, its value."""
    if getattr(control, "type", "") in ("radio", "checkbox"):
        return [control.get("value", "on")]
    return list(getattr(control, "value_options", ()))


def _said(control: Any) -> list[str]:
    if kind_of(control) == "choice":
        return _chosen(control)
    if kind_of(control) == "file":
        return []
    if control.value and str(control.value).strip():
        return [str(control.value)]
    return [words_for(control)] if control.get("required") is not None else []


def _chosen(control: Any) -> list[str]:
    """Keep what is chosen, else take the first that says something."""
    said = control.value
    if not isinstance(said, str | None):
        return sorted(said) or options(control)[:1]
    if said is None and getattr(control, "type", "") == "checkbox":
        return []
    is_blank = not said if hasattr(control, "tag") else said is None
    return [next(filter(None, options(control)), "") if is_blank else str(said)]


def words_for(control: Any) -> str:
    """Return what a person would write into a field."""
    if control.get("inputmode") == "numeric":
        return A_ZIP
    said = WORDS.get(kind_of(control), lambda _: "Words that a person wrote")
    return said(control)


WORDS: dict[str, Callable[[Any], str]] = {
    "date": lambda _: timezone.now().date().isoformat(),
    "number": lambda control: str(control.get("min", "1")),
    "email": lambda _: f"{uuid4()}@example.com",
    "password": lambda _: "a long enough phrase",
}
