"""What a member tells, as the actions take it."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from alongside.playbook.days import WORKING_WEEKDAYS
from alongside.playbook.history import Policy


@dataclass(frozen=True, slots=True)
class Told:
    """What a member tells of a visit; the playbook says which facts go together."""

    on: date
    outcome: str
    come_back_on: date | None = None
    leave: str = ""
    handouts_left: int = 0
    cards_left: int = 0
    manager_met: bool = False
    referral_way_noted: bool = False
    question: str = ""
    question_words: str = ""
    favourite: str = ""
    named_by: str = ""
    introduced: bool = False
    consulted: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Described:
    """What is written down of a practice. weekdays: Monday is 0."""

    name: str
    specialty: str
    street: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip5: str = ""
    phone: str = ""
    fax: str = ""
    policy: str = Policy.DROP_IN
    weekdays: frozenset[int] = WORKING_WEEKDAYS
    referral_way: str = ""

    def as_columns(self) -> dict[str, Any]:
        columns = asdict(self)
        columns["open_weekdays"] = sum(1 << day for day in columns.pop("weekdays"))
        return columns
