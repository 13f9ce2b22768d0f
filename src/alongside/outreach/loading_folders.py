"""A built territory becomes the group's ranked offices; its files stay where they are."""

from alongside.outreach.loading import Work, by_folder, of_work, once, rank_and_use, sha256_of
from alongside.outreach.models import TerritoryLoad
from alongside.outreach.uploads import folder_of
from alongside.territory.built import open_territory


def load_built(work: Work, *, folder: str) -> TerritoryLoad:
    """Rank a built territory and put its offices in use; done again, it is done once."""
    return once(work, lambda: _load(work, folder))


def _load(work: Work, folder: str) -> TerritoryLoad:
    work.tell(10, "Opening the territory")
    territory = open_territory(folder_of(folder))
    rows = territory.facts["rows"]
    loaded = TerritoryLoad(
        source=TerritoryLoad.Source.BUILT,
        file_name=folder,
        sha256=sha256_of(territory.folder / "build.json"),
        rows_read=rows["read"],
        rows_skipped=0,
        left_out=[(why.replace("_", " "), count, 0) for why, count in rows["dropped"].items()],
        warnings=[],
    )
    return rank_and_use(work, by_folder(folder), of_work(work, loaded))
