"""People at their browsers, by plain HTTP: they sign in, and log visits."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import UUID

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WAIT_SECONDS = 60


class NotAnswered(Exception):
    """The line broke before an answer came: nobody knows whether it was done."""


@dataclass
class Browser:
    """One line to the server, with its cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    line: HTTPConnection | None = None

    def sign_in(self, email: str, password: str) -> "Browser":
        self.ask("/accounts/login/")
        said = {"login": email, "password": password}
        status, leads_to, _ = self.ask("/accounts/login/", said)
        self.close()
        if (status, leads_to) != (302, "/"):
            raise RuntimeError(f"{email} could not sign in: {status}, {leads_to}")
        return self

    def another(self, port: int | None = None) -> "Browser":
        """Return another line of the same person's."""
        return Browser(port or self.port, dict(self.cookies))

    def log_visit(self, practice: str, key: UUID, on: str) -> tuple[int, str]:
        """Send the form of a visit; return the answer's status and where it leads."""
        said = {"key": str(key), "on": on, "outcome": "shut", "note": "A closed door"}
        return self.ask(f"/practices/{practice}/visits/new/", said)[:2]

    def ask(self, path: str, said: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Ask for a page, or send its form with the token against forgery."""
        body = None
        if said is not None:
            body = urlencode(said | {"csrfmiddlewaretoken": self.cookies["csrftoken"]})
        try:
            return self._ask(path, body)
        except (OSError, HTTPException) as error:
            self.close()
            raise NotAnswered(str(error)) from error

    def close(self) -> None:
        if self.line is not None:
            self.line.close()
            self.line = None

    def _ask(self, path: str, body: str | None) -> tuple[int, str, str]:
        if self.line is None:
            self.line = HTTPConnection("127.0.0.1", self.port, timeout=WAIT_SECONDS)
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Cookie": cookie} | (FORM if body else {})
        self.line.request("POST" if body else "GET", path, body, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        for said in answer.headers.get_all("Set-Cookie") or ():
            if found := re.match(r"(\w+)=([^;]*)", said):
                self.cookies[found[1]] = found[2]
        return answer.status, answer.headers.get("Location", ""), page
