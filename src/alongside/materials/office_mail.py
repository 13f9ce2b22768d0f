"""An email to an office: who this is, or when there is room. It has no words but these."""

import re
from dataclasses import dataclass

from alongside.materials.availability import AvailabilityCard
from alongside.materials.profile import Profile
from alongside.materials.sheets import address, full_name, licence_line, written

HELLO = (
    "This is an advertisement from {name}, a therapist at {practice} in {city}.",
    "Dear {to},",
)
INTRODUCTION = (
    (
        "I would like to meet the patients for whom medicine alone is not doing it, and those who "
        "do not see why both treatments belong together. Every decision about medicine stays with "
        "you, and I report back as far as each person allows."
    ),
    (
        "I would also be glad to send people to you: tell me how you like that to work. It is an "
        "offer and no bargain; each person chooses for themselves."
    ),
    "A word to {phone} reaches me.",
)
ROOM = "I have room just now, as of {as_of} and until {until}:"
CALL = "A word to {phone} is enough, or your patient may call."
STOP = (
    "You get this at an office’s address. To get no more email of this kind from anybody who uses "
    "this service, open this page and press the button; it holds at once and for good:"
)
SIGNED = "With respect,"


@dataclass(frozen=True, slots=True)
class OfficeMail:
    """An email's subject and its plain text; the page that stops further ones stands in it."""

    subject: str
    text: str


def introduction_mail(profile: Profile, *, to: str, stop_at: str) -> OfficeMail:
    """Return the email that says who this is. stop_at: the address that stops further ones."""
    subject = f"{full_name(profile)}, {profile.practice_name}: an introduction"
    said = tuple(_filled(text, {"phone": profile.phone}) for text in INTRODUCTION)
    return _mail(profile, subject, said, to, stop_at)


def room_mail(card: AvailabilityCard, *, to: str, stop_at: str) -> OfficeMail:
    """Return the email that says when there is room, as the availability card does."""
    profile, days = card.profile, {"as_of": written(card.as_of), "until": written(card.ends_on)}
    lines = [_filled(ROOM, days), "\n".join(f"- {line}" for line in card.openings)]
    facts = (("I help with", card.helps_with), ("Insurance", card.insurers), ("Ages", (card.ages,)))
    lines += [f"{label}: {', '.join(said)}" for label, said in facts if any(said)]
    subject = f"{full_name(profile)}, {profile.practice_name}: room as of {days['as_of']}"
    call = _filled(CALL, {"phone": profile.phone})
    return _mail(profile, subject, (*filter(None, lines), call), to, stop_at)


def _mail(
    profile: Profile, subject: str, paragraphs: tuple[str, ...], to: str, stop_at: str
) -> OfficeMail:
    facts = {
        "name": full_name(profile),
        "practice": profile.practice_name,
        "city": profile.city,
        "to": " ".join(to.split()) or "colleagues",
    }
    said = [*(_filled(text, facts) for text in HELLO), *paragraphs]
    signed = "\n".join((SIGNED, full_name(profile), licence_line(profile)))
    sender = "\n".join((profile.practice_name, address(profile)))
    text = "\n\n".join((*said, signed, sender, f"{STOP}\n{stop_at}"))
    return OfficeMail(" ".join(subject.split()), f"{text}\n")


def _filled(text: str, facts: dict[str, str]) -> str:
    """Return a paragraph of ours with names in it; what people wrote is not read as a pattern."""
    return re.sub(r"\{(\w+)\}", lambda found: facts[found[1]], text)
