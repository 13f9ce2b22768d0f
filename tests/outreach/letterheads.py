"""Who somebody is on paper, as tests have it written down."""

from datetime import date, datetime, timedelta
from typing import Any

from alongside.outreach import actions as outreach
from alongside.outreach.models import Availability, Letterhead
from alongside.team.models import Membership

LOGO = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)
TRAINED_IN = ("cbt", "cbt_i", "perinatal")


def lines_of(called: str, **otherwise: str) -> dict[str, str]:
    """Return the lines of somebody's paper."""
    lines = {
        "name": f"{called} Therapist",
        "credentials": "LCSW",
        "licence": "LC14822",
        "licence_state": "ME",
        "practice_name": f"{called} Counseling",
        "street": "48 Exchange Street, Suite 3",
        "city": "Portland",
        "state": "ME",
        "zip5": "04101",
        "phone": "207-555-0142",
        "fax": "207-555-0143",
        "url": "https://casco.example.org",
        "accent": "#1d5c55",
    }
    return {**lines, **otherwise}


def written_by(member: Membership, called: str, *, at: datetime, **otherwise: str) -> Letterhead:
    """Write down somebody's letterhead."""
    lines = lines_of(called, **otherwise)
    return outreach.settle_letterhead(member=member, lines=lines, trained_in=TRAINED_IN, at=at)


def room_of(member: Membership, *, on: date, at: datetime, **otherwise: Any) -> Availability:
    """Write down when somebody has room, from a day on for thirty days."""
    said: dict[str, Any] = {
        "openings": ["Two evening openings"],
        "insurers": ["Anthem"],
        "helps_with": ["Sleep"],
        "ages": "16 and up",
        "portal": "",
        "as_of": on,
        "valid_until": on + timedelta(days=30),
    }
    return outreach.settle_availability(member=member, at=at, **{**said, **otherwise})
