"""What the gate refuses, as one kind."""

from alongside.errors import Refused


class MayNotPrint(Refused):
    """Something that may not be printed; each kind of it stands beside what raises it."""
