"""What people write, in every text field of every form, is shown on every page and never runs.

Fields and pages are found by themselves. Much is written at once, then all is opened in a browser.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

import lxml.html
import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, BrowserContext, Dialog, Request
from pytest_django.live_server_helper import LiveServer

from alongside.team import actions as team
from alongside.team.first_code import first_code
from alongside.team.models import Membership
from alongside.web.middleware import POLICY
from tests.web.addresses import OF_ACCOUNTS, addresses, every_route
from tests.web.belongings import Belongings
from tests.web.filling import controls, filled, form_for, forms_on, kind_of, words_for
from tests.web.test_own_account import passkey

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

# Each, were it to run, would call canary(), ask a stranger's host, or leave an element behind.
CORPUS = (
    "<script>canary(1)</script>",
    '"><script>canary(2)</script>',
    "'><img src=x onerror=canary(3)>",
    "<svg/onload=canary(4)>",
    '" autofocus onfocus=canary(5) x="',
    "' onmouseover='canary(6)",
    "javascript:canary(7)",
    "JaVaScRiPt&colon;canary(8)",
    "java\tscript:canary(9)",
    "data:text/html,<script>canary(10)</script>",
    "</title><script>canary(11)</script>",
    "</textarea><img src=x onerror=canary(12)>",
    "</script><script>canary(13)</script>",
    "{{7*7}}{% debug %}${7*7}<%=7*7%>",
    '<iframe srcdoc="<script>parent.canary(15)</script>">',
    '<math><mi//xlink:href="data:x,canary(16)">',
    "<img src=x:x onerror&#61;canary(17)>",
    "＜script＞canary(18)＜/script＞",  # noqa: RUF001 full width
    "\u202e<img src=x onerror=canary(19)>\u2028",
    "%3Cscript%3Ecanary(20)%3C/script%3E",
    "<details open ontoggle=canary(21)>",
    "<form action=javascript:canary(22)><button>",
    '<a hx-on:load="canary(23)" hx-get=/ hx-trigger=load>',
    "<style>@import'//evil.test/24'</style>",
    "<base href=//evil.test/25/>",
    '<meta http-equiv=refresh content="0;url=//evil.test">',
    "<svg><animate onbegin=canary(27) attributeName=x>",
    "&lt;script&gt;canary(28)&lt;/script&gt;",
    '<!--<img src="--><img src=x onerror=canary(29)//">',
    "{{constructor.constructor('canary(30)')()}}",
    "<x\r\nBcc: all@evil.test>canary(31)",
)
TEXTS = {"text", "textarea", "search", "tel", "url"}
# Text fields that take no words; the last is a robot's trap, and stays empty.
NO_WORDS = {"zip5", "near", "npi", "url", "website"}
# What wants more than words: a release in force, a file, a mail server, a permission, gifts that
# are on; and a second network, which is refused.
NEED_MORE = {
    *("client-letter-new", "consult-new", "release-paper"),
    *("mailing-new", "fax-new", "gift-new", "networks"),
}
ROUNDS = 4
OF_A_KIND = 2
PASSWORD = "a long enough phrase"

# What our own pages never have: an element that somebody's words became. (The map's script places
# what it draws by style.)
STRANGE = """() => document.contentType != 'text/html' ? [] :
    [...document.querySelectorAll('*:not(link[rel="icon"][href="data:,"])')].filter(element =>
    ['IFRAME', 'MATH', 'STYLE', 'BASE', 'OBJECT', 'EMBED', 'ANIMATE'].includes(
        element.tagName.toUpperCase())
    || element.matches('meta[http-equiv], script:not([src]):not([type="application/json"])')
    || [...element.attributes].some(it => /^(on|hx-on|srcdoc|style)/i.test(it.name)
        && !(it.name == 'style' && element.closest('.leaflet-container')))
    || /^\\s*(java\\s*script|data|vbscript):/i.test(
        element.getAttribute('href') || element.getAttribute('action') || '')
).map(element => element.outerHTML.slice(0, 200))"""
SHOWN = """() => document.documentElement.innerText + document.title
    + [...document.querySelectorAll('input, textarea')].map(it => it.value).join(' ')"""


class Seen:
    """A browser, and what happened in it while pages were opened."""

    def __init__(self, context: BrowserContext, own: str) -> None:
        self.own, self.ran, self.strange, self.shown = own, list[str](), list[str](), ""
        context.expose_function("canary", lambda number=0: self.ran.append(f"canary({number})"))
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)
        self.page.on("dialog", self._dismiss)
        self.page.on("pageerror", lambda error: self.ran.append(str(error)))
        self.page.on("console", lambda said: self._note(said.text, is_bad=is_refusal(said.text)))
        self.page.on("request", lambda asked: self._note(asked.url, is_bad=not self._is_own(asked)))

    def sign_in(self, client: Client) -> None:
        cookie = client.cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.own}])

    def open(self, path: str) -> None:
        self.page.goto(path)
        self.strange += [f"{path}: {found}" for found in self.page.evaluate(STRANGE)]
        self.shown += self.page.evaluate(SHOWN)

    def be_shown(self, text: str, kind: str, *, under_policy: bool = False) -> None:
        """Open a text as a page of its own: an answer to a form, or a part of a mail."""
        headers = {"Content-Security-Policy": POLICY} if under_policy else {}
        place = f"{self.own}/shown/"
        self.page.route(
            place, lambda route: route.fulfill(body=text, content_type=kind, headers=headers)
        )
        self.open(place)
        self.page.unroute(place)

    def _note(self, what: str, *, is_bad: bool) -> None:
        if is_bad:
            self.ran.append(what)

    def _dismiss(self, dialog: Dialog) -> None:
        self.ran.append(dialog.message)
        dialog.dismiss()

    def _is_own(self, asked: Request) -> bool:
        return asked.url.startswith((self.own, "data:image/"))


def is_refusal(said: str) -> bool:
    return bool(re.search("Content Security|Refused|violates", said))


def packed(control: Any, number: int) -> str:
    """Return as much of the corpus as the field takes, beginning elsewhere each round."""
    room = int(control.get("maxlength") or 300)
    words = ""
    start = number * -(-len(CORPUS) // ROUNDS)
    for one in CORPUS[start:] + CORPUS[:start]:
        if len(words) + len(one) + 1 <= room:
            words += f"{one} "
    return words.strip() or "<b>"[:room]


@dataclass
class Writer:
    """Somebody who writes the corpus wherever there is room, and keeps what is answered."""

    client: Client
    written: set[str] = field(default_factory=set)
    left: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    unsent: set[str] = field(default_factory=set)

    def write(self, path: str, form: Any, number: int) -> None:
        texts = packed_into(form, number)
        if not texts:
            return
        self._be_refused(path, texts)
        others = filled(form)
        answer = self.client.post(path, {**others, **texts})
        while answer.status_code == 422:  # again, with less, then without what takes no words
            wrong = fields_refused(answer.content.decode())
            if not (wrong & texts.keys() or wrong - others.keys()):
                self.unsent.add(str(resolve(path).url_name))
                self.refused.append(answer.content.decode())
                return
            for name in wrong - texts.keys():
                others[name] = [words_for(form.inputs[name])]
            for name in wrong & texts.keys():
                self._write_less(texts, name, CORPUS[number])
            if not texts:
                return
            answer = self.client.post(path, {**others, **texts})
        assert answer.status_code == 302, (path, texts)
        self.written |= texts.keys()

    def _write_less(self, texts: dict[str, str], name: str, words: str) -> None:
        """Say less: one text of the corpus, then that without figures, then nothing."""
        fewer = [words, re.sub(r"\d", "", words)]
        if texts[name] not in fewer:
            texts[name] = fewer[0]
        elif texts[name] != fewer[1]:
            texts[name] = fewer[1]
        else:
            self.left.add(name)
            del texts[name]

    def _be_refused(self, path: str, texts: dict[str, str]) -> None:
        """Send the words alone: what is refused is shown again on the form."""
        answer = self.client.post(path, texts)
        if answer.status_code == 422:
            self.refused.append(answer.content.decode())


def packed_into(form: Any, number: int) -> dict[str, str]:
    return {
        name: packed(control, number)
        for name, control in controls(form)
        if kind_of(control) in TEXTS
    }


def fields_refused(page: str) -> set[str]:
    found = lxml.html.document_fromstring(page).xpath("//*[@aria-invalid='true']/@name")
    return set(map(str, found))


def begun(client: Client) -> Membership:
    """Whoever comes first is called by the corpus, and so is their group."""
    said = {
        "code": first_code(team.install()),
        "name": packed({"maxlength": "120"}, 0),
        "group_name": packed({"maxlength": "120"}, 3),
        "email": "maya@example.com",
        "password": PASSWORD,
        "time_zone": "America/New_York",
    }
    assert client.post("/beginning/", said).status_code == 302
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return Membership.objects.select_related("group", "person").get()


def all_written(client: Client, owner: Membership) -> Writer:
    """Write in every form there is, several times over."""
    writer = Writer(client)
    for number in range(ROUNDS):
        # Nobody writes so much at a card's page from one address.
        for cache in caches.all():
            cache.clear()
        own = Belongings(owner, packed({"maxlength": "80"}, number))
        own.client_letter, own.consult  # noqa: B018 before a form ends what they stand on
        for address in addresses():
            path = address.of(own)
            form = form_for(client, own, path)
            if form is not None:
                writer.write(path, form, number)
        link = f"/invitations/{own.invitation[1]}/"
        ((_, form),) = forms_on(Client(), link)
        Writer(Client()).write(link, form, number)
    return writer


def all_pages(client: Client, own: Belongings) -> Iterator[str]:
    """Return every page: each line of the URLconf, and a few of each that their links lead to."""
    own.all()
    found = [address.of(own) for address in addresses()]
    found += [f"/{route}" for route, _ in every_route() if is_plain_account_page(route)]
    found += [f"/accounts/2fa/webauthn/keys/{passkey(own.member).pk}/edit/"]
    alike = Counter(resolve(path).route for path in found)
    for path in found:  # it grows while it is read
        answer = client.get(path)
        if not answer.headers["Content-Type"].startswith("text/html") or not answer.content:
            continue
        yield path
        for link in links_on(answer.content.decode()):
            route = resolve(urlsplit(link).path).route
            if link not in found and alike[route] < OF_A_KIND:
                found.append(link)
                alike[route] += 1


def is_plain_account_page(route: str) -> bool:
    return route.startswith(OF_ACCOUNTS) and "<" not in route and "download" not in route


def links_on(page: str) -> Iterator[str]:
    """Return where a page's links lead on this server, its search fields filled in, too."""
    document = lxml.html.document_fromstring(page)
    for link in dict.fromkeys(document.xpath("//a/@href")):
        if urlsplit(link).path.startswith("/") and not urlsplit(link).netloc:
            yield str(link).partition("#")[0]
    for form in document.forms:
        words = packed_into(form, 0)
        if form.method == "GET" and words and form.get("action"):
            yield f"{form.get('action')}?{urlencode(words)}"


