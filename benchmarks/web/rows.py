"""The product as it is served, but with as many rows a page as the environment says."""

import os

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from alongside.web import practices, territory, today  # noqa: E402  the apps must be ready


def show(rows: int) -> None:
    """Have every page that is cut into pages show so many rows."""
    for page in (practices, territory, today):
        vars(page)["A_PAGE"] = rows


if "BENCHMARK_ROWS" in os.environ:
    show(int(os.environ["BENCHMARK_ROWS"]))
