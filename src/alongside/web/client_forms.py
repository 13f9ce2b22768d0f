"""What is written about clients: parsed here, judged in the room of releases."""

from typing import Any

from django import forms

from alongside.outreach.models import Contact
from alongside.releases.actions import Signed, Talked, Wished
from alongside.releases.covering import Exemption
from alongside.releases.letters import Said
from alongside.releases.models import Basis, Client, Consult, Delivery, Signature
from alongside.releases.scope import ITEMS_SAID, KINDS_SAID, Item, LetterKind
from alongside.web.forms import QUESTIONS, KeyedForm, a_day
from alongside.web.profile_forms import US_STATES

ITEM_CHOICES = [(item.value, words) for item, words in ITEMS_SAID.items()]
ITEM_HINTS = {
    Item.TREATMENT_PLAN: "Our plan together",
    Item.PROGRESS: "How it goes",
    Item.DIAGNOSIS: "Diagnosis",
    Item.RISK: "Safety",
    Item.ATTENDANCE: "Attendance",
}
WORDS = forms.Textarea({"rows": 3})


def a_state() -> forms.ChoiceField:
    return forms.ChoiceField(
        choices=US_STATES[1:], label="State", help_text="Where the client is when you meet."
    )


def some_items(label: str, *, required: bool) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        choices=ITEM_CHOICES,
        coerce=Item,
        widget=forms.CheckboxSelectMultiple,
        required=required,
        label=label,
    )


class ClientForm(forms.Form):
    """Who a client is: kept sealed, and never asked for where a code is enough."""

    name = forms.CharField(
        max_length=200, required=False, help_text="Sealed. Needed once a letter is written."
    )
    born_on = forms.CharField(max_length=40, required=False, label="Date of birth")
    contact = forms.CharField(max_length=300, required=False, label="Phone or email")
    state = a_state()
    is_part_2 = forms.BooleanField(
        required=False,
        label="Records of a substance use program (42 CFR Part 2)",
        help_text="They need a consent of their own.",
    )

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ClientForm.base_fields}

    @staticmethod
    def facts_of(client: Client) -> dict[str, Any]:
        return {name: getattr(client, name) for name in ClientForm.base_fields}


class NewClientForm(KeyedForm, ClientForm):
    """The same, with the code by which they are known here."""

    code = forms.CharField(
        max_length=40, help_text="Initials and a number, such as JD-14. Lists show this alone."
    )
    field_order = ("code", "name")


