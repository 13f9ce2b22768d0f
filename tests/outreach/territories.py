"""A small territory around Portland, Maine: invented people, loaded by the real actions."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from uuid import UUID, uuid4

from alongside.outreach.actions.territory import settle_place
from alongside.outreach.loading import Work, load_territory
from alongside.outreach.models import Candidate, TerritoryLoad
from alongside.team.models import Membership
from tests.conftest import MONDAY
from tests.conftest import at as at_noon
from tests.territory.cms_file import Row, at, write_cms

NEAR, NEXT_DOOR = "04101", "04102"
# One office with a name and three physicians, one of an internist, one of nurse practitioners.
DEERING = {"Facility Name": "DEERING FAMILY PRACTICE PC"}
ROWS: list[Row] = [
    at("12 ELM ST", "STE 5", **DEERING),
    at("12 ELM ST", "STE 5", **DEERING) | {"Provider Last Name": "MCTAVISH"},
    at("12 ELM ST", "STE 5", **DEERING) | {"Provider Last Name": "O'DOWD"},
    at("112 STATE ST", specialty="INTERNAL MEDICINE", zip=NEXT_DOOR),
    at("7 PINE ST", specialty="NURSE PRACTITIONER"),
    at("PO BOX 9"),
]


def work_of(
    member: Membership,
    *,
    key: UUID | None = None,
    when: datetime | None = None,
    tell: Callable[[int, str], None] = lambda _, __: None,
) -> Work:
    return Work(member, key or uuid4(), when or at_noon(MONDAY), tell)


def look_around(member: Membership, near: str = NEAR, within_miles: int = 10) -> None:
    settle_place(member=member, near=near, within_miles=within_miles, at=at_noon(date(2026, 1, 2)))


def load_rows(
    member: Membership, folder: Path, rows: list[Row] = ROWS, *, key: UUID | None = None
) -> TerritoryLoad:
    """Load rows as a clinicians file, around Portland."""
    look_around(member)
    path = write_cms(folder / "clinicians.csv", rows)
    return load_territory(work_of(member, key=key), path=path, file_name="clinicians.csv")


def offices_seen_by(member: Membership) -> list[str]:
    return [str(one) for one in Candidate.objects.seen_by(member).best_first()]
