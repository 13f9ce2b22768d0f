"""Short sentences that several pages say."""

from alongside.outreach.models import FollowUp


def what_follows(follow_up: FollowUp) -> str:
    """Return what comes next with a practice, in one sentence."""
    if follow_up.due_on is None:
        return "The door is closed for now." if follow_up.kind == "closed" else "It rests now."
    day = follow_up.due_on
    return f"Come back {day:%A}, {day.day} {day:%B %Y}."
