"""The cards: ten to a sheet, each with the batch's code, which carries an address byte for byte."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import segno

from alongside.errors import Refused
from alongside.materials.profile import Profile
from alongside.materials.sheets import Part, full_name, place

OFFER = "Therapy beside your doctor’s care"
ASK = "See my openings"
LONGEST_URL = 60
CODE_INCHES = 1.12
SMALLEST_MODULE_MM = 0.5
MM_PER_INCH = 25.4
QUIET_MODULES = 4

# Names that no public name server answers for (RFC 6761, 6762, 8375, and names in wide use).
PRIVATE_ENDINGS = (
    "corp",
    "home",
    "home.arpa",
    "internal",
    "intranet",
    "invalid",
    "lan",
    "local",
    "localdomain",
    "localhost",
    "private",
)
LABEL = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?")


class AddressBad(Refused):
    """An address that no card may carry."""


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Ten cards of one batch.

    `mark` is the batch's short mark, to tell one sheet from another by eye; `offer` is the one
    line that says what the therapist does.
    """

    profile: Profile
    url: str
    mark: str = ""
    offer: str = OFFER

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return f"Cards of {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the cards."""
        return "en"


def card_part(sheet: CardSheet) -> Part:
    """Return the sheet as its template takes it.

    Raises: AddressBad, when the address leads nowhere from a stranger's phone, or is too long.
    """
    profile = sheet.profile
    words = {
        "language": sheet.language,
        "name": full_name(profile),
        "offer": sheet.offer,
        "phone": profile.phone,
        "lines": [profile.practice_name, profile.street, place(profile)],
        "ask": ASK,
        "mark": f"Batch {sheet.mark or short_mark(sheet.url)} · 10 cards",
        "alt": f"Code that opens {sheet.url}",
        "code_inches": CODE_INCHES,
    }
    return Part("cards", words, (10.0,), pictures={"code.svg": code(sheet.url)})


def code(url: str) -> bytes:
    """Return the QR code of an address as SVG: level M, black, with its quiet zone.

    Raises: AddressBad.
    """
    check_address(url)
    made = segno.make_qr(url.encode("ascii"), error="m", boost_error=False)
    return _svg(made)


def _svg(made: segno.QRCode) -> bytes:
    modules = made.symbol_size(border=QUIET_MODULES)[0]
    module_mm = CODE_INCHES * MM_PER_INCH / modules
    if module_mm < SMALLEST_MODULE_MM:
        raise AddressBad("The address is too long for a code that a phone can read from a card.")
    svg = made.svg_inline(border=QUIET_MODULES, dark="#000", light="#fff", omitsize=True)
    return svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1).encode()


def short_mark(url: str) -> str:
    """Return the last letters of an address, which tell one batch from another by eye."""
    return re.sub(r"[^A-Za-z0-9]", "", urlsplit(url).path)[-4:].upper() or "1"


def check_address(url: str) -> None:
    """Refuse an address that a stranger's phone cannot open.

    Raises: AddressBad.
    """
    if len(url.encode()) > LONGEST_URL:
        raise AddressBad(
            f"The address has {len(url.encode())} characters; a card's code can carry "
            f"{LONGEST_URL}: {url}"
        )
    if not re.fullmatch(r"https?://[!-~]+", url):
        raise AddressBad(f"A card's address begins with https:// and has plain letters: {url!r}")
    if not _is_public(_host(url)):
        raise AddressBad(
            f"A phone elsewhere cannot open this address, so no card carries it: {url}"
        )


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where it is no number
        return (parts.hostname or "").rstrip(".")
    except ValueError:
        raise AddressBad(f"This is no web address: {url}") from None


def _is_public(host: str) -> bool:
    """Whether a host can be reached from anywhere, by what its name says."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return _is_public_name(host)
    mapped = getattr(number, "ipv4_mapped", None)
    return (mapped or number).is_global


def _is_public_name(host: str) -> bool:
    labels = host.split(".")
    return (
        len(labels) > 1
        and all(LABEL.fullmatch(label) for label in labels)
        # An ending that begins with a digit is a number in an odd spelling (127.1, 0x7f.1).
        and labels[-1][0].isalpha()
        and not any(host.endswith(f".{ending}") for ending in PRIVATE_ENDINGS)
    )
