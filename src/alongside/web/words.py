"""Short sentences that several pages say."""

from alongside.playbook.course import Kind
from alongside.playbook.next_step import NextStep


def what_follows(found: NextStep | None) -> str:
    """Return what comes next with a practice, in one sentence; nothing where one may not know."""
    if found is None:
        return ""
    if found.due_on is None:
        return "The door is closed for now." if found.kind is Kind.CLOSED else "It rests now."
    return f"Come back {found.due_on:%A}, {found.due_on.day} {found.due_on:%B %Y}."
