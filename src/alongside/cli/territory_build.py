"""`alongside territory build`: the country's public files, whole, become a territory."""

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import uuid4

import typer

# Polars takes most of a command's time, so the workshop is imported when the command runs.
if TYPE_CHECKING:
    from alongside.territory.national.build import Door, Order, Progress
    from alongside.territory.national.engines import Engine

STOPPED = 130  # what a shell calls a command that Ctrl-C ended
LINE_SECONDS = 0.5


NppesFiles = Annotated[
    list[Path],
    typer.Option(
        help="NPPES's monthly file (V.2): the zip itself, a CSV, or a folder with weekly "
        "files beside it; may be given again, a later one winning."
    ),
]
CliniciansFile = Annotated[
    Path | None, typer.Option(help="Medicare's clinicians file: groups and other places.")
]


class EngineName(StrEnum):
    """Who runs the expressions."""

    POLARS = "polars"
    SPARK = "spark"


class ProgressFormat(StrEnum):
    """How progress is told on standard error."""

    LINE = "line"
    JSON = "json"


def build(
    nppes: NppesFiles,
    out: Annotated[Path, typer.Option(help="The folder of the territory.")],
    prescribers: Annotated[
        Path | None, typer.Option(help="Medicare Part D Prescribers by Provider and Drug.")
    ] = None,
    prescribers_by_provider: Annotated[
        Path | None, typer.Option(help="Part D Prescribers by Provider: all claims of each.")
    ] = None,
    clinicians: CliniciansFile = None,
    states: Annotated[str, typer.Option(help="Only these states, such as ME,NH.")] = "",
    near: Annotated[str, typer.Option(help="Only around this ZIP.")] = "",
    within_miles: Annotated[float, typer.Option(min=0, help="How far around --near.")] = 30,
    engine: Annotated[EngineName, typer.Option(help="Who does the work.")] = EngineName.POLARS,
    master: Annotated[str, typer.Option(help="Spark's master, such as spark://HOST:7077.")] = "",
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and say how many.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell no progress.")] = False,
    progress: Annotated[ProgressFormat, typer.Option(help="How.")] = ProgressFormat.LINE,
) -> None:
    """Build the territory of a state, or of the country: all of it, or nothing changes."""
    from alongside.territory.national.build import Order

    order = Order(
        nppes=tuple(nppes),
        out=out,
        prescribers=prescribers,
        by_provider=prescribers_by_provider,
        clinicians=clinicians,
        states=tuple(one for one in states.split(",") if one.strip()),
        near=near,
        within_miles=within_miles,
        skip_bad_rows=skip_bad_rows,
    )
    teller = _Teller(_silent if quiet else _TELLERS[progress])
    _tell_done(_built(order, _engine(engine, master), _door(teller, is_quiet=quiet)), out)


def _built(order: "Order", engine: "Engine", door: "Door") -> Mapping[str, Any]:
    from alongside.territory.national.build import build_territory

    try:
        return build_territory(order, engine=engine, door=door)
    except KeyboardInterrupt:
        typer.echo("\nStopped. Nothing changed; finished stages are kept for next time.", err=True)
        raise typer.Exit(STOPPED) from None
    finally:
        engine.close()


def _engine(name: EngineName, master: str) -> "Engine":
    from alongside.territory.national.engines import Polars

    if name is EngineName.POLARS:
        return Polars()
    from alongside.territory.national.spark import Spark

    return Spark(master or "local[*]")


def _door(teller: "_Teller", *, is_quiet: bool) -> "Door":
    from alongside.territory.national.build import Door

    began = time.monotonic()
    return Door(
        seconds=lambda: time.monotonic() - began,
        peak_mb=lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        build_id=f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}",
        tell=teller.hear,
        is_quiet=is_quiet,
    )


def _tell_done(facts: Mapping[str, Any], out: Path) -> None:
    rows = facts["rows"]
    dropped = ", ".join(f"{count:,} {why}" for why, count in rows["dropped"].items())
    typer.echo(
        f"{rows['read']:,} rows read, {rows['kept']:,} clinicians kept; left out: "
        f"{dropped or 'none'}.\n{facts['offices']:,} offices in {out}, "
        f"in {facts['seconds']:.0f} s at {facts['peak_mb']:,.0f} MB."
    )


class _Teller:
    """Adds speed and the time that is left to what a stage tells."""

    def __init__(self, say: Callable[[dict[str, Any]], None]) -> None:
        self._say = say
        self._stage = ""
        self._began = self._said = 0.0

    def hear(self, progress: "Progress") -> None:
        now = time.monotonic()
        if progress.stage != self._stage:
            self._stage, self._began, self._said = progress.stage, now, 0.0
        is_last = progress.bytes_all and progress.bytes_done >= progress.bytes_all
        if now - self._said < LINE_SECONDS and not is_last:
            return
        self._said = now
        seconds = max(now - self._began, 0.001)
        speed = progress.bytes_done / seconds
        left = (progress.bytes_all - progress.bytes_done) / speed if speed else None
        told = asdict(progress) | {
            "seconds": round(seconds, 1),
            "mb_per_second": round(speed / 1e6, 1),
            "seconds_left": None if left is None else round(left),
        }
        self._say(told)


def _silent(told: dict[str, Any]) -> None:
    pass


def _as_json(told: dict[str, Any]) -> None:
    typer.echo(json.dumps(told), err=True)


def _as_line(told: dict[str, Any]) -> None:
    left = "" if told["seconds_left"] is None else f", {told['seconds_left']} s left"
    line = (
        f"{told['stage']}: {told['rows']:,} rows, {told['mb_per_second']:,.0f} MB/s{left}"
        if told["bytes_all"]
        else f"{told['stage']} …"
    )
    if sys.stderr.isatty():
        typer.echo(f"\r\x1b[K{line}", err=True, nl=False)
    else:
        typer.echo(line, err=True)


_TELLERS = {ProgressFormat.LINE: _as_line, ProgressFormat.JSON: _as_json}
