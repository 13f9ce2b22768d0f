"""Which version of a page was printed, and whether it should lie on a counter still."""

from dataclasses import dataclass
from datetime import date

from alongside.outreach.models import Printing
from alongside.web.paper_forms import AUDIENCE_WORDS


@dataclass(frozen=True, slots=True)
class Version:
    """A printing as it stands on a page, on a day."""

    printing: Printing
    today: date

    @property
    def audience(self) -> str:
        return AUDIENCE_WORDS.get(self.printing.audience, "")

    @property
    def is_over(self) -> bool:
        return self.printing.is_past_review(self.today)
