"""Maya's profile and the shipped evidence, as files that a test may spoil."""

import re
from datetime import date
from importlib import resources
from pathlib import Path

from alongside.materials.evidence import TRAININGS, Evidence, read_evidence
from alongside.materials.profile import Profile

DAY = date(2026, 11, 24)
SHIPPED = resources.files("alongside.materials").joinpath("data/evidence.toml")

PROFILE = """
[therapist]
name = "Maya Okonkwo"
credentials = "LCSW"
licence = "LC14822"
licence_state = "ME"
trained_in = ["cbt", "cbt_i", "erp", "trauma", "perinatal", "bipolar"]

[practice]
name = "Casco Counseling"
street = "48 Exchange Street, Suite 3"
city = "Portland"
state = "ME"
zip = "04101"
phone = "207-555-0142"
fax = "207-555-0143"
url = "https://casco.example.org"

[brand]
accent = "#1d5c55"
"""


def maya(*trainings: str) -> Profile:
    """Maya, trained in what is named; in all six where nothing is."""
    return Profile(
        name="Maya Okonkwo",
        credentials="LCSW",
        licence="LC14822",
        licence_state="ME",
        trained_in=frozenset(trainings or TRAININGS),
        practice_name="Casco Counseling",
        street="48 Exchange Street, Suite 3",
        city="Portland",
        state="ME",
        zip5="04101",
        phone="207-555-0142",
        fax="207-555-0143",
        url="https://casco.example.org",
        accent="#1d5c55",
    )


def evidence_file(folder: Path, text: str | None = None) -> Path:
    """The shipped evidence, or a text, as a file."""
    path = folder / "evidence.toml"
    path.write_text(SHIPPED.read_text("utf-8") if text is None else text, encoding="utf-8")
    return path


def with_record(folder: Path, record: str, **values: str) -> Evidence:
    """The shipped evidence with some of a record's values (as TOML writes them) replaced."""
    return read_evidence(evidence_file(folder, spoilt("evidence", f'id = "{record}"', **values)))


def with_bullet(folder: Path, of_set: str, n: int, **values: str) -> Evidence:
    """The shipped evidence with some of a bullet's values replaced."""
    begins = f'set = "{of_set}"\nn = {n}'
    return read_evidence(evidence_file(folder, spoilt("bullet", begins, **values)))


def spoilt(table: str, begins: str, **values: str) -> str:
    """The shipped text with values of one table replaced; an empty value takes the key away."""
    text = SHIPPED.read_text("utf-8")
    head = f"[[{table}]]\n{begins}\n"
    assert text.count(head) == 1, f"{head!r} stands there {text.count(head)} times"
    before, after = text.split(head)
    body, _, rest = after.partition("\n[[")
    for key, value in values.items():
        line = re.compile(rf"^{key} = .*\n?", re.MULTILINE)
        written = f"{key} = {value}\n" if value else ""
        body = line.sub(lambda _, w=written: w, body) if line.search(body) else written + body  # type: ignore[misc]
    return f"{before}{head}{body}\n[[{rest}"


def profile_file(folder: Path, text: str = PROFILE) -> Path:
    """A profile as a file."""
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path
