"""Each contract of the house, broken on purpose."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the house that a test may spoil."""
    skip = shutil.ignore_patterns("__pycache__", "*.csv", "*.parquet")
    shutil.copytree(ROOT / "src", tmp_path / "src", ignore=skip)
    shutil.copytree(ROOT / "tests" / "architecture", tmp_path / "tests" / "architecture")
    shutil.copy(ROOT / "tests" / "__init__.py", tmp_path / "tests")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(house: Path, tool: str, *words: str) -> subprocess.CompletedProcess[str]:
    # The copy stands before the installed package, or the spoilt file would not be seen.
    path = os.pathsep.join((str(house / "src"), str(house)))
    return subprocess.run(
        [TOOLS / tool, *words],
        cwd=house,
        env=os.environ | {"PYTHONPATH": path, "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def spoil(house: Path, file: str, code: str) -> None:
    target = house / "src" / "alongside" / file
    target.parent.mkdir(exist_ok=True)
    before = target.read_text(encoding="utf-8") if target.exists() else ""
    target.write_text(before + code, encoding="utf-8")


def test_the_house_keeps_its_contracts(house: Path) -> None:
    assert run(house, "lint-imports").returncode == 0
    assert run(house, "ruff", "check", "src").returncode == 0


@pytest.mark.parametrize(
    ("file", "code", "contract"),
    [
        ("playbook/days.py", "import alongside.territory\n", "Floors"),
        ("territory/__init__.py", "import alongside.cli.main\n", "Floors"),
        ("federal_holidays.py", "import alongside.playbook.days\n", "Floors"),
        ("utils/__init__.py", "", "Floors"),
        ("territory/__init__.py", "import django\n", "Framework-free"),
        ("territory/__init__.py", "import typer\n", "Framework-free"),
        ("materials/__init__.py", "import django\n", "Framework-free"),
        ("materials/__init__.py", "import alongside.territory\n", "Floors"),
        ("cli/main.py", "import polars\n", "Polars and Narwhals in territory"),
        ("playbook/days.py", "import narwhals\n", "Polars and Narwhals in territory"),
        ("territory/zips.py", "import httpx\n", "Network"),
        ("outreach/loading.py", "import tenacity\n", "Network"),
        ("cli/main.py", "import holidays\n", "holiday library in federal_holidays"),
        ("cli/main.py", "import django_tasks_db\n", "queue of jobs in team"),
        ("outreach/owed.py", "import django_tasks\n", "queue of jobs in team"),
        ("playbook/days.py", "import typing_extensions\n", "Standard library only"),
        ("errors.py", "import holidays\n", "Standard library only"),
        ("spreadsheets.py", "import alongside.territory\n", "Floors"),
        ("spreadsheets.py", "import django\n", "Framework-free"),
        ("outreach/mailing_jobs.py", "import alongside.releases.models\n", "Promotion and gifts"),
        ("outreach/gifts.py", "import alongside.referrals.counts\n", "Promotion and gifts"),
    ],
)
def test_an_import_that_breaks_a_contract_fails(
    house: Path, file: str, code: str, contract: str
) -> None:
    spoil(house, file, code)
    found = run(house, "lint-imports")
    assert found.returncode == 1
    assert any(contract in line and "BROKEN" in line for line in found.stdout.splitlines()) or (
        contract == "Floors" and "utils" in found.stdout + found.stderr
    )


@pytest.mark.parametrize(
    "code",
    [
        "from datetime import date\n\nTODAY = date.today()\n",
        "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n",
        "import time\n\nNOW = time.time()\n",
    ],
)
@pytest.mark.parametrize("file", ["playbook/clock.py", "territory/clock.py", "materials/clock.py"])
def test_only_doors_read_the_clock(house: Path, file: str, code: str) -> None:
    spoil(house, file, code)
    found = run(house, "ruff", "check", "src")
    assert found.returncode == 1
    assert "Only doors read the clock" in found.stdout


def test_a_door_may_read_the_clock(house: Path) -> None:
    spoil(house, "cli/clock.py", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n")
    assert run(house, "ruff", "check", "src").returncode == 0


def test_a_function_of_more_than_20_statements_fails(house: Path) -> None:
    body = "".join(f"    print(day, {n})\n" for n in range(21))
    spoil(house, "cli/long.py", f"def long(day: int) -> None:\n{body}")
    assert "PLR0915" in run(house, "ruff", "check", "src").stdout


def test_a_function_of_more_than_8_branches_fails(house: Path) -> None:
    body = "".join(f"    if day == {n}:\n        return {n}\n" for n in range(8))
    spoil(house, "playbook/branchy.py", f"def branchy(day: int) -> int:\n{body}    return day\n")
    assert "C901" in run(house, "ruff", "check", "src").stdout


def test_an_untyped_function_fails(house: Path) -> None:
    spoil(house, "playbook/untyped.py", "def untyped(day):\n    return day\n")
    found = run(house, "mypy", "src/alongside/playbook")
    assert "no-untyped-def" in found.stdout


def test_a_table_in_the_docs_that_differs_from_the_code_fails(house: Path) -> None:
    shutil.copytree(ROOT / "docs", house / "docs")
    page = house / "docs" / "playbook.md"
    assert run(house, "python", "docs/printed.py", "--check").returncode == 0
    page.write_text(page.read_text(encoding="utf-8").replace("| 9 |", "| 99 |"), encoding="utf-8")
    found = run(house, "python", "docs/printed.py", "--check")
    assert found.returncode == 1
    assert "make docs" in found.stderr
