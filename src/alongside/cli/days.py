"""Days on the command line."""

from datetime import date, datetime

import typer


def a_day(text: str) -> date:
    """Return the day that was written as YYYY-MM-DD, and in no other way."""
    # fromisoformat alone also takes 20260105 and 2026-W02-1, which nobody means here.
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise typer.BadParameter(f"{text!r} is no day; YYYY-MM-DD was expected, such as 2026-01-05.")


def today() -> date:
    """Return this machine's own day."""
    return datetime.now().astimezone().date()
