"""Print into the docs what the code knows: the table, and each command's own help.

A page holds `<!-- printed: NAME -->` … `<!-- end -->`; what stands between is replaced.
With --check nothing is written, and a page that would change is an error.
"""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from alongside.playbook.printed import table_as_markdown
from alongside.releases.scope import KINDS_SAID, NEEDS, said

DOCS = Path(__file__).parent
BLOCK = re.compile(r"(<!-- printed: (.+?) -->\n).*?(<!-- end -->)", re.DOTALL)


def main(check: bool) -> int:
    stale = 0
    for page in sorted(DOCS.rglob("*.md")):
        before = page.read_text(encoding="utf-8")
        after = BLOCK.sub(_filled, before)
        if after != before and check:
            print(
                f"{page}: what is printed from the code is old; run `make docs`.", file=sys.stderr
            )
            stale = 1
        elif after != before:
            page.write_text(after, encoding="utf-8")
    return stale


def _filled(block: re.Match[str]) -> str:
    return f"{block[1]}\n{PRINTED[block[2]]()}\n\n{block[3]}"


def _help(*words: str) -> Callable[[], str]:
    def run() -> str:
        command = [str(Path(sys.executable).with_name("alongside")), *words, "--help"]
        env = os.environ | {"COLUMNS": "80", "NO_COLOR": "1"}
        done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
        return f"```\n{done.stdout.strip()}\n```"

    return run


def _letters() -> str:
    rows = [f"| {KINDS_SAID[kind]} | {said(items)} |" for kind, items in NEEDS.items()]
    return "\n".join(["| letter | needs |", "|---|---|", *rows])


PRINTED: Mapping[str, Callable[[], str]] = {
    "letters": _letters,
    "table": table_as_markdown,
    "alongside": _help(),
    "alongside territory build": _help("territory", "build"),
    "alongside territory demo": _help("territory", "demo"),
    "alongside material evidence": _help("material", "evidence"),
    "alongside material handout": _help("material", "handout"),
    "alongside material cards": _help("material", "cards"),
    "alongside material letter": _help("material", "letter"),
    "alongside material availability": _help("material", "availability"),
    "alongside material release": _help("material", "release"),
    "alongside material kit": _help("material", "kit"),
    "alongside referral list": _help("referral", "list"),
    "alongside territory look-up": _help("territory", "look-up"),
    "alongside playbook next": _help("playbook", "next"),
    "alongside territory fetch": _help("territory", "fetch"),
    "alongside territory load": _help("territory", "load"),
    "alongside territory rank": _help("territory", "rank"),
    "alongside territory zips": _help("territory", "zips"),
}

if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv))
