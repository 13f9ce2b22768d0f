"""What a robot would have to do at a card's page: nobody else is asked, and no cookie is set.

A form carries a signed text with its key in it. Whoever sends the form has done a small piece of
work on that key (`card-work.js` does it while the form is filled in), or has answered a plain
question, which is made from the key and stands in no text that is sent. A key makes one referral:
what is sent twice, or again and again by a robot, is the same one. docs/decisions/0017.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.utils.crypto import salted_hmac

SALT = "alongside.card-form"
OPEN_SECONDS = 2 * 3600
# About 30,000 tries: a tenth of a second on a desk, a second on an old phone.
WORK_BITS = 15
LONGEST_SOLUTION = 12


class Unproven(Exception):
    """Neither the work was done nor the question answered; `word` says what to tell."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


@dataclass(frozen=True, slots=True)
class Challenge:
    """One form's challenge. text: what the form carries. seed: what is worked on."""

    key: UUID
    text: str

    @property
    def seed(self) -> str:
        return self.key.hex

    @property
    def summands(self) -> tuple[int, int]:
        """Return what is to be added, from 1 to 9 each."""
        made = salted_hmac(SALT, self.seed, algorithm="sha256").digest()
        return 1 + made[0] % 9, 1 + made[1] % 9


def new_challenge(form: str, token_hash: bytes) -> Challenge:
    """Return a challenge for one form of one card."""
    key = uuid4()
    return Challenge(key, signing.dumps([key.hex, _place(form, token_hash)], salt=SALT))


def read_challenge(text: str, form: str, token_hash: bytes) -> Challenge:
    """Return the challenge that a form carries.

    Raises: Unproven, where it is another form's or card's, forged, or too old.
    """
    try:
        read: Any = signing.loads(text, salt=SALT, max_age=OPEN_SECONDS)
        key, place = read
        found = Challenge(UUID(hex=key), text)
    except signing.SignatureExpired:
        raise Unproven("expired") from None
    except (signing.BadSignature, TypeError, ValueError):
        raise Unproven("not_proven") from None
    if not hmac.compare_digest(str(place), _place(form, token_hash)):
        raise Unproven("not_proven")
    return found


def refuse_unproven(challenge: Challenge, *, solution: str, answer: str) -> None:
    """Raise Unproven unless the work was done or the question answered."""
    if solution and is_solved(challenge.seed, solution):
        return
    if answer.strip() != str(sum(challenge.summands)):
        raise Unproven("not_proven")


def is_solved(seed: str, solution: str) -> bool:
    """Whether SHA-256 of "seed:solution" begins with as many zero bits as are asked."""
    if len(solution) > LONGEST_SOLUTION:
        return False
    made = hashlib.sha256(f"{seed}:{solution}".encode()).digest()
    return int.from_bytes(made[:4]) >> (32 - WORK_BITS) == 0


def _place(form: str, token_hash: bytes) -> str:
    return f"{form}:{token_hash.hex()[:16]}"
