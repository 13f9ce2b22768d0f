"""`alongside territory years`: how well last year's order finds this year's top fifth."""

from pathlib import Path
from typing import Annotated

import typer


def years(
    last: Annotated[Path, typer.Option(help="The territory built with last year's prescribers.")],
    this: Annotated[Path, typer.Option(help="The territory built with this year's.")],
) -> None:
    """Say how much of this year's top fifth last year's order would have found."""
    from alongside.territory.built import open_territory
    from alongside.territory.two_years import BY_CHANCE, look_back

    told = look_back(open_territory(last), open_territory(this))
    typer.echo(f"{'':17}{'offices':>8}{'found':>8}{'of known':>10}{'of all':>8}")
    for one in told:
        typer.echo(
            f"{one.signal.replace('_', ' '):17}{one.top_now:8,}{one.found:8,}"
            f"{one.of_known:10.0%}{one.of_all:8.0%}"
        )
    typer.echo(
        "Offices in this year's top fifth, and those of them that were in last year's: of those "
        f"with a signal in both years, and of all. By chance: {BY_CHANCE:.0%}."
    )
