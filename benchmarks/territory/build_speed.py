"""Time, processor and memory of `territory build`, beside other means, in one run.

`python -m benchmarks.territory.build_speed --scale 0.1`; 1 is the country. At a tenth and a
third of the scale, too, the builds alone are run, so that cost can be laid against rows.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.territory.cms_files import Files, make_files
from benchmarks.territory.rivals import RIVALS

COMMAND = str(Path(sys.executable).with_name("alongside"))


@dataclass(frozen=True, slots=True)
class Measured:
    """What a command took: seconds, seconds of processor, and MB at its peak."""

    seconds: float
    processor: float
    peak_mb: float


def measure(words: Sequence[str]) -> Measured:
    """Run a command in a process of its own."""
    began = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(words)} ended with {os.waitstatus_to_exitcode(status)}")
    return Measured(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def build(files: Files, nppes: Path, *more: str) -> Measured:
    """Build a territory of the files, from nothing."""
    with tempfile.TemporaryDirectory(dir=nppes.parent) as out:
        words = ["--nppes", str(nppes), "--prescribers", str(files.claims), "--out", f"{out}/built"]
        return measure([COMMAND, "territory", "build", "--quiet", *words, *more])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scale", type=float, default=0.01)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "territory")
    parser.add_argument("--without", nargs="*", default=[], help="rivals to leave out")
    chosen = parser.parse_args()
    for share in (0.1, 0.33, 1.0):
        folder = chosen.folder / f"scale-{chosen.scale * share:g}"
        files = _made_elsewhere(folder, chosen.scale * share)
        _print_size(files, chosen.scale * share)
        runs = {
            "build from csv": build(files, files.people),
            "build from zip": build(files, files.people_zip),
        }
        if share == 1.0:
            others = [name for name in RIVALS if name not in chosen.without]
            runs |= {name: measure(_rival(name, folder)) for name in others}
        _print(runs, files)
        shutil.rmtree(folder)


def _made_elsewhere(folder: Path, scale: float) -> Files:
    """Make the files in another process: what this one holds, its children seem to hold too."""
    words = ["-m", "benchmarks.territory.cms_files", "--scale", str(scale), "--out", str(folder)]
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
    return make_files(folder, scale)


def _rival(name: str, folder: Path) -> list[str]:
    return [sys.executable, "-m", "benchmarks.territory.rivals", name, str(folder)]


def _print_size(files: Files, scale: float) -> None:
    sizes = [path.stat().st_size / 1e6 for path in (files.people, files.people_zip, files.claims)]
    load = os.getloadavg()[0]
    print(
        f"\nscale {scale:g}: NPPES {sizes[0]:,.0f} MB (zip {sizes[1]:,.0f}), Part D "
        f"{sizes[2]:,.0f} MB; load {load:.1f} on {os.cpu_count()} cores"
    )


def _print(runs: dict[str, Measured], files: Files) -> None:
    size = (files.people.stat().st_size + files.claims.stat().st_size) / 1e6
    print(f"{'':16}{'s':>9}{'CPU s':>9}{'MB/s':>8}{'peak MB':>9}{'s / csv':>9}{'CPU / csv':>10}")
    first = runs["build from csv"]
    for name, run in runs.items():
        print(
            f"{name:16}{run.seconds:9.1f}{run.processor:9.1f}{size / run.seconds:8.0f}"
            f"{run.peak_mb:9.0f}{run.seconds / first.seconds:9.2f}"
            f"{run.processor / first.processor:10.2f}"
        )


if __name__ == "__main__":
    main()
