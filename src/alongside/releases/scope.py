"""What may be told about a client, by which letter, and in which direction.

Source of the items: 45 CFR 164.508(c)(1)(i) wants them meaningful and specific; 164.501 says what
is no psychotherapy note. Such notes are no item here: they have a form of their own.
"""

from collections.abc import Mapping
from enum import StrEnum


class Item(StrEnum):
    """One thing that a release may cover."""

    COORDINATION = "coordination"
    ATTENDANCE = "attendance"
    DIAGNOSIS = "diagnosis"
    TREATMENT_PLAN = "treatment_plan"
    PROGRESS = "progress"
    RISK = "risk"


class Direction(StrEnum):
    """Who tells whom."""

    TELL = "tell"
    HEAR = "hear"


class LetterKind(StrEnum):
    """A letter that names a client."""

    INTRODUCTION = "introduction"
    FIRST_SESSION = "first_session"
    REPORT_BACK = "report_back"
    CONSULT = "consult"


ITEMS_SAID: Mapping[Item, str] = {
    Item.ATTENDANCE: "That I come here, and when",
    Item.DIAGNOSIS: "My diagnosis",
    Item.TREATMENT_PLAN: "My treatment plan",
    Item.PROGRESS: "How I am doing",
    Item.RISK: "Worries about my safety",
    Item.COORDINATION: "Only what is needed to set up my care",
}
KINDS_SAID: Mapping[LetterKind, str] = {
    LetterKind.INTRODUCTION: "introduction",
    LetterKind.FIRST_SESSION: "first-session notice",
    LetterKind.REPORT_BACK: "report back",
    LetterKind.CONSULT: "consult letter",
}
# What each letter says whatever else is put into it: a kind without a row here is no kind.
NEEDS: Mapping[LetterKind, frozenset[Item]] = {
    LetterKind.INTRODUCTION: frozenset({Item.COORDINATION}),
    LetterKind.FIRST_SESSION: frozenset({Item.ATTENDANCE}),
    LetterKind.REPORT_BACK: frozenset({Item.ATTENDANCE, Item.TREATMENT_PLAN}),
    LetterKind.CONSULT: frozenset({Item.COORDINATION}),
}


def said(items: frozenset[Item]) -> str:
    """Return items in words, in their own order: `diagnosis and progress`."""
    return ", ".join(item.value.replace("_", " ") for item in Item if item in items)


def with_what_goes_along(items: frozenset[Item]) -> frozenset[Item]:
    """Return what a release covers: whoever may be told anything may be told how to set up care."""
    return items | {Item.COORDINATION}