def parts_of_mails() -> Iterator[tuple[str, str]]:
    """Return the kind and the text of each part of each mail."""
    for message in mail.outbox:
        assert "\n" not in message.subject
        assert isinstance(message, mail.EmailMultiAlternatives | mail.EmailMessage)
        yield f"text/{message.content_subtype}", f"{message.subject}\n{message.body}"
        for text, kind in getattr(message, "alternatives", ()):
            yield kind, str(text)


@pytest.fixture
def seen(chromium: Browser, live_server: LiveServer) -> Iterator[Seen]:
    context = chromium.new_context(base_url=live_server.url)
    yield Seen(context, live_server.url)
    context.close()


def test_nothing_that_people_write_runs_on_any_page_or_in_any_mail(seen: Seen) -> None:
    client = Client()
    owner = begun(client)
    writer = all_written(client, owner)
    assert {"name", "street", "note", "favourite", "reason", "referral_way"} <= writer.written
    assert writer.left - writer.written <= NO_WORDS
    assert writer.unsent <= NEED_MORE
    client.post("/accounts/password/reset/", {"email": owner.person.email})
    seen.sign_in(client)
    for path in all_pages(client, Belongings(owner, CORPUS[1])):
        seen.open(path)
    for page in writer.refused[:: len(writer.refused) // 12]:
        seen.be_shown(page, "text/html; charset=utf-8", under_policy=True)
    for kind, text in parts_of_mails():
        seen.be_shown(text, f"{kind}; charset=utf-8")
    assert (seen.ran, seen.strange) == ([], [])
    assert [words for words in CORPUS if plain(words) not in plain(seen.shown)] == []


def test_what_runs_would_be_seen(seen: Seen) -> None:
    seen.be_shown("<p>Hello <img src=x onerror=canary(3)>", "text/html")
    assert "canary(3)" in seen.ran
    assert len(seen.strange) == 1


def test_what_the_policy_stops_would_be_seen(seen: Seen) -> None:
    seen.be_shown("<p>Hello <img src=x onerror=canary(3)>", "text/html", under_policy=True)
    assert "canary(3)" not in seen.ran
    assert any("Content Security Policy" in said for said in seen.ran)


def plain(text: str) -> str:
    return " ".join(text.split())
