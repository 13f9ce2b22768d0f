"""Every address of the web, found in the URLconf."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from tests.web.belongings import ROWS, Belongings

# The log-in library's own pages: one class, tried in test_own_account.py.
OF_ACCOUNTS = "accounts/"
# Pages of people: that somebody read them is written down, and nothing else.
READING_IS_NOTED = {"referral", "client"}


class NoRow(AssertionError):
    """An address with an argument that no test knows how to fill."""


@dataclass(frozen=True, slots=True)
class Address:
    """One line of the URLconf."""

    route: str
    name: str

    @property
    def nouns(self) -> list[str]:
        return re.findall(r"[\w.-]+/<[\w:]+>", self.route)

    def of(self, own: Belongings) -> str:
        """Return the path to somebody's own rows."""
        path = self.route
        for noun in self.nouns:
            if noun not in ROWS:
                raise NoRow(
                    f"{self.route}: say in ROWS of tests/web/belongings.py where a row for "
                    f"“{noun}” comes from, and every test that walks the pages tries it."
                )
            path = path.replace(noun, f"{noun.partition('<')[0]}{ROWS[noun](own)}")
        return f"/{path}"


def addresses() -> list[Address]:
    """Return every page but the log-in library's own."""
    return [
        Address(route, name) for route, name in every_route() if not route.startswith(OF_ACCOUNTS)
    ]


def every_route() -> Iterator[tuple[str, str]]:
    """Walk the URLconf: each route from its beginning, and its name."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: Sequence[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _routes(pattern.url_patterns, route)
        else:
            yield route, pattern.name or ""


def is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
