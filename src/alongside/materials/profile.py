"""Who the therapist is and how their paper looks, from a TOML file read strictly."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from alongside.materials import tables
from alongside.materials.accent import is_accent, readable_accent
from alongside.materials.evidence import TRAININGS
from alongside.materials.forbidden import check_text
from alongside.materials.logo import Logo, LogoBad, read_logo
from alongside.materials.refusals import MayNotPrint
from alongside.materials.tables import Reader, TableBad

LONGEST = 300
ZIP = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
PHONE = re.compile(r"\+?1?[\s.(/-]*\d{3}[\s.)/-]*\d{3}[\s./-]*\d{4}(?:\s*,?\s*(?:x|ext\.?)\s*\d+)?")
STATES_AND_TERRITORIES = (
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ "
    "NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI"
)
STATES = frozenset(STATES_AND_TERRITORIES.split())


class ProfileBad(TableBad):
    """A profile that cannot be read, or lacks what a page needs."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A therapist, their practice and their brand.

    `accent` is `#rrggbb`, dark enough to be read on white; `logo` was made anew, or is a file that
    was checked, and is read again by `logo.read_logo` when it is printed.
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
    logo: Path | Logo | None = None


def read_profile(path: Path) -> Profile:
    """Return the profile of a TOML file.

    Args: path: with the tables `[therapist]`, `[practice]` and `[brand]` (docs/materials.md); a
        logo is looked for beside the file. A fax, a page address and a logo may be left blank.
    Raises: ProfileBad, naming the file, the table, the key and what was expected.
    """
    try:
        document, _ = tables.parse(path)
        return _profile(document, path.parent)
    except (TableBad, LogoBad, MayNotPrint) as refusal:
        raise ProfileBad(f"{path}: {refusal}") from None


def profile_of(
    lines: Mapping[str, str], trained_in: Sequence[str], logo: Logo | None = None
) -> Profile:
    """Return the profile of lines that a person wrote, read as strictly as a file's.

    Args: lines: by the names of `LINES`; a fax and a page address may be blank.
    Raises: ProfileBad, naming the line and what was expected.
    """
    try:
        read = {name: reader(lines[name], label) for name, (label, reader) in LINES.items()}
        known = tables.list_of(tables.one_of(TRAININGS))(list(trained_in), "What you trained in")
    except (TableBad, MayNotPrint) as refusal:
        raise ProfileBad(str(refusal)) from None
    return Profile(**read, trained_in=frozenset(known), logo=logo)  # type: ignore[arg-type]


def _profile(document: object, folder: Path) -> Profile:
    found = tables.fields(document, "", FILE, needed=tuple(FILE))
    therapist = tables.fields(found["therapist"], "[therapist]", THERAPIST, tuple(THERAPIST))
    practice = tables.fields(found["practice"], "[practice]", PRACTICE, tuple(PRACTICE))
    brand = tables.fields(found["brand"], "[brand]", BRAND, needed=("accent",))
    logo = str(brand.get("logo", ""))
    trained_in: tuple[str, ...] = therapist["trained_in"]  # type: ignore[assignment]
    values = {
        **therapist,
        **practice,
        "accent": brand["accent"],
        "trained_in": frozenset(trained_in),
        "practice_name": practice["name"],
        "name": therapist["name"],
        "zip5": practice["zip"],
        "logo": _checked_logo(folder / logo) if logo else None,
    }
    del values["zip"]
    return Profile(**values)  # type: ignore[arg-type]


def _checked_logo(path: Path) -> Path:
    try:
        read_logo(path)
    except LogoBad as refusal:
        raise LogoBad(f"[brand], logo: {refusal}") from None
    return path


def _line(value: object, where: str) -> str:
    """Return a line that says nothing forbidden; what cannot be drawn is the press's to replace."""
    line = tables.text(value, where)
    if len(line) > LONGEST:
        raise TableBad(f"{where}: {len(line)} characters; {LONGEST} are the most.")
    check_text(line, where=where)
    return line


def _filled_line(value: object, where: str) -> str:
    tables.filled(value, where)
    return _line(value, where)


def _state(value: object, where: str) -> str:
    if _line(value, where) not in STATES:
        raise tables.wrong(where, value, "a state's two letters, such as ME")
    return str(value)


def _zip5(value: object, where: str) -> str:
    found = ZIP.fullmatch(_line(value, where))
    if found is None:
        raise tables.wrong(where, value, "five digits, or ZIP+4")
    return found[1]


def _phone(value: object, where: str) -> str:
    if PHONE.fullmatch(_line(value, where).strip()) is None:
        raise tables.wrong(where, value, "a US telephone number with its area code")
    return str(value).strip()


def _phone_or_blank(value: object, where: str) -> str:
    return _phone(value, where) if _line(value, where).strip() else ""


def _url_or_blank(value: object, where: str) -> str:
    """Return a page's address as it was written: with http(s), or from its host on."""
    written = _line(value, where).strip()
    if written and not _is_address(written):
        raise tables.wrong(where, value, "a page's address, such as https://example.org")
    return written


def _is_address(written: str) -> bool:
    if not written.isprintable() or " " in written or '"' in written:
        return False
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and "." in host.strip(".")


def _accent(value: object, where: str) -> str:
    written = tables.text(value, where)
    if not is_accent(written):
        raise tables.wrong(where, value, "a colour as #rgb or #rrggbb")
    return readable_accent(written)


FILE: Mapping[str, Reader] = dict.fromkeys(("therapist", "practice", "brand"), tables.anything)
THERAPIST: Mapping[str, Reader] = {
    "name": _filled_line,
    "credentials": _filled_line,
    "licence": _filled_line,
    "licence_state": _state,
    "trained_in": tables.list_of(tables.one_of(TRAININGS)),
}
PRACTICE: Mapping[str, Reader] = {
    "name": _filled_line,
    "street": _filled_line,
    "city": _filled_line,
    "state": _state,
    "zip": _zip5,
    "phone": _phone,
    "fax": _phone_or_blank,
    "url": _url_or_blank,
}
BRAND: Mapping[str, Reader] = {"accent": _accent, "logo": tables.text}

# Each line of a profile as a person is asked for it, and its reader.
LINES: Mapping[str, tuple[str, Reader]] = {
    "name": ("Name", _filled_line),
    "credentials": ("Credentials", _filled_line),
    "licence": ("License", _filled_line),
    "licence_state": ("State of the license", _state),
    "practice_name": ("Practice", _filled_line),
    "street": ("Street", _filled_line),
    "city": ("City", _filled_line),
    "state": ("State", _state),
    "zip5": ("ZIP", _zip5),
    "phone": ("Phone", _phone),
    "fax": ("Fax", _phone_or_blank),
    "url": ("Page address", _url_or_blank),
    "accent": ("Accent colour", _accent),
}
