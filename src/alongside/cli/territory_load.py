"""`alongside territory load`: a clinicians file becomes the group's ranked offices."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import uuid4

import typer

from alongside.cli.instance import open_instance

if TYPE_CHECKING:
    from alongside.outreach.models import TerritoryLoad
    from alongside.team.models import Membership


def load(
    file: Annotated[
        Path,
        typer.Argument(help="Medicare's clinicians file (CSV), or a built territory's folder."),
    ],
    near: Annotated[str, typer.Option(help="Your ZIP, from now on; else the one in use.")] = "",
    within_miles: Annotated[int, typer.Option(min=1, max=100, help="How far around --near.")] = 10,
    asks: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="Who asks; else the group's owner.")
    ] = "",
    group: Annotated[str, typer.Option(help="Whose territory; needed where there are several.")] = (
        ""
    ),
    skip_bad_rows: Annotated[
        bool, typer.Option("--skip-bad-rows", help="Leave bad rows out and say how many.")
    ] = False,
) -> None:
    """Load a clinicians file or a built territory for a group: all of it, or nothing."""
    open_instance()
    from alongside.outreach.actions.territory import settle_place
    from alongside.outreach.models import RankingInUse
    from alongside.team.asking import member_called
    from alongside.team.known import refuse_old_tables

    refuse_old_tables()
    member = member_called(email=asks, group=group)
    if near:
        settle_place(member=member, near=near, within_miles=within_miles, at=_now())
    for line in _load(member, file, skip_bad_rows=skip_bad_rows).told:
        typer.echo(line)
    in_use = RankingInUse.of(member)
    assert in_use is not None
    typer.echo(f"{in_use.ranking.found:,} offices within {in_use.ranking.place}.")


def _load(member: "Membership", file: Path, *, skip_bad_rows: bool) -> "TerritoryLoad":
    from alongside.outreach.loading import Work, load_territory
    from alongside.outreach.loading_folders import load_built
    from alongside.outreach.uploads import name_of

    with typer.progressbar(length=100, label="Loading", file=sys.stderr) as bar:
        work = Work(member, uuid4(), _now(), lambda done, _: bar.update(done - bar.pos))
        if file.is_dir():
            done = load_built(work, folder=name_of(file))
        else:
            done = load_territory(work, path=file, file_name=file.name, skip_bad_rows=skip_bad_rows)
        bar.update(100 - bar.pos)
    return done


def _now() -> datetime:
    return datetime.now(UTC)
