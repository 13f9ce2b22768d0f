"""Draw the same one-page handout, each with other data, by three engines in one run.

Run: `uv sync --group bench`, then `python -m benchmarks.materials.speed [PAGES]`. Each engine has a
process of its own, one after the other, so that memory is counted apart. What is compared is time
on the processor, not on the wall: others may use the machine. Ours counts all that a command does:
composing by the gate, the gate once more, and the renderer's child.
"""

import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pikepdf

from alongside.materials.evidence import shipped_evidence
from alongside.materials.printing import print_document
from alongside.materials.renderer import Renderer
from benchmarks.materials.invented import DAY, handout

WARM_UP = 8
# Few pages of a slow engine say as much as many.
PAGES = {"alongside": 400, "reportlab": 200, "weasyprint": 40}


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine took for so many pages."""

    pages: int
    processor_seconds: float
    wall_seconds: float
    peak_megabytes: float
    page_bytes: int

    @property
    def pages_a_second(self) -> float:
        """Return pages per second on the processor."""
        return self.pages / self.processor_seconds


def main(pages: int | None) -> None:
    """Measure each engine in a process of its own, and print a table."""
    found = {engine: _in_its_own_process(engine, pages or count) for engine, count in PAGES.items()}
    print("engine      pages  pages/CPU-s  ms CPU a page  ms wall  peak MB  bytes a page")
    for engine, one in found.items():
        print(
            f"{engine:<11} {one.pages:>5} {one.pages_a_second:>12.1f} "
            f"{1000 / one.pages_a_second:>14.1f} {1000 * one.wall_seconds / one.pages:>8.1f} "
            f"{one.peak_megabytes:>8.0f} {one.page_bytes:>13}"
        )
    ours = found["alongside"].pages_a_second
    for engine in ("reportlab", "weasyprint"):
        print(f"{ours / found[engine].pages_a_second:.1f} times {engine}")


def _in_its_own_process(engine: str, pages: int) -> Measured:
    command = [sys.executable, "-m", "benchmarks.materials.speed", engine, str(pages)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return Measured(**json.loads(done.stdout))


def measure(engine: str, pages: int) -> Measured:
    """Return what an engine takes for some pages."""
    draw, close = ENGINES[engine]()
    return measure_pages(draw, close, pages)


def measure_pages(draw: Callable[[int], bytes], close: Callable[[], None], pages: int) -> Measured:
    """Return what so many documents take, after a few that warm the engine up."""
    assert {_page_count(draw(n)) for n in range(WARM_UP)} <= {1, 4}
    began, began_wall = _processor_seconds(), time.perf_counter()
    sizes, seen = 0, set()
    for n in range(WARM_UP, WARM_UP + pages):
        drawn = draw(n)
        seen.add(hash(drawn))
        sizes += len(drawn)
    wall = time.perf_counter() - began_wall
    took = _processor_seconds() - began
    close()  # a child's memory is known once it has ended
    assert len(seen) == pages
    return Measured(pages, took, wall, _peak_megabytes(), sizes // pages)


def _ours() -> tuple[Callable[[int], bytes], Callable[[], None]]:
    renderer, evidence = Renderer(), shipped_evidence()

    def draw(n: int) -> bytes:
        return print_document(handout(n), on=DAY, evidence=evidence, renderer=renderer).pdf

    return draw, renderer.close


def _reportlab() -> tuple[Callable[[int], bytes], Callable[[], None]]:
    from benchmarks.materials.by_reportlab import ReportLabPress

    press = ReportLabPress()
    return lambda n: press.draw(handout(n)), _nothing


def _weasyprint() -> tuple[Callable[[int], bytes], Callable[[], None]]:
    from benchmarks.materials.by_weasyprint import WeasyPrintPress

    press = WeasyPrintPress()
    return lambda n: press.draw(handout(n)), _nothing


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages)


def _nothing() -> None:
    """There is no child to end."""


def _processor_seconds() -> float:
    """Our own time, and that of a child that still runs (Linux)."""
    return time.process_time() + sum(map(_seconds_of, _children()))


def _children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()


def _seconds_of(pid: str) -> float:
    # In nanoseconds, thread by thread, where `stat` only counts hundredths by sampling.
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def _peak_megabytes() -> float:
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return (ours + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


ENGINES: dict[str, Callable[[], tuple[Callable[[int], bytes], Callable[[], None]]]] = {
    "alongside": _ours,
    "reportlab": _reportlab,
    "weasyprint": _weasyprint,
}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ENGINES:
        print(json.dumps(asdict(measure(sys.argv[1], int(sys.argv[2])))))
    else:
        main(int(sys.argv[1]) if sys.argv[1:] else None)
