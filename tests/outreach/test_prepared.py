"""Reads that are put together once: the same rows as ever, and each asker's own."""

from datetime import timedelta

from alongside.outreach.histories import STANDING, recorded
from alongside.outreach.models import UNDO_FOR, Practice, Visit
from alongside.outreach.noted import NOTED
from alongside.outreach.reminders import LOGGED, THANKS, just_logged
from alongside.team.models import Membership
from tests.conftest import MONDAY, at


def test_visits_are_read_as_the_rows_themselves(own_doctor: Practice, first_visit: Visit) -> None:
    [read] = recorded(own_doctor).visits
    kept = Visit.objects.get()
    for name in vars(kept).keys() - {"_state"}:
        assert getattr(read, name) == getattr(kept, name)
        assert type(getattr(read, name)) is type(getattr(kept, name))


def test_the_visit_just_logged_is_told_to_who_logged_it_and_for_ten_minutes(
    maya: Membership, sam: Membership, ines: Membership, first_visit: Visit
) -> None:
    logged = just_logged(maya, at(MONDAY) + UNDO_FOR - timedelta(seconds=1))
    assert logged == (first_visit.pk, "Elm Street Family Medicine", MONDAY)
    assert just_logged(maya, at(MONDAY) + UNDO_FOR) is None
    for other in (sam, ines):
        assert just_logged(other, at(MONDAY)) is None


def test_what_is_kept_of_a_read_holds_nobody_s_id(
    maya: Membership, own_doctor: Practice, first_visit: Visit
) -> None:
    own = {str(row.pk) for row in (maya, maya.group, own_doctor, first_visit)}
    recorded(own_doctor)
    just_logged(maya, at(MONDAY))
    for prepared in (STANDING, NOTED, LOGGED, THANKS):
        sql, values = prepared._sql()
        told = f"{sql} {values}".replace("-", "")
        assert not [one for one in own if one.replace("-", "") in told]
