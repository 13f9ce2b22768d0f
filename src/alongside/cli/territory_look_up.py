"""`alongside territory look-up`: the offices around any ZIP, by the NPI Registry, with no file."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from platformdirs import user_data_path

from alongside.cli.territory import Format, print_ranking

if TYPE_CHECKING:
    from alongside.territory.look_up import LookUp


def look_up(
    near: Annotated[str, typer.Option("--zip", help="Your ZIP: five digits or ZIP+4.")],
    within_miles: Annotated[
        float, typer.Option(help="How far from the middle of your ZIP, as the crow flies.")
    ] = 5,
    limit: Annotated[int, typer.Option(help="At most so many offices; 0 for all.")] = 20,
    weights: Annotated[
        Path | None, typer.Option(help="A TOML file that says what counts how much.")
    ] = None,
    output_format: Annotated[Format, typer.Option("--format", help="How to print.")] = Format.TABLE,
    registry: Annotated[
        str,
        typer.Option(
            envvar="ALONGSIDE_NPI_REGISTRY", help="Where the registry answers; CMS's own if blank."
        ),
    ] = "",
    home: Annotated[
        Path | None,
        typer.Option(envvar="ALONGSIDE_HOME", help="Its `registry` folder keeps answers a month."),
    ] = None,
) -> None:
    """Ask the NPI Registry who practises around a ZIP, and rank their offices."""
    from alongside.territory.ranking import rank_offices
    from alongside.territory.weights import Weights, read_weights

    chosen = read_weights(weights) if weights else Weights()
    cache = (home or user_data_path("alongside", appauthor=False)).expanduser() / "registry"
    told = _ask(near, within_miles, registry, cache)
    ranking = rank_offices(
        told.file, near=near, within_miles=within_miles, limit=limit, weights=chosen
    )
    print_ranking(told.file, ranking, output_format)
    for gap in told.gaps:
        typer.echo(f"Missing: {gap}.", err=True)


def _ask(near: str, within_miles: float, base_url: str, cache: Path) -> "LookUp":
    from alongside.territory.look_up import clear_old_answers, look_up
    from alongside.territory.registry import Registry

    at = datetime.now(UTC)
    with _bar() as tell, closing(Registry(base_url, time.sleep)) as registry:
        told = look_up(
            near=near, within_miles=within_miles, registry=registry, cache=cache, at=at, tell=tell
        )
    clear_old_answers(cache, at)
    return told


@contextmanager
def _bar() -> Iterator[Callable[[int, int, str], None]]:
    """Show on standard error how many ZIPs of how many are done, where somebody looks."""
    with typer.progressbar(
        length=1, label="Asking the NPI Registry", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:

        def tell(done: int, total: int, _words: str) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield tell
