"""deploy/nginx.conf, tried: a real nginx with TLS, a real mail server, a public address."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import Message
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import Browser, Page, expect

from tests.chromium import FLAGS
from tests.cli.instances import new_instance
from tests.cli.served import ROOT, Served
from tests.cli.test_serve import free_port
from tests.journeys.conftest import PHONE

NAME = "alongside.example.org"
MAYA = {"login": "maya@example.com", "password": "a long enough phrase"}


@dataclass
class Letters:
    """A mail server's handler that keeps what comes."""

    kept: list[str] = field(default_factory=list)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        letter = message_from_bytes(envelope.content, policy=policy.default)
        body = letter.get_body(("plain",))
        assert body is not None
        self.kept.append(f"{letter['subject']}\n{body.get_content()}")
        return "250 OK"

    def link(self) -> str:
        """Return the link in the letter that came last, once it is there."""
        until = time.monotonic() + 20
        while not self.kept and time.monotonic() < until:
            time.sleep(0.05)
        found = re.findall(r"https?://\S+/\S+", self.kept.pop())
        assert len(found) == 1
        return str(found[0])


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Message
    text: str


@dataclass(frozen=True)
class Site:
    """Alongside behind nginx, as a visitor finds it."""

    http_port: int
    https_port: int
    certificate: Path
    letters: Letters

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.https_port}"

    def ask(
        self,
        path: str,
        *,
        data: dict[str, str] | None = None,
        me: str = "127.0.0.1",
        **headers: str,
    ) -> Answer:
        """Ask over TLS, from an address of one's own, and read the answer."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        line = HTTPSConnection(NAME, self.https_port, context=context, source_address=(me, 0))
        return self._answer(line, path, data, headers)

    def ask_plainly(self, path: str, **headers: str) -> Answer:
        return self._answer(HTTPConnection(NAME, self.http_port), path, None, headers)

    def _answer(
        self, line: HTTPConnection, path: str, data: dict[str, str] | None, headers: dict[str, str]
    ) -> Answer:
        told = {"Host": f"{NAME}:{line.port}", "Origin": self.url}
        told |= {name.replace("_", "-"): said for name, said in headers.items()}
        if data:
            told |= {"Content-Type": "application/x-www-form-urlencoded"}
        with closing(line):
            line.request("POST" if data else "GET", path, urlencode(data or {}), told)
            found = line.getresponse()
            return Answer(found.status, found.headers, found.read().decode())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("nginx")
    certificate = make_certificate(folder)
    app, mail, http, https = (free_port() for _ in range(4))
    found = Site(http, https, certificate, Letters())
    env = {
        "ALONGSIDE_PUBLIC_URL": found.url,
        "ALONGSIDE_TRUSTED_PROXIES": "127.0.0.1",
        "ALONGSIDE_SMTP_HOST": "localhost",
        "ALONGSIDE_SMTP_PORT": str(mail),
        "SSL_CERT_FILE": str(certificate),
    }
    with (
        new_instance(folder / "home") as instance,
        every_name_is_here(),
        mail_server(found.letters, mail, certificate),
        nginx(folder, found, app),
    ):
        instance.begin()
        served = Served(instance, app, **env)
        try:
            served.start()
            yield found
        finally:
            served.stop()


@contextmanager
def every_name_is_here() -> Iterator[None]:
    """The public name leads to this machine, for the visitors in this process."""
    known = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            socket,
            "getaddrinfo",
            lambda host, *rest, **more: known("127.0.0.1" if host == NAME else host, *rest, **more),
        )
        yield


@contextmanager
def mail_server(letters: Letters, port: int, certificate: Path) -> Iterator[None]:
    """A server that takes mail over STARTTLS alone."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    server = Controller(
        letters, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True
    )
    server.start()
    try:
        yield
    finally:
        server.stop()


