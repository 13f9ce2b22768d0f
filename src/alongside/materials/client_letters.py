"""Letters that name a client, and the cover of a fax: words for one page.

That a release covers them is judged where releases are; here they become a page. The title names
nobody, for it goes into the file's own data.
"""

from dataclasses import dataclass
from datetime import date

from alongside.materials.profile import Profile
from alongside.materials.sheets import (
    Part,
    Words,
    address,
    curled,
    full_name,
    licence_line,
    sizes_down,
    written,
)

SIZES = sizes_down(11.5, 9)
UNDER_A_RELEASE = "Sent with the patient’s written permission."
WITHOUT_A_RELEASE = "Sent without a written permission; the reason is on file."
# 42 CFR 2.32(a)(2), the short form.
PART_2_NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
MISSENT = (
    "If this was not meant for you, please call {phone} and destroy it: you may not read on, copy "
    "or keep it."
)
COVER_SAYS = (
    "The pages behind this one are confidential health information for the person named above. "
    "Please hand them over unread."
)


@dataclass(frozen=True, slots=True)
class ClientLetter:
    """A letter about one client.

    `subject` names the client; `sections` are headings with what stands below each, the most
    needed first; `what` says what kind of letter it is.
    """

    profile: Profile
    what: str
    subject: str
    opening: str
    sections: tuple[tuple[str, str], ...] = ()
    closing: str = ""
    to: str = ""
    address_lines: tuple[str, ...] = ()
    is_under_release: bool = True
    is_part_2: bool = False

    @property
    def title(self) -> str:
        """Return what the document is called; nobody is named in it."""
        return f"A letter from {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the letter."""
        return "en"


@dataclass(frozen=True, slots=True)
class FaxCover:
    """The page in front of a fax: it says for whom and from whom, and names no client."""

    profile: Profile
    to: str
    practice: str
    fax: str
    pages: int

    @property
    def title(self) -> str:
        """Return what the document is called."""
        return f"A fax from {full_name(self.profile)}"

    @property
    def language(self) -> str:
        """Return the language of the cover."""
        return "en"


def client_letter_part(letter: ClientLetter, on: date) -> Part:
    """Return the letter as its template takes it: one page, and no more."""
    profile = letter.profile
    words = {
        **_from(profile, on),
        "to": [line for line in (letter.to, *letter.address_lines) if line],
        "what": letter.what,
        "subject": letter.subject,
        "greeting": f"Dear {letter.to or 'colleagues'},",
        "opening": curled(letter.opening),
        "sections": [[heading, curled(text)] for heading, text in letter.sections],
        "closing": curled(letter.closing),
        "close": "With respect,",
        "name": full_name(profile),
        "under": licence_line(profile),
        "notices": _notices(letter),
    }
    return Part("client_letter", words, SIZES)


def fax_cover_part(cover: FaxCover, on: date) -> Part:
    """Return the cover as its template takes it."""
    profile = cover.profile
    words = {
        **_from(profile, on),
        "rows": [
            ["To", ", ".join(filter(None, (cover.to, cover.practice)))],
            ["Fax", cover.fax],
            ["From", full_name(profile)],
            ["Phone", profile.phone],
            ["Pages", f"{cover.pages + 1}, with this one"],
        ],
        "says": COVER_SAYS,
        "missent": MISSENT.format(phone=profile.phone),
    }
    return Part("fax_cover", words, SIZES)


def _from(profile: Profile, on: date) -> Words:
    fax = f"Fax {profile.fax}" if profile.fax else ""
    return {
        "language": "en",
        "practice": profile.practice_name,
        "sender": [address(profile), " · ".join(filter(None, (profile.phone, fax)))],
        "day": written(on),
    }


def _notices(letter: ClientLetter) -> list[str]:
    basis = UNDER_A_RELEASE if letter.is_under_release else WITHOUT_A_RELEASE
    part_2 = [PART_2_NOTICE] if letter.is_part_2 else []
    return [basis, *part_2, MISSENT.format(phone=letter.profile.phone)]
