"""The real command, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

COMMAND = Path(sys.executable).with_name("alongside")


def alongside(*words: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(
        [COMMAND, *words], env=env, capture_output=True, text=True, check=False, timeout=120
    )
