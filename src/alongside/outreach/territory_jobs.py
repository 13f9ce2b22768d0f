"""The territory's jobs: to load a file that was uploaded, and to rank the loaded one anew."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from alongside.errors import Refused
from alongside.outreach.actions.territory import LOADING, LOADING_FOLDER, LOOKING_UP, RANKING
from alongside.outreach.uploads import clear_old_uploads, upload_path
from alongside.team.jobs import Done, Progress, does
from alongside.team.models import Job

SKIP_BOX = "by ticking “Leave bad rows out”"


class UploadGone(Refused):
    """The file that was to be loaded is no longer here."""


@does(LOADING)
def load(job: Job, progress: Progress) -> Done:
    """Load an uploaded clinicians file; taken up again after a fall, it is loaded once."""
    # Polars takes a second to import: only the worker needs it, and only for these jobs.
    from alongside.outreach.loading import Work, load_territory

    upload, file_name = UUID(job.arguments["upload"]), job.arguments["file_name"]
    path, at = upload_path(upload), job.started_at or job.made_at
    work = Work(job.by, job.pk, at, _teller(progress))
    with _in_the_persons_words(path, file_name):
        loaded = load_territory(
            work, path=path, file_name=file_name, skip_bad_rows=job.arguments["skip_bad_rows"]
        )
    path.unlink(missing_ok=True)
    clear_old_uploads(upload, at)
    return Done(" ".join(loaded.told), {"load": str(loaded.pk)})


@does(LOOKING_UP)
def look_up(job: Job, progress: Progress) -> Done:
    """Ask the NPI Registry; what it told before a fall is kept, and not asked for again."""
    from alongside.outreach.loading import Work
    from alongside.outreach.looking_up import look_up_territory

    work = Work(job.by, job.pk, job.started_at or job.made_at, _teller(progress))
    loaded = look_up_territory(
        work, near=job.arguments["near"], within_miles=job.arguments["within_miles"]
    )
    return Done(" ".join(loaded.told), {"load": str(loaded.pk)})


@does(LOADING_FOLDER)
def load_folder(job: Job, progress: Progress) -> Done:
    """Load a built territory from the folder that a setting names."""
    from alongside.outreach.loading import Work
    from alongside.outreach.loading_folders import load_built

    work = Work(job.by, job.pk, job.started_at or job.made_at, _teller(progress))
    loaded = load_built(work, folder=job.arguments["folder"])
    return Done(" ".join(loaded.told), {"load": str(loaded.pk)})


@does(RANKING)
def rank(job: Job, progress: Progress) -> Done:
    """Rank the loaded file anew."""
    from alongside.outreach.loading import Work, rank_territory

    work = Work(job.by, job.pk, job.started_at or job.made_at, _teller(progress))
    return Done("The offices are in their new order.", {"load": str(rank_territory(work).pk)})


def _teller(progress: Progress) -> Callable[[int, str], None]:
    return lambda done, words: progress.tell(done=done, total=100, words=words)


@contextmanager
def _in_the_persons_words(path: Path, file_name: str) -> Iterator[None]:
    """Name the file as the person knows it, and what to tick rather than what to type."""
    from alongside.territory.clinicians import HOW_TO_SKIP, UNREADABLE

    try:
        yield
    except UNREADABLE as refusal:
        if not path.exists():
            raise UploadGone("The uploaded file is no longer here; choose it again.") from refusal
        path.unlink()  # another try would read the same
        said = str(refusal).replace(str(path), file_name).replace(HOW_TO_SKIP, SKIP_BOX)
        raise type(refusal)(said) from refusal
