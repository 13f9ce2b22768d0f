"""The renderer's child: what oversteps is stopped, and the next page is drawn."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from alongside.materials.renderer import Rendered, Renderer, RendererOverstepped, RenderingFailed

HEAD = (
    '#set document(title: "Trial")\n#set text(font: "Source Sans Pro", fallback: false)\n= Trial\n'
)
GOOD = HEAD + '#read("data.json")'
ENDLESS = HEAD + "#for n in range(400000) [page #n #pagebreak()]"
HUNGRY = HEAD + "#let all = range(10000000)\n#for _ in range(100) { all = all + all }\n#all.len()"


@pytest.fixture
def renderer() -> Iterator[Renderer]:
    one = Renderer(seconds=2)
    yield one
    one.close()


def draw(renderer: Renderer, template: str = GOOD, said: str = "hello", **more: int) -> Rendered:
    inputs = {"main.typ": template.encode(), "data.json": said.encode()}
    return renderer.render(inputs, timestamp=0, **more)  # type: ignore[arg-type]


def test_a_page_of_400_000_pages_is_stopped_and_the_next_page_is_drawn(renderer: Renderer) -> None:
    draw(renderer)
    before = renderer.pid
    began = time.monotonic()
    with pytest.raises(RendererOverstepped, match="longer than 2 seconds"):
        draw(renderer, ENDLESS)
    assert time.monotonic() - began < 6
    assert draw(renderer).files[0].startswith(b"%PDF")
    assert renderer.pid != before
    assert before is not None
    assert not _lives(before)


def test_a_page_that_eats_memory_is_stopped_and_the_next_page_is_drawn() -> None:
    small = Renderer(seconds=20, memory_bytes=700_000_000)
    with pytest.raises(RendererOverstepped, match="more than 700 MB of memory"):
        draw(small, HUNGRY)
    assert draw(small).files[0].startswith(b"%PDF")
    small.close()


def test_a_child_that_was_killed_is_replaced(renderer: Renderer) -> None:
    draw(renderer)
    assert renderer.pid is not None
    os.kill(renderer.pid, signal.SIGKILL)
    time.sleep(0.2)
    assert draw(renderer).files[0].startswith(b"%PDF")


def test_a_child_that_dies_at_work_is_an_error_and_the_next_page_is_drawn() -> None:
    patient = Renderer(seconds=20)
    draw(patient)
    with ThreadPoolExecutor() as threads:
        working = threads.submit(draw, patient, ENDLESS)
        time.sleep(0.5)
        assert patient.pid is not None
        os.kill(patient.pid, signal.SIGKILL)
        with pytest.raises(RendererOverstepped, match="ended before the page was drawn"):
            working.result(10)
    assert draw(patient).files[0].startswith(b"%PDF")
    patient.close()


def test_many_threads_each_get_their_own_page(renderer: Renderer) -> None:
    pages = {str(n): draw(renderer, said=str(n)).files[0] for n in range(24)}
    with ThreadPoolExecutor(8) as threads:
        drawn = threads.map(lambda said: (said, draw(renderer, said=said).files[0]), pages)
        assert dict(drawn) == pages
    assert len(set(pages.values())) == 24


def test_a_forked_worker_has_a_child_of_its_own(renderer: Renderer) -> None:
    before = draw(renderer).files[0]
    ours = renderer.pid
    worker = os.fork()
    if worker == 0:  # pragma: no cover
        same = draw(renderer).files[0] == before
        os._exit(0 if same and renderer.pid not in (None, ours) else 1)
    assert os.waitpid(worker, 0)[1] == 0
    assert draw(renderer).files[0] == before
    assert renderer.pid == ours


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGKILL)", "sys.exit(0)"])
@pytest.mark.parametrize("at_work", [False, True])
def test_the_child_ends_with_its_parent(tmp_path: Path, end: str, at_work: bool) -> None:
    """However the parent goes, and whatever the child is doing then."""
    code = f"""
        import os, signal, sys, threading, time
        from alongside.materials.renderer import Renderer
        one = Renderer(seconds=2)
        files = {{"main.typ": {GOOD.encode()!r}, "data.json": b"x"}}
        one.render(files, timestamp=0)
        print(one.pid, flush=True)
        if {at_work}:
            files["main.typ"] = {ENDLESS.encode()!r}
            work = lambda: one.render(files, timestamp=0)
            threading.Thread(target=work, daemon=True).start()
            time.sleep(0.3)
        {end}
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, timeout=60, check=False
    )
    child = int(done.stdout)
    deadline = time.monotonic() + 10
    while _lives(child) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not _lives(child)


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("#set document()\n= No title", "title"),
        (HEAD + '#read("/etc/passwd")', "not found"),
        (HEAD + '#read("../../../../etc/passwd")', "."),
        (HEAD + '#image("logo.png")', "not found"),
        (HEAD + "😀", "."),
    ],
)
def test_what_typst_refuses_is_one_message_and_the_child_lives_on(
    renderer: Renderer, template: str, why: str
) -> None:
    draw(renderer)
    before = renderer.pid
    with pytest.raises(RenderingFailed, match=why):
        draw(renderer, template)
    assert renderer.pid == before
    draw(renderer)


def test_no_font_of_the_machine_is_used_and_an_unknown_one_is_told(renderer: Renderer) -> None:
    drawn = draw(
        renderer, HEAD.replace("Source Sans Pro", "DejaVu Sans").replace(", fallback: false", "")
    )
    assert any("unknown font family" in warning for warning in drawn.warnings)
    assert b"DejaVu" not in drawn.files[0]


def test_closing_ends_a_page_at_work() -> None:
    patient = Renderer(seconds=30)
    draw(patient)
    with ThreadPoolExecutor() as threads:
        working = threads.submit(draw, patient, ENDLESS)
        time.sleep(0.3)
        began = time.monotonic()
        patient.close()
        assert time.monotonic() - began < 5
        with pytest.raises(RendererOverstepped):
            working.result(5)


def test_nothing_is_left_in_the_folder_for_passing_files(tmp_path: Path) -> None:
    code = textwrap.dedent(
        f"""
        from alongside.materials.renderer import Renderer
        files = {{"main.typ": {GOOD.encode()!r}, "data.json": b"a person's words"}}
        Renderer().render(files, timestamp=0)
        """
    )
    env = os.environ | {"TMPDIR": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=env, check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []


def _lives(pid: int) -> bool:
    """Whether a process runs; one that ended and was not waited for does not."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
