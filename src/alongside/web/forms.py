"""What people write: parsed here, judged in the rooms."""

from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from django import forms

from alongside.outreach.actions import Described, Told
from alongside.outreach.models import Contact, Practice, StepFiveFact, Visit, choices_of
from alongside.playbook.history import Entry, Leave, Outcome, Policy, Question, Specialty


def in_words(words: type[StrEnum]) -> list[tuple[str, str]]:
    """Return the playbook's words as a person chooses from them."""
    return [(value, SAID.get(value, name.capitalize())) for value, name in choices_of(words)]


SAID: dict[str, str] = {
    Specialty.OBSTETRICS_GYNECOLOGY: "OB/GYN",
    Policy.DROP_IN: "One may drop in",
    Policy.APPOINTMENT: "By appointment",
    Policy.CERTAIN_DAYS: "On certain days",
    Policy.NEVER: "They take no visitors",
}
WEEKDAYS = tuple(
    enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
ENTRIES = (
    (Entry.OWN_DOCTOR, "My own doctor's"),
    (Entry.CLIENT, "A client's prescriber (no client is named here)"),
    (Entry.BY_HAND, "An office nearby"),
)
OUTCOMES = (
    (Outcome.MET_PRESCRIBER, "The prescriber"),
    (Outcome.MET_MANAGER, "The manager"),
    (Outcome.FRONT_DESK_ONLY, "Front desk only"),
    (Outcome.COME_BACK, "Come back on …"),
    (Outcome.SHUT, "Door was closed"),
    (Outcome.DECLINED, "Please don’t visit"),
)
QUESTIONS = (
    (Question.CHANGES_MEDICINE, "Changes the medicine"),
    (Question.REFERS_PSYCHIATRY, "Sends to psychiatry"),
    (Question.HAS_THERAPIST, "Has a therapist"),
    (Question.HAS_NOBODY, "Has nobody"),
    (Question.ASKED_ABOUT_YOU, "Asked about you"),
    (Question.BRUSHED_OFF, "Brushed it off"),
)


# What each outcome needs to be told of; the page shows no more, and no more is sent on.
ALWAYS = ("on", "outcome", "note")
HANDED = ("handouts_left", "cards_left")
MET = (
    *HANDED,
    "come_back_on",
    "leave",
    "manager_met",
    "referral_way_noted",
    "question",
    "question_words",
    "favourite",
    "named_by",
    "introduced",
    "consulted",
)
NEEDED = {
    Outcome.MET_PRESCRIBER: MET,
    Outcome.MET_MANAGER: MET,
    Outcome.FRONT_DESK_ONLY: HANDED,
    Outcome.COME_BACK: ("come_back_on",),
}


def a_day(**more: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput({"type": "date"}), **more)


class KeyedForm(forms.Form):
    """A form with a key made when it was opened: sent twice, it counts once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def key_of_form(self) -> UUID:
        return UUID(str(self.cleaned_data["key"] or uuid4()))


class PracticeForm(forms.Form):
    """A practice as it is written down by hand."""

    name = forms.CharField(max_length=180)
    specialty = forms.ChoiceField(choices=in_words(Specialty), label="What kind of office")
    street = forms.CharField(max_length=180, required=False)
    unit = forms.CharField(max_length=40, required=False)
    city = forms.CharField(max_length=80, required=False)
    state = forms.CharField(max_length=2, required=False)
    zip5 = forms.RegexField(r"\A[0-9]{5}\Z", required=False, label="ZIP")
    phone = forms.CharField(max_length=40, required=False)
    fax = forms.CharField(max_length=40, required=False)
    policy = forms.ChoiceField(choices=in_words(Policy), label="How they receive visitors")
    weekdays = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        initial=list(range(5)),
        widget=forms.CheckboxSelectMultiple,
        label="Open on",
    )
    referral_way = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        label="How they like referrals to work",
        help_text="Whom to send to, fax or portal, which insurers. No patient details.",
    )

    def described(self) -> Described:
        """Return what was written, as the action takes it."""
        fields = {name: self.cleaned_data[name] for name in PracticeForm.base_fields}
        return Described(**fields | {"weekdays": frozenset(fields["weekdays"])})

    @staticmethod
    def facts_of(practice: Practice) -> dict[str, Any]:
        names = [name for name in PracticeForm.base_fields if name != "weekdays"]
        facts = {name: getattr(practice, name) for name in names}
        return facts | {"weekdays": sorted(practice.weekdays)}


class NewPracticeForm(KeyedForm, PracticeForm):
    """The same, with how it came onto the list."""

    entry = forms.ChoiceField(choices=ENTRIES, widget=forms.RadioSelect, label="What is it to you")
    own_appointment_on = a_day(
        required=False, label="Your own next appointment there", help_text="Only you see this."
    )
    is_uncomfortable = forms.BooleanField(
        required=False,
        label="I would rather not begin at my own doctor’s",
        help_text="Only you see this, and no reason is asked.",
    )
    field_order = ("entry", "name", "specialty")


class ContactForm(forms.Form):
    """A person at a practice."""

    name = forms.CharField(max_length=120)
    part = forms.ChoiceField(choices=Contact.Part.choices, label="Who they are")
    specialty = forms.CharField(
        max_length=80, required=False, label="Specialty", help_text="Of a prescriber."
    )
    npi = forms.RegexField(
        r"\A[12][0-9]{9}\Z",
        required=False,
        label="NPI",
        help_text="Ten digits, where you know it.",
        error_messages={"invalid": "Ten digits were expected, the first a 1 or a 2."},
    )
    phone = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(
        max_length=254, required=False, label="Email at work", help_text="Never a patient’s."
    )

    def facts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ContactForm.base_fields}

    @staticmethod
    def facts_of(contact: Contact) -> dict[str, str]:
        return {name: getattr(contact, name) for name in ContactForm.base_fields}


class NewContactForm(KeyedForm, ContactForm):
    """The same, for somebody who is not written down yet."""


class NoForm(KeyedForm):
    """A practice asked not to be visited, outside of any visit."""

    on = a_day(label="They said so on")
    reason = forms.CharField(
        max_length=300, required=False, label="In their words", help_text="No patient details."
    )


class StepFiveForm(forms.Form):
    """The day of a release, or of a client's no; no client is named."""

    what = forms.ChoiceField(
        choices=(
            (StepFiveFact.What.RELEASED, "A release was signed"),
            (StepFiveFact.What.SAID_NO, "The client would rather not"),
        ),
        widget=forms.RadioSelect,
        label="What happened",
    )
    on = a_day(label="On")


class LiftingForm(KeyedForm):
    """Why a no is lifted."""

    reason = forms.CharField(max_length=300, help_text="Such as: a new manager asked us back.")


class LaterForm(KeyedForm):
    """Until when a follow-up waits."""

    until = a_day(label="Not before")


class VisitForm(KeyedForm):
    """What happened at a visit. The playbook says which facts go together."""

    outcome = forms.ChoiceField(choices=OUTCOMES, widget=forms.RadioSelect, label="I met")
    on = a_day(label="On")
    come_back_on = a_day(required=False, label="Come back on")
    leave = forms.ChoiceField(
        choices=(("", "Not asked"), (Leave.GIVEN, "Yes"), (Leave.REFUSED, "No")),
        widget=forms.RadioSelect,
        required=False,
        label="May I leave something?",
    )
    handouts_left = forms.IntegerField(min_value=0, max_value=500, required=False, label="Handouts")
    cards_left = forms.IntegerField(min_value=0, max_value=500, required=False, label="Cards")
    manager_met = forms.BooleanField(required=False, label="I met the business manager too")
    referral_way_noted = forms.BooleanField(
        required=False, label="They said how they like referrals to work"
    )
    question = forms.ChoiceField(
        choices=(*QUESTIONS, ("", "Not asked")),
        widget=forms.RadioSelect,
        required=False,
        label="“What do you usually do next?”",
    )
    question_words = forms.CharField(
        max_length=300,
        required=False,
        label="In their words",
        help_text="Never a patient’s story.",
    )
    favourite = forms.CharField(
        max_length=180,
        required=False,
        label="Their favourite practice to refer to",
        help_text="It goes on your list. Write none if they have none.",
    )
    named_by = forms.CharField(
        max_length=120,
        required=False,
        label="Who named it",
        help_text="So that you can say who sent you.",
    )
    introduced = forms.BooleanField(required=False, label="I introduced myself, under the release")
    consulted = forms.BooleanField(required=False, label="We compared notes on the care we share")
    note = forms.CharField(
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="No patient details.",
    )

    def told(self) -> Told:
        """Return what was written, as the action takes it."""
        needed = (*ALWAYS, *NEEDED.get(Outcome(self.cleaned_data["outcome"]), ()))
        facts = {name: self.cleaned_data[name] for name in needed}
        counts = {name: facts[name] or 0 for name in HANDED if name in facts}
        return Told(**facts | counts)

    @staticmethod
    def facts_of(visit: Visit) -> dict[str, Any]:
        return {name: getattr(visit, name) for name in VisitForm.base_fields if name != "key"}