class ContactChoiceForm(forms.Form):
    """A form in which a person at a practice is chosen."""

    contact = forms.ModelChoiceField(queryset=Contact.objects.none())

    def __init__(self, *said: Any, contacts: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        field = self.fields["contact" if "contact" in self.fields else "contacts"]
        field.queryset = contacts  # type: ignore[attr-defined]
        field.label_from_instance = _with_practice  # type: ignore[attr-defined]
        if "contact" in self.fields and len(contacts) == 1:
            field.initial = contacts[0]


def _with_practice(contact: Contact) -> str:
    return f"{contact.name}, {contact.practice.name}"


class PrescriberForm(ContactChoiceForm):
    """Who prescribes for a client."""


class DayForm(forms.Form):
    """A day on which something happened."""

    on = a_day(label="On")


class RevocationForm(DayForm):
    """A release is taken back."""

    words = forms.CharField(
        max_length=300, required=False, label="How they told you", help_text="Sealed."
    )


class ReleaseForm(ContactChoiceForm, KeyedForm):
    """What a release is to cover."""

    contact = None  # type: ignore[assignment]
    contacts = forms.ModelMultipleChoiceField(
        queryset=Contact.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="Who may get it, or share it with you",
    )
    items = some_items("What may be shared", required=True)
    tells = forms.BooleanField(required=False, initial=True, label="I may tell them")
    hears = forms.BooleanField(required=False, initial=True, label="They may tell me")
    purpose = forms.CharField(max_length=300, label="Why")
    ends_on = a_day(required=False, label="Ends on", help_text="One year from today without one.")
    ends_with_treatment = forms.BooleanField(
        required=False, initial=True, label="Or when treatment with me ends, if that comes first"
    )
    is_brought = forms.BooleanField(
        required=False, label="The client brought it, signed on paper, unasked"
    )

    def wished(self, client: Client) -> Wished:
        said = self.cleaned_data
        kept = ("tells", "hears", "purpose", "ends_on", "ends_with_treatment", "is_brought")
        return Wished(
            contacts=tuple(said["contacts"]),
            items=frozenset(said["items"]),
            is_part_2=client.is_part_2,
            **{name: said[name] for name in kept},
        )


class SignatureForm(forms.Form):
    """What the client does on the screen."""

    tell_initials = forms.CharField(max_length=10, required=False, label="Initials")
    hear_initials = forms.CharField(max_length=10, required=False, label="Initials")
    strokes = forms.CharField(max_length=60_000, required=False, widget=forms.HiddenInput)
    name = forms.CharField(max_length=200, label="My name, or the name of who signs for me")
    has_intent = forms.BooleanField(label="I mean this as my signature.")
    consents_to_electronic = forms.BooleanField(
        label="I agree to sign on this screen. I could have signed on paper instead."
    )
    representative = forms.CharField(
        max_length=200, required=False, label="If someone signs for me: their name"
    )
    authority = forms.CharField(max_length=200, required=False, label="Their right to sign")

    def signed(self) -> Signed:
        said = dict(self.cleaned_data)
        how = Signature.How.DRAWN if said["strokes"].strip() else Signature.How.TYPED
        return Signed(how=how, document=b"", **said)


class PaperForm(DayForm):
    """A release that was signed on paper, and scanned."""

    scan = forms.FileField(label="The scan", help_text="PDF, PNG or JPEG, 10 MB at most.")
    name = forms.CharField(max_length=200, label="Who signed")
    representative = forms.CharField(
        max_length=200, required=False, label="If someone signed for them: their name"
    )
    authority = forms.CharField(max_length=200, required=False, label="Their right to sign")
    field_order = ("scan", "on")


class ExemptForm(ContactChoiceForm, KeyedForm):
    """What is told stands on the release, or on a documented exception."""

    basis = forms.ChoiceField(
        choices=(
            ("", "The client’s release"),
            (Basis.TREATMENT, "Treatment, where our policy allows it"),
            (Basis.EMERGENCY, "An emergency"),
        ),
        required=False,
        label="What it stands on",
    )
    why = forms.CharField(
        max_length=300, required=False, label="If it is not the release: why", help_text="Sealed."
    )

    def exemption(self) -> Exemption | None:
        basis = self.cleaned_data["basis"]
        return Exemption(Basis(basis), self.cleaned_data["why"]) if basis else None


class LetterForm(ExemptForm):
    """A letter about a client: what is left empty is not told."""

    kind = forms.ChoiceField(
        choices=[(kind.value, words.capitalize()) for kind, words in KINDS_SAID.items()],
        label="Which letter",
    )
    session_on = a_day(required=False, label="First session on", help_text="For its notice.")
    field_order = ("kind", "contact", "session_on")

    def __init__(self, *said: Any, **more: Any) -> None:
        super().__init__(*said, **more)
        for item, hint in ITEM_HINTS.items():
            self.fields[item.value] = forms.CharField(
                max_length=600, required=False, widget=WORDS, label=hint
            )
        self.order_fields(["kind", "contact", "session_on", *ITEM_HINTS, "basis", "why"])

    def kind_of_letter(self) -> LetterKind:
        return LetterKind(self.cleaned_data["kind"])

    def said(self) -> Said:
        words = {item: self.cleaned_data[item.value] for item in ITEM_HINTS}
        told = {item: text for item, text in words.items() if text.strip()}
        return Said(told, session_on=self.cleaned_data["session_on"])


class ConsultForm(ExemptForm):
    """A conversation with a client's prescriber."""

    on = a_day(label="On")
    how = forms.ChoiceField(choices=Consult.How.choices, label="How")
    items = some_items("What I told", required=False)
    has_heard = forms.BooleanField(required=False, label="They told me something, too")
    introduced = forms.BooleanField(required=False, label="I introduced myself")
    question = forms.ChoiceField(
        choices=(("", "Not asked"), *QUESTIONS),
        required=False,
        label="“What do you usually do next?”",
        help_text="In general, and never about this client.",
    )
    owed = forms.CharField(max_length=300, required=False, label="What I owe them now")
    owed_on = a_day(required=False, label="Until")
    field_order = (
        *("contact", "on", "how", "items", "has_heard", "introduced", "question"),
        *("owed", "owed_on", "basis", "why"),
    )

    def talked(self) -> Talked:
        said = self.cleaned_data
        kept = ("on", "has_heard", "introduced", "question", "owed", "owed_on")
        return Talked(
            how=Consult.How(said["how"]),
            items=frozenset(said["items"]),
            **{name: said[name] for name in kept},
        )


class DeliveryForm(KeyedForm):
    """How a letter leaves, and where to."""

    how = forms.ChoiceField(choices=Delivery.How.choices, label="How it goes")
    address = forms.CharField(max_length=300, required=False, label="To another address or number")

    def __init__(self, *said: Any, contact: Contact, **more: Any) -> None:
        super().__init__(*said, **more)
        practice = contact.practice
        place = ", ".join(filter(None, (practice.street, practice.city)))
        self.usual = {Delivery.How.PRINTED: place, Delivery.How.FAXED: practice.fax}
        known = [words for words in (place, practice.fax and f"fax {practice.fax}") if words]
        self.fields["address"].help_text = f"Without one: {' or '.join(known)}." if known else ""

    def way(self) -> Delivery.How:
        return Delivery.How(self.cleaned_data["how"])

    def where_to(self) -> str:
        return str(self.cleaned_data["address"] or self.usual[self.way()])


class TreatmentPolicyForm(forms.Form):
    """The states in which a treating prescriber is told without a release."""

    states = forms.MultipleChoiceField(
        choices=[choice for choice in US_STATES[1:] if choice[0] != "IL"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="States in which our counsel finds that the law allows it",
    )
