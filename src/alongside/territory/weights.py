"""What counts how much in an office's score; a TOML file may say otherwise."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alongside.errors import Refused
from alongside.territory.specialties import MIDWIFERY, OF_PHYSICIANS, UNCLEAR

PARTS = {"distance": 0.4, "prescribers": 0.4, "primary_care_share": 0.2}
SPECIALTIES = dict.fromkeys(OF_PHYSICIANS, 1.0) | dict.fromkeys(
    (MIDWIFERY, *UNCLEAR.values()), 0.25
)
# What counts besides in a built territory, and is not known of a plain file.
MORE_PARTS = {"prescribing": 0.4, "openness": 0.1, "fit": 0.2}
# Beyond these the parts of a score would vanish in its rounding, or the score itself overflow.
SMALLEST, LARGEST = 0.000001, 1_000_000


class WeightsBad(Refused):
    """A weights file that cannot be read, or says what makes no sense."""


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of each part of the score, and the value of each specialty.

    more are the weights of what only a built territory knows.
    """

    parts: dict[str, float] = field(default_factory=PARTS.copy)
    specialties: dict[str, float] = field(default_factory=SPECIALTIES.copy)
    more: dict[str, float] = field(default_factory=MORE_PARTS.copy)


def read_weights(path: Path) -> Weights:
    """Return the weights of a TOML file; a name left out keeps its default.

    Args:
        path: TOML with the tables `[weights]`, `[specialties]` and `[territory]`, each number at
            least 0.
    Raises:
        WeightsBad: not TOML, an unknown name, no number, a negative one, a table all zero.
    """
    return weights_of(_read_toml(path), said_in=str(path))


def weights_of(tables: Mapping[str, object], *, said_in: str) -> Weights:
    """Return the weights that the tables `weights`, `specialties` and `territory` say.

    Args:
        tables: a name left out keeps its default; each number is at least 0.
        said_in: how a refusal calls what was read.
    Raises:
        WeightsBad: an unknown name, no number, a negative one, a table all zero.
    """
    if unknown := tables.keys() - {"weights", "specialties", "territory"}:
        expected = "[weights], [specialties] and [territory] were expected"
        raise WeightsBad(f"{said_in}: unknown: {', '.join(sorted(unknown))}; {expected}.")
    return Weights(
        parts=_read_table(said_in, "weights", tables, PARTS),
        specialties=_read_table(said_in, "specialties", tables, SPECIALTIES),
        more=_read_table(said_in, "territory", tables, MORE_PARTS, may_be_zero=True),
    )


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise WeightsBad(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:  # also a number of thousands of digits
        raise WeightsBad(f"{path} is not TOML: {error}.") from error


def _read_table(
    said_in: str,
    name: str,
    tables: Mapping[str, object],
    defaults: dict[str, float],
    *,
    may_be_zero: bool = False,
) -> dict[str, float]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise WeightsBad(f"{said_in}: {name} is one value; a table [{name}] was expected.")
    if unknown := table.keys() - defaults.keys():
        expected = ", ".join(defaults)
        raise WeightsBad(
            f"{said_in}, [{name}]: unknown: {', '.join(sorted(unknown))}; there is {expected}."
        )
    values = defaults | {
        key: _read_number(said_in, name, key, value) for key, value in table.items()
    }
    if not may_be_zero and not any(values.values()):
        raise WeightsBad(f"{said_in}, [{name}]: all are zero, so nothing would count; raise one.")
    return values


def _read_number(said_in: str, table: str, key: str, value: object) -> float:
    # TOML's true is a bool, which Python takes for the number 1.
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WeightsBad(f"{said_in}, [{table}] {key}: {value!r:.40} is no number.")
    if value != 0 and not SMALLEST <= value <= LARGEST:
        raise WeightsBad(
            f"{said_in}, [{table}] {key}: {value!s:.40} was given; 0, or from {SMALLEST:f} to "
            f"{LARGEST:,}, was expected."
        )
    return float(value)
