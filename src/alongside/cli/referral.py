"""`alongside referral`: who is waiting, and on whom; no person is named here."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from alongside.cli.instance import open_instance

if TYPE_CHECKING:
    from alongside.referrals.waiting import Waiting

app = typer.Typer(
    help="People who were sent: who is waiting, and on whom.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class Asked(StrEnum):
    """Which are listed: whose turn is ours, whose turn is theirs, or all that are open."""

    WAITING = "waiting"
    THEIRS = "theirs"
    OPEN = "open"


@app.command("list")
def list_(
    state: Annotated[
        Asked, typer.Option(help="On us (waiting), on the person (theirs), or all (open).")
    ] = Asked.WAITING,
    asks: Annotated[
        str, typer.Option("--as", metavar="EMAIL", help="Who asks; else the group's owner.")
    ] = "",
    group: Annotated[str, typer.Option(help="Whose; needed where there are several groups.")] = "",
) -> None:
    """List the open referrals by their clock: the day it is due, what is due, who has it."""
    open_instance()
    from alongside.referrals.waiting import waiting_for
    from alongside.team.asking import member_called
    from alongside.team.known import refuse_old_tables

    refuse_old_tables()
    member = member_called(email=asks, group=group)
    today = member.group.day_of(datetime.now(UTC))
    found = [one for one in waiting_for(member, today) if _is_asked(one, state)]
    for one in found:
        typer.echo(_line(one))
    late = sum(one.is_late for one in found)
    typer.echo(f"{len(found)} {state}, {late} late.")


def _is_asked(one: "Waiting", state: Asked) -> bool:
    return state is Asked.OPEN or one.is_ours == (state is Asked.WAITING)


def _line(one: "Waiting") -> str:
    """Return a referral's line: by its day, its office and who has it, never by who they are."""
    referral, clock = one.referral, one.clock
    urgent = " URGENT" if referral.is_urgent else ""
    late = " late" if one.is_late else ""
    office = referral.practice or "nobody knows who sent them"
    return f"{clock.due_on}{late}{urgent}  {clock.words}  {office}  {referral.owner.person}"
