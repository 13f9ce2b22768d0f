"""How often something may be done, counted over all workers, of addresses that are not kept.

What is counted is a keyed hash: nobody reads an address out of the table.
"""

from django.core.cache import caches
from django.utils.crypto import salted_hmac

SALT = "alongside.limits"


def is_too_often(what: str, whose: str, *, most: int, seconds: int) -> bool:
    """Count once more, and return whether that was once too often."""
    counts = caches["default"]
    name = f"{what}:{salted_hmac(SALT, f'{what}:{whose}', algorithm='sha256').hexdigest()[:40]}"
    counts.add(name, 0, timeout=seconds)
    try:
        return int(counts.incr(name)) > most
    except ValueError:  # it ran out between the two
        return False
