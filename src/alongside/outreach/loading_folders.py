"""A built territory becomes the group's ranked offices; its files stay where they are."""

from pathlib import Path

from alongside.outreach.loading import (
    Work,
    by_folder,
    of_work,
    once,
    pointer_path,
    rank_and_use,
    sha256_of,
)
from alongside.outreach.models import TerritoryLoad
from alongside.outreach.uploads import folder_of
from alongside.territory.built import open_territory


def load_built(work: Work, *, folder: str) -> TerritoryLoad:
    """Rank the built territory of a name and put its offices in use, once."""
    return once(work, lambda: _load(work, folder_of(folder), folder))


def load_built_at(work: Work, *, path: Path) -> TerritoryLoad:
    """Do the same with a folder anywhere: whoever types a command may read this computer."""
    return once(work, lambda: _load_at(work, path.resolve()))


def _load_at(work: Work, path: Path) -> TerritoryLoad:
    open_territory(path)
    pointer_path(work.member, work.id).write_text(str(path), encoding="utf-8")
    return _load(work, path, path.name[:180])


def _load(work: Work, path: Path, name: str) -> TerritoryLoad:
    work.tell(10, "Opening the territory")
    territory = open_territory(path)
    rows = territory.facts["rows"]
    loaded = TerritoryLoad(
        source=TerritoryLoad.Source.BUILT,
        file_name=name,
        sha256=sha256_of(territory.folder / "build.json"),
        rows_read=rows["read"],
        rows_skipped=0,
        left_out=[(why.replace("_", " "), count, 0) for why, count in rows["dropped"].items()],
        warnings=[],
    )
    return rank_and_use(work, by_folder(lambda: path), of_work(work, loaded))
