"""Who the therapist is and how their paper looks, from a TOML file read strictly."""

from dataclasses import dataclass
from pathlib import Path

from alongside.errors import Refused


class ProfileBad(Refused):
    """A profile that cannot be read, or lacks what a page needs."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A therapist, their practice and their brand.

    `accent` is `#rrggbb`, dark enough to be read on white; `logo` was checked, and is read again
    by `logo.read_logo` when it is printed.
    """

    name: str
    credentials: str
    licence: str
    licence_state: str
    trained_in: frozenset[str]
    practice_name: str
    street: str
    city: str
    state: str
    zip5: str
    phone: str
    fax: str
    url: str
    accent: str
    logo: Path | None = None


def read_profile(path: Path) -> Profile:
    """Return the profile of a TOML file.

    Args: path: with the tables `[therapist]`, `[practice]` and `[brand]` (docs/materials.md).
    Raises: ProfileBad, naming the file, the table, the key and what was expected.
    """
    raise NotImplementedError
