"""What is asked of whoever begins."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from alongside.outreach.actions.practices import settle_comfort, settle_group
from alongside.outreach.actions.territory import (
    USUAL_LOOK_UP_MILES,
    USUAL_MILES,
    ask_to_look_up,
    settle_place,
)
from alongside.team.models import Membership


@transaction.atomic
def answer_questions(
    *,
    member: Membership,
    near: str,
    is_comfortable: bool,
    new_practices_weekly: int,
    at: datetime,
    key: UUID | None = None,
) -> None:
    """Answer all of it, or nothing.

    near: a ZIP, or blank to say it later. key: of the look-up around it, if one is wished for.
    """
    group = member.group
    settle_group(
        member=member,
        at=at,
        name=group.name,
        time_zone=group.time_zone,
        new_practices_weekly=new_practices_weekly,
        requires_second_factor=group.requires_second_factor,
    )
    settle_comfort(member=member, is_comfortable=is_comfortable, at=at)
    if near:
        miles = USUAL_LOOK_UP_MILES if key else USUAL_MILES
        settle_place(member=member, near=near, within_miles=miles, at=at)
    if near and key:
        ask_to_look_up(member=member, key=key, near=near, within_miles=miles, at=at)
