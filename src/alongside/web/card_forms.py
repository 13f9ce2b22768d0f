"""What is written on a card's page: by whoever seeks an appointment, or by the office."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.validators import validate_email

from alongside.referrals.actions import Sent
from alongside.web.card_words import NUMBERS, WORDS
from alongside.web.challenge import Challenge

# Where whoever fills them in would write more than is asked for.
FREE = ("best_time", "insurer")
TOLD = ("name", "phone", "email", "best_time", "insurer", "sender", "will_call")


class CardForm(forms.Form):
    """What both forms have: consent, and what keeps robots away."""

    # Which of the words a field is called by, and helped with, where that is not its name.
    labels: ClassVar[Mapping[str, str]] = {}
    helps: ClassVar[Mapping[str, str]] = {}

    challenge = forms.CharField(max_length=300, widget=forms.HiddenInput, required=False)
    solution = forms.CharField(max_length=12, widget=forms.HiddenInput, required=False)
    website = forms.CharField(
        max_length=80, required=False, widget=forms.TextInput({"tabindex": "-1"})
    )
    answer = forms.CharField(
        max_length=4, required=False, widget=forms.TextInput({"inputmode": "decimal"})
    )
    agree = forms.BooleanField()

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.language, self.words = language, WORDS[language]
        for name, field in self.fields.items():
            field.label = self.words.get(self.labels.get(name, name), name)
            field.help_text = self.words.get(self.helps.get(name, ""), "")
            field.error_messages["required"] = self.words["missing"]
            if name in FREE:
                field.help_text = f"{field.help_text} {self.words['no_health']}".strip()
        self.fields["agree"].error_messages["required"] = self.words["tick"]
        for name in ("website", "answer"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def said(self, name: str) -> str:
        """Return what was written in a field, or nothing where it was no text that fits."""
        return str(self.cleaned_data.get(name, ""))

    def ask(self, challenge: Challenge) -> None:
        """Carry a challenge, and ask its plain question."""
        self.initial["challenge"] = challenge.text
        one, two = (NUMBERS[self.language][number] for number in challenge.summands)
        # Beside the field: a form that was judged keeps the labels that it had.
        self.question = self.words["question"].format(one=one, two=two)

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(self.words["left_empty"])
        return ""

    def clean_email(self) -> str:
        written = str(self.cleaned_data["email"])
        try:
            if written:
                validate_email(written)
        except forms.ValidationError:
            raise forms.ValidationError(self.words["bad_email"]) from None
        return written

    def sent(self) -> Sent:
        """Return what was written, as the action takes it."""
        told = {name: self.cleaned_data[name] for name in TOLD if name in self.cleaned_data}
        urgent = self.cleaned_data.get("urgent") == "yes"
        return Sent(**told, is_urgent=urgent, language=self.language, has_consented=True)


class AppointmentForm(CardForm):
    """Somebody asks for an appointment for themselves."""

    name = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    phone = forms.CharField(
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email = forms.CharField(
        max_length=254,
        required=False,
        widget=forms.TextInput({"type": "email", "autocomplete": "email"}),
    )
    best_time = forms.CharField(max_length=120, required=False)
    insurer = forms.CharField(max_length=120, required=False)
    field_order = ("name", "phone", "email", "best_time", "insurer", "agree", "website", "answer")
    helps: ClassVar[Mapping[str, str]] = {"email": "one_of_two", "insurer": "insurer_help"}

    def clean(self) -> None:
        said = self.cleaned_data
        is_wrong = "phone" in self.errors or "email" in self.errors
        if not (said.get("phone") or said.get("email") or is_wrong):
            self.add_error("phone", self.words["reach"])


class SendingForm(CardForm):
    """Somebody at the office sends a person."""

    sender = forms.CharField(max_length=120)
    name = forms.CharField(max_length=120, widget=forms.TextInput({"autocomplete": "off"}))
    phone = forms.CharField(
        max_length=40,
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    will_call = forms.BooleanField(required=False)
    urgent = forms.ChoiceField(
        choices=(("no", ""), ("yes", "")), initial="no", widget=forms.RadioSelect
    )
    field_order = ("sender", "name", "phone", "will_call", "urgent", "agree", "website", "answer")
    labels: ClassVar[Mapping[str, str]] = {
        "name": "their_name",
        "phone": "their_phone",
        "agree": "they_agree",
    }
    helps: ClassVar[Mapping[str, str]] = {"will_call": "will_call_help", "urgent": "urgent_help"}

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, language=language, **more)
        words = ((value, self.words[f"urgent_{value}"]) for value in ("no", "yes"))
        self.fields["urgent"].choices = tuple(words)  # type: ignore[attr-defined]

    def clean(self) -> None:
        said = self.cleaned_data
        if not (said.get("phone") or said.get("will_call") or "phone" in self.errors):
            self.add_error("phone", self.words["reach_them"])
