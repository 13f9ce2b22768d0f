"""What is written of people who were sent: parsed here, judged in the room."""

from typing import Any

from django import forms

from alongside.outreach.models import Contact, Practice
from alongside.referrals.actions import Sent
from alongside.referrals.models import MAY_OWN, Answered, Closed, NotKept, Referral, Way
from alongside.referrals.telling import KINDS
from alongside.releases.scope import KINDS_SAID
from alongside.team.models import Membership
from alongside.web.client_forms import a_state
from alongside.web.forms import KeyedForm, a_day
from alongside.web.paper_forms import MemberChoice, a_practice

# A card's page and a sister group write it down themselves.
OF_THEMSELVES = (Way.CARD, Way.SISTER)
BY_HAND = [(way.value, way.label.capitalize()) for way in Way if way not in OF_THEMSELVES]


def said(words: Any) -> list[tuple[str, str]]:
    """Return a row's choices as a person chooses from them."""
    return [(value, label[0].upper() + label[1:]) for value, label in words.choices]


def those_who_own(member: Membership) -> Any:
    """Return the members of the group who may look after a person."""
    current = Membership.objects.seen_by(member).current().filter(role__in=MAY_OWN)
    return current.select_related("person", "group").order_by("person__name", "pk")


class NewReferralForm(KeyedForm):
    """Somebody was sent by phone, fax, letter or portal."""

    way = forms.ChoiceField(choices=BY_HAND, label="How it came")
    name = forms.CharField(max_length=120, label="Who was sent", help_text="Name only.")
    phone = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(max_length=254, required=False)
    will_call = forms.BooleanField(
        required=False, label="They will call", help_text="Then neither number nor email is needed."
    )
    best_time = forms.CharField(max_length=120, required=False, label="Best time to call")
    insurer = forms.CharField(
        max_length=120, required=False, help_text="Nothing about health is written here."
    )
    practice = a_practice(
        required=False,
        label="Who sent them",
        help_text="As they say it themselves. Leave it open when nobody knows.",
    )
    contact = forms.ModelChoiceField(
        queryset=Contact.objects.none(), required=False, label="Who there"
    )
    sender = forms.CharField(max_length=120, required=False, label="Who rang or wrote")
    is_urgent = forms.BooleanField(required=False, label="It is urgent")
    has_consented = forms.BooleanField(required=False, label="They agreed to be called")
    owner = MemberChoice(queryset=Membership.objects.none(), label="Who looks after them")

    def __init__(
        self, *args: Any, member: Membership, practice: Practice | None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        shown = Practice.objects.seen_by(member).active().by_name()
        self.fields["practice"].queryset = shown  # type: ignore[attr-defined]
        self.fields["owner"].queryset = those_who_own(member)  # type: ignore[attr-defined]
        if practice is None:
            # Of all offices they would be too many to choose from.
            del self.fields["contact"]
        else:
            there = Contact.objects.seen_by(member).filter(practice=practice).order_by("name", "pk")
            self.fields["contact"].queryset = there  # type: ignore[attr-defined]

    def sent(self) -> Sent:
        names = ("name", "phone", "email", "best_time", "insurer", "sender")
        flags = ("is_urgent", "will_call", "has_consented")
        return Sent(**{name: self.cleaned_data[name] for name in (*names, *flags)})


class AnswerForm(forms.Form):
    """How the person heard from us."""

    how = forms.ChoiceField(
        choices=said(Answered.How),
        widget=forms.RadioSelect,
        label="They heard from us",
        initial=Answered.How.SPOKE,
    )


class OfferForm(KeyedForm):
    """A day for which a time was offered."""

    for_on = a_day(label="A time on")


class SessionForm(forms.Form):
    """The day of the first session."""

    on = a_day(label="It was on")


class AbsenceForm(forms.Form):
    """Why a time was not kept."""

    why = forms.ChoiceField(choices=said(NotKept.Why), widget=forms.RadioSelect, label="Because")


class ClosingForm(forms.Form):
    """Why it ends."""

    reason = forms.ChoiceField(
        choices=said(Closed.Reason), widget=forms.RadioSelect, label="It ends because"
    )

    def __init__(self, *args: Any, referral: Referral, **more: Any) -> None:
        super().__init__(*args, **more)
        seen, other = Closed.Reason.SEEN_HERE.value, Closed.Reason.OTHER.value
        was_seen = hasattr(referral, "kept")
        self.fields["reason"].choices = [  # type: ignore[attr-defined]
            choice
            for choice in said(Closed.Reason)
            if choice[0] == other or (choice[0] == seen) == was_seen
        ]


class OwnerForm(forms.Form):
    """Who looks after the person from now on."""

    to = MemberChoice(queryset=Membership.objects.none(), label="Who looks after them")

    def __init__(self, *args: Any, member: Membership, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["to"].queryset = those_who_own(member)  # type: ignore[attr-defined]


class CreditForm(forms.Form):
    """Which office is credited."""

    practice = a_practice(required=False, label="Who sent them", empty_label="Nobody knows")

    def __init__(self, *args: Any, member: Membership, **more: Any) -> None:
        super().__init__(*args, **more)
        shown = Practice.objects.seen_by(member).active().by_name()
        self.fields["practice"].queryset = shown  # type: ignore[attr-defined]


class AdmissionForm(KeyedForm):
    """By which code they are known as a client, and where they are seen."""

    code = forms.CharField(
        max_length=40, help_text="Initials and a number, such as JD-14. Lists show this alone."
    )
    state = a_state()


class TellingForm(KeyedForm):
    """Whom to tell, and what: the release is asked for when it is sent."""

    kind = forms.ChoiceField(
        choices=[(kind.value, KINDS_SAID[kind].capitalize()) for kind in KINDS],
        widget=forms.RadioSelect,
        label="What",
        initial=KINDS[0],
    )
    contact = forms.ModelChoiceField(queryset=Contact.objects.none(), label="To whom")
    plan = forms.CharField(
        max_length=1_000,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        label="The plan together",
        help_text="For a report back: one page, the plan first.",
    )

    def __init__(self, *args: Any, referral: Referral, **more: Any) -> None:
        super().__init__(*args, **more)
        there = Contact.objects.filter(practice=referral.practice, practice__isnull=False)
        self.fields["contact"].queryset = there.order_by("name", "pk")  # type: ignore[attr-defined]


class SpanishForm(forms.Form):
    """Who read the Spanish."""

    reviewed_by = forms.CharField(
        max_length=120,
        required=False,
        label="Who read it",
        help_text="A fluent clinician or staff member, by name. Leave it empty to show no Spanish.",
    )
