"""The first run's one-time code: printed in the terminal, asked of the first visitor."""

import base64
import hmac

from django.conf import settings

from alongside.team.models import Installation

CODE_BYTES = 5


def first_code(installation: Installation) -> str:
    """Return eight letters and digits in two halves, which only this installation can know."""
    words = f"alongside first run {installation.pk}"
    digest = hmac.digest(settings.SECRET_KEY.encode(), words.encode(), "sha256")
    code = base64.b32encode(digest[:CODE_BYTES]).decode()
    return f"{code[:4]}-{code[4:]}"
