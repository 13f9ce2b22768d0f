"""The network's jobs: to lay a group's offices beside those of its sisters, and to part again."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from alongside.outreach.actions.networks import MEETING, PARTING
from alongside.outreach.actions.sisters import meet_sisters, part_from_sisters
from alongside.outreach.models import Practice
from alongside.team.jobs import Done, Progress, does
from alongside.team.models import Job, Network

# So few that whoever logs a visit meanwhile waits for a moment only.
AT_ONCE = 20


@does(MEETING)
def meet(job: Job, progress: Progress) -> Done:
    """Mark where each office of the group is, and let it hear of its sisters; again is no harm."""
    return _each(job, progress, lambda some, at: meet_sisters(practices=some, at=at))


@does(PARTING)
def part(job: Job, progress: Progress) -> Done:
    """Forget what was heard of sister groups, and let them forget what they heard."""
    left = Network.objects.get(pk=UUID(job.arguments["network"]))
    return _each(
        job, progress, lambda some, at: part_from_sisters(practices=some, left=left, at=at)
    )


def _each(job: Job, progress: Progress, do: Callable[[Sequence[Practice], datetime], None]) -> Done:
    at = job.started_at or job.made_at
    pks = list(Practice.objects.filter(group=job.group_id).order_by("pk").values_list("pk"))
    for start in range(0, len(pks), AT_ONCE):
        some = Practice.objects.filter(pk__in=[pk for (pk,) in pks[start : start + AT_ONCE]])
        do(list(some.select_related("group__network").order_by("pk")), at)
        progress.tell(done=min(start + AT_ONCE, len(pks)), total=len(pks))
    return Done(f"{len(pks)} {'office' if len(pks) == 1 else 'offices'} looked at.")
