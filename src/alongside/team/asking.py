"""Who asks, where nobody signs in: at the command line."""

from alongside.errors import Refused
from alongside.team.models import Membership, Role


class NobodyFits(Refused):
    """No member is called that."""


class SeveralFit(Refused):
    """More than one group is meant by what was said."""


def member_called(*, email: str, group: str) -> Membership:
    """Return the member with an address; without one, the first owner of the only group."""
    found = Membership.objects.current().select_related("group", "person")
    found = found.filter(person__email__iexact=email) if email else found.filter(role=Role.OWNER)
    if group:
        found = found.filter(group__name__iexact=group)
    members = list(found.order_by("joined_at", "pk"))
    _refuse_doubt(members)
    return members[0]


def _refuse_doubt(members: list[Membership]) -> None:
    names = sorted({member.group.name for member in members})
    if not members:
        raise NobodyFits("Nobody here fits; say who asks with --as EMAIL, and in which --group.")
    if len({member.group_id for member in members}) > 1:
        raise SeveralFit(f"There are several groups: say --group, one of {', '.join(names)}.")
