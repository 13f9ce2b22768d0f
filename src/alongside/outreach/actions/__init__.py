"""What changes in outreach: each is one transaction, with its event in it."""

from alongside.outreach.actions.cards import (
    card_hash,
    forget_devices,
    make_cards,
    new_token,
    note_referral,
    note_scan,
)
from alongside.outreach.actions.facts import Described, Told
from alongside.outreach.actions.letterheads import (
    AvailabilityBad,
    remove_logo,
    settle_availability,
    settle_letterhead,
    settle_logo,
)
from alongside.outreach.actions.noes import (
    PauseTooLong,
    ReasonMissing,
    ToldToASister,
    ask_not_to_visit,
    lift,
    note_step_five,
    pause,
)
from alongside.outreach.actions.practices import (
    add_contact,
    add_practice,
    archive,
    mend_contact,
    mend_practice,
    revive,
    settle_comfort,
    settle_group,
)
from alongside.outreach.actions.printings import Inked, note_printing, revoke_cards
from alongside.outreach.actions.reckoning import NotYours
from alongside.outreach.actions.visits import (
    AlreadyDone,
    DayUnknown,
    NobodyNamed,
    correct_visit,
    introduce,
    log_visit,
    postpone,
    thank,
    withdraw_visit,
)

__all__ = [
    "AlreadyDone",
    "AvailabilityBad",
    "DayUnknown",
    "Described",
    "Inked",
    "NobodyNamed",
    "NotYours",
    "PauseTooLong",
    "ReasonMissing",
    "Told",
    "ToldToASister",
    "add_contact",
    "add_practice",
    "archive",
    "ask_not_to_visit",
    "card_hash",
    "correct_visit",
    "forget_devices",
    "introduce",
    "lift",
    "log_visit",
    "make_cards",
    "mend_contact",
    "mend_practice",
    "new_token",
    "note_printing",
    "note_referral",
    "note_scan",
    "note_step_five",
    "pause",
    "postpone",
    "remove_logo",
    "revive",
    "revoke_cards",
    "settle_availability",
    "settle_comfort",
    "settle_group",
    "settle_letterhead",
    "settle_logo",
    "thank",
    "withdraw_visit",
]
