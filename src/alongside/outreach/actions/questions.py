"""What is asked of whoever begins."""

from datetime import datetime

from django.db import transaction

from alongside.outreach.actions.practices import settle_comfort, settle_group
from alongside.outreach.actions.territory import USUAL_MILES, settle_place
from alongside.team.models import Membership


@transaction.atomic
def answer_questions(
    *,
    member: Membership,
    near: str,
    is_comfortable: bool,
    new_practices_weekly: int,
    at: datetime,
) -> None:
    """Answer all of it, or nothing. near: a ZIP, or blank to say it later."""
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
        settle_place(member=member, near=near, within_miles=USUAL_MILES, at=at)
