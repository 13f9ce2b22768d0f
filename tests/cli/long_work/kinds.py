"""Work that takes as long as it is told to, and one effect that must happen once."""

import time
from pathlib import Path

from alongside.errors import Refused
from alongside.team.actions import start_group
from alongside.team.jobs import Done, Progress, does
from alongside.team.models import Group, Job


@does("count slowly")
def count_slowly(job: Job, progress: Progress) -> Done:
    """Make a group of the job's name, unless a run before this one did; then count."""
    name = str(job.pk)
    if not Group.objects.filter(name=name).exists():
        start_group(person=job.by.person, name=name, time_zone="UTC", at=job.made_at)
    total = int(job.arguments["seconds"] * 10)
    for number in range(total):
        progress.tell(done=number, total=total, words=f"{number} counted")
        time.sleep(0.1)
    return Done(f"Counted to {total}.", {"counted": total})


@does("read a file that may be missing")
def read_file(job: Job, progress: Progress) -> Done:
    path = Path(job.arguments["path"])
    if not path.exists():
        raise Refused(f"{path.name} is not there.")
    return Done(path.read_text())
