"""What is chosen for paper: parsed here, judged by the gate."""

from typing import Any, ClassVar

from django import forms

from alongside.materials.evidence import AUDIENCES
from alongside.materials.sheets import Paper
from alongside.outreach.models import Letterhead, Practice, Printing
from alongside.outreach.printer import Wish
from alongside.team.models import Membership
from alongside.web.profile_forms import US_STATES

AUDIENCE_WORDS = {
    "general": "Primary care",
    "obgyn": "OB/GYN",
    "internal_medicine": "Internal medicine",
    "insomnia_anxiety": "Primary care: sleep and anxiety",
    "patient": "Patients, in the waiting room",
}
AUDIENCE_CHOICES = tuple((audience, AUDIENCE_WORDS[audience]) for audience in AUDIENCES)
PRESCRIBER_CHOICES = tuple(choice for choice in AUDIENCE_CHOICES if choice[0] != "patient")
PAPER_CHOICES = ((Paper.LETTER.value, "US Letter"), (Paper.A4.value, "A4"))
LANGUAGE_CHOICES = (("en", "English"), ("es", "Spanish"))


class MemberChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # at run time it takes none
    """Whose paper it is, by the name on it."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.person)


def those_with_paper(member: Membership) -> Any:
    """Return the members of the group who have said who they are on paper."""
    heads = Letterhead.objects.seen_by(member).newest().values("member")
    found = Membership.objects.seen_by(member).filter(pk__in=heads)
    return found.select_related("person", "group").order_by("person__name", "pk")


class PaperForm(forms.Form):
    """What every document asks: whose it is, and on which paper."""

    kind: ClassVar[Printing.Kind]
    whose = MemberChoice(queryset=Membership.objects.none(), widget=forms.HiddenInput)
    paper = forms.ChoiceField(choices=PAPER_CHOICES)

    def __init__(self, *args: Any, member: Membership, **more: Any) -> None:
        super().__init__(*args, **more)
        # Several stand on one page, and each field has an id of its own.
        self.auto_id = f"{self.kind}-%s"
        self.fields["whose"].queryset = those_with_paper(member)  # type: ignore[attr-defined]
        if "practice" in self.fields:
            shown = Practice.objects.seen_by(member).active().by_name()
            self.fields["practice"].queryset = shown  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """Return what was chosen, as the press takes it."""
        return Wish(kind=self.kind, **self.chosen())

    def chosen(self) -> dict[str, Any]:
        return {**self.cleaned_data, "paper": Paper(self.cleaned_data["paper"])}


def a_practice(**more: Any) -> "forms.ModelChoiceField[Practice]":
    return forms.ModelChoiceField(queryset=Practice.objects.none(), **more)


class HandoutForm(PaperForm):
    """The page that is shown: its choices go along as they are shown."""

    kind = Printing.Kind.HANDOUT
    paper = forms.ChoiceField(choices=PAPER_CHOICES, widget=forms.HiddenInput)
    audience = forms.ChoiceField(choices=AUDIENCE_CHOICES, widget=forms.HiddenInput)
    language = forms.ChoiceField(choices=LANGUAGE_CHOICES, widget=forms.HiddenInput)
    reviewed_by = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    bullets = forms.CharField(max_length=1_000, required=False, widget=forms.HiddenInput)
    practice = a_practice(
        required=False,
        label="For whose counter",
        empty_label="No practice yet",
        help_text="So that you see which version lies where, and when it is over.",
    )

    def chosen(self) -> dict[str, Any]:
        said = super().chosen()
        said["chosen"] = tuple(said.pop("bullets").split())
        return said


class CardsForm(PaperForm):
    """Ten cards for one counter."""

    kind = Printing.Kind.CARDS
    practice = a_practice(label="For whose counter")
    replaces = forms.BooleanField(
        required=False,
        label="The earlier cards are gone",
        help_text="Their codes stop opening your page.",
    )


class KitForm(PaperForm):
    """All the paper of one visit."""

    kind = Printing.Kind.KIT
    practice = a_practice(label="For which practice")
    audience = forms.ChoiceField(
        choices=(("", "As the office is"), *PRESCRIBER_CHOICES),
        required=False,
        label="The page for",
    )


class LetterForm(PaperForm):
    """A first letter: to an office, or to nobody yet."""

    kind = Printing.Kind.LETTER
    practice = a_practice(required=False, label="To", empty_label="Dear colleagues")


class AvailabilityCardForm(PaperForm):
    """Two cards that say when there is room."""

    kind = Printing.Kind.AVAILABILITY


class ReleaseBlankForm(PaperForm):
    """The form that a client signs."""

    kind = Printing.Kind.RELEASE
    state = forms.ChoiceField(
        choices=US_STATES[1:],
        label="Where the client is seen",
        help_text="California has a form of its own; the others get the federal one, "
        "which counsel should look at for your state.",
    )
    is_for_psychotherapy_notes = forms.BooleanField(
        required=False,
        label="For psychotherapy notes alone",
        help_text="The ordinary form never covers them.",
    )