@contextmanager
def nginx(folder: Path, site: Site, app_port: int) -> Iterator[None]:
    path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    assert path, "The trial of deploy/nginx.conf needs nginx: apt-get install nginx-light"
    (folder / "site.conf").write_text(rendered(site, app_port))
    (folder / "nginx.conf").write_text(around(folder))
    command = [path, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    with subprocess.Popen(command) as server:
        try:
            yield
        finally:
            server.terminate()


def rendered(site: Site, app_port: int) -> str:
    """Return our own nginx.conf, on ports that a test may have."""
    conf = (ROOT / "deploy" / "nginx.conf").read_text()
    for said, meant in {
        "listen 80;": f"listen 127.0.0.1:{site.http_port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{site.https_port} ssl;",
        f"https://{NAME}$": f"{site.url}$",
        "/etc/ssl/alongside/fullchain.pem": str(site.certificate),
        "/etc/ssl/alongside/privkey.pem": str(site.certificate.with_name("key.pem")),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{app_port}",
    }.items():
        assert conf.count(said) == 1, said
        conf = conf.replace(said, meant)
    return conf


def around(folder: Path) -> str:
    """Return what Debian's own nginx.conf is otherwise for."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.geteuid() == 0 else ""
    return (
        f"daemon off; {user} pid {folder}/pid; error_log {folder}/error.log;"
        f"events {{}} http {{ {temporary} include {folder}/site.conf; }}"
    )


def make_certificate(folder: Path) -> Path:
    """Make a certificate that nobody else trusts, and return where it is."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    names = [x509.DNSName(NAME), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(pem))
    return folder / "fullchain.pem"


@pytest.fixture
def browser(chromium: Browser, site: Site) -> Iterator[Page]:
    """Another Chromium, to which the public name leads here; it checks no certificate."""
    here = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    opened = chromium.browser_type.launch(
        executable_path=shutil.which("chromium"), args=[*FLAGS, here]
    )
    page = opened.new_page(ignore_https_errors=True, viewport=PHONE, base_url=site.url)  # type: ignore[arg-type]
    page.set_default_timeout(10_000)
    yield page
    opened.close()


def log_in(page: Page) -> None:
    page.goto("/team/")
    page.get_by_label("Email").fill(MAYA["login"])
    page.get_by_label("Password").fill(MAYA["password"])
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_whoever_comes_without_tls_is_led_to_it(site: Site) -> None:
    answer = site.ask_plainly("/team/?a=b")
    assert (answer.status, answer.headers["Location"]) == (301, f"{site.url}/team/?a=b")
    away = site.ask_plainly("/team/", Host="evil.test", X_Forwarded_Proto="https")
    assert away.headers["Location"] == f"{site.url}/team/"


def test_the_browser_is_told_to_come_by_tls_alone(site: Site) -> None:
    answer = site.ask("/accounts/login/")
    assert answer.status == 200
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert cookies
    assert all("Secure" in cookie for cookie in cookies)


def test_log_in_works_through_tls_and_its_cookies_are_secure(site: Site, browser: Page) -> None:
    log_in(browser)
    expect(browser).to_have_url(f"{site.url}/team/")
    expect(browser.get_by_role("heading", level=1)).to_have_text("Team")
    cookies = {cookie["name"]: cookie for cookie in browser.context.cookies()}
    assert cookies["sessionid"]["httpOnly"]
    assert all(cookie["secure"] for cookie in cookies.values())


def test_an_invitations_mail_leads_through_tls_to_a_new_account(site: Site, browser: Page) -> None:
    log_in(browser)
    browser.get_by_label("Email").fill("noor@example.com")
    browser.get_by_role("button", name="Send the invitation").click()
    expect(browser.get_by_role("status")).to_contain_text("on its way")
    link = site.letters.link()
    assert link.startswith(f"{site.url}/invitations/")
    browser.context.clear_cookies()
    browser.goto(link)
    browser.get_by_label("Your name").fill("Noor Haddad")
    browser.get_by_label("Password").fill("yet another phrase")
    browser.get_by_role("button", name="Make my account and join").click()
    expect(browser).to_have_url(f"{site.url}/")


def test_a_resets_mail_leads_through_tls_whatever_was_forged(site: Site) -> None:
    page = site.ask("/accounts/password/reset/")
    answer = site.ask(
        "/accounts/password/reset/",
        data={"email": MAYA["login"], "csrfmiddlewaretoken": token_in(page)},
        Cookie=cookie_of(page),
        X_Forwarded_Host="evil.test",
        X_Forwarded_Proto="http",
        X_Forwarded_Port="666",
        Forwarded="host=evil.test",
    )
    assert answer.status == 302
    link = site.letters.link()
    assert link.startswith(f"{site.url}/accounts/password/reset/key/")
    assert site.ask(link.removeprefix(site.url)).status == 302


def test_another_hosts_name_is_refused(site: Site) -> None:
    answer = site.ask("/accounts/login/", Host="evil.test")
    assert answer.status == 400
    assert "Location" not in answer.headers


def test_what_a_visitor_says_of_their_address_counts_for_nothing(site: Site) -> None:
    page = site.ask("/accounts/login/", me="127.0.0.9")

    def fail(number: int, me: str) -> str:
        said = {"login": f"nobody{number}@example.com", "password": "not the phrase"}
        answer = site.ask(
            "/accounts/login/",
            me=me,
            data={**said, "csrfmiddlewaretoken": token_in(page)},
            Cookie=cookie_of(page),
            X_Forwarded_For=f"10.0.0.{number}",
            X_Real_IP=f"10.0.1.{number}",
            Forwarded=f"for=10.0.2.{number}",
        )
        return answer.text

    said = [fail(number, "127.0.0.9") for number in range(12)]
    assert "Too many failed login attempts" not in said[0]
    assert "Too many failed login attempts" in said[-1]
    # Somebody else, at an address of their own, is not kept out with them.
    assert "Too many failed login attempts" not in fail(99, "127.0.0.10")


def test_the_monitor_is_answered_through_nginx(site: Site) -> None:
    assert site.ask("/healthz").status == 200


def token_in(page: Answer) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found
    return found[1]


def cookie_of(page: Answer) -> str:
    return "; ".join(said.partition(";")[0] for said in page.headers.get_all("Set-Cookie") or [])
