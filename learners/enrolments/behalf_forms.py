"""What somebody who looks after dates types for another: who it is, how they agreed, and who agreed for them."""

from typing import Any

from django import forms

from academy.accounts.forms import AgeQuestions, NameField, PhoneField
from academy.accounts.rules import YOUNGEST_ALONE, age_on
from academy.accounts.signin_forms import EMAIL_ERRORS
from academy.shared import clock
from academy.shared.photos import ACCEPT, NotAPhoto, Photo, read_photo
from learners.enrolments.behalf_actions import Newcomer
from learners.enrolments.consent_actions import Agreement

WAYS = (
    ("On the telephone.", "On the telephone"),
    ("Face to face.", "Face to face"),
    ("In writing.", "In writing: a letter, an e-mail, a message"),
)


def agreed_field() -> forms.ChoiceField:
    """How the person said yes."""
    return forms.ChoiceField(
        label="How did they agree?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they agreed."},
    )


class AgreedForm(forms.Form):
    """For somebody whom the hub knows."""

    agreed = agreed_field()


class MoveForm(forms.Form):
    """To which of these dates (token, words), and how the person said yes."""

    to = forms.ChoiceField(
        label="Which dates suit them?",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose the dates.",
            "invalid_choice": "There is no place on those dates any more. Choose others.",
        },
    )
    agreed = agreed_field()
    said = forms.CharField(
        label="What they said",
        help_text="If you like. It stands in the history of their place, which they can read.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Use 200 characters or fewer."},
    )

    def __init__(self, data: Any, *, dates: list[tuple[str, str]]) -> None:
        super().__init__(data)
        to = self.fields["to"]
        assert isinstance(to, forms.ChoiceField)
        to.choices = dates

    @property
    def words(self) -> str:
        """On the telephone. “Thursdays are better.”"""
        data = self.cleaned_data
        return f"{data['agreed']} “{data['said']}”" if data["said"] else str(data["agreed"])


class NewcomerForm(AgeQuestions):
    """A name, one way to reach them, and whether they are 18: nothing else is needed."""

    youngest = 0
    full_name = NameField(label="Their name")
    email = forms.EmailField(label="Their e-mail address", required=False, error_messages=EMAIL_ERRORS)
    phone = PhoneField(label="Their phone number", required=False)
    guardian_name = NameField(
        label="Parent or guardian who agrees", help_text="Needed under 13.", required=False
    )
    agreed = agreed_field()
    told = forms.BooleanField(
        label="I have told them what we keep, and why",
        error_messages={"required": "Tell them first, then tick the box."},
    )
    another = forms.BooleanField(
        label="This is another person of the same name",
        help_text="Only where we said that somebody of this name is on these dates.",
        required=False,
    )
    field_order = (
        "full_name", "email", "phone", "is_adult", "born_day", "born_month", "born_year", "guardian_name",
        "agreed", "told", "another",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_adult"].label = "Are they 18 or over?"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        born = cleaned.get("date_of_birth")
        too_young = born is not None and age_on(born, clock.today()) < YOUNGEST_ALONE
        if too_young and not cleaned.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error("guardian_name", "Under 13 we need a parent or guardian who agrees.")
        return cleaned

    def person(self) -> Newcomer:
        """The cleaned answers for book_newcomer."""
        data = self.cleaned_data
        return Newcomer(
            full_name=data["full_name"],
            is_adult=self.adult,
            email=data["email"],
            phone=data["phone"],
            date_of_birth=data["date_of_birth"],
            guardian_name=data["guardian_name"] if not self.adult else "",
            another=data["another"],
        )


class EndForm(forms.Form):
    """Whose wish it is, and why."""

    whose = forms.ChoiceField(
        label="Whose wish is it?",
        choices=(("person", "They cannot or do not want to come"), ("hub", "The hub takes the place back")),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whose wish it is."},
    )
    why = forms.CharField(
        label="What they said, or why",
        help_text="It stands in the history of their place, which they can read.",
        max_length=300,
        error_messages={
            "required": "Write what they said, or why the hub takes the place back.",
            "max_length": "Use 300 characters or fewer.",
        },
    )


class ConsentForm(forms.Form):
    """A parent or guardian agreed: on the telephone, or on the paper that the hub keeps."""

    guardian_name = NameField(label="Name of the parent or guardian")
    contact = forms.CharField(
        label="Their phone number or e-mail address",
        help_text="So that the hub can reach them on the day.",
        max_length=120,
        error_messages={
            "required": "Write how to reach the parent or guardian.",
            "max_length": "Use 120 characters or fewer.",
        },
    )
    sure = forms.BooleanField(
        label="They told me themselves, or I have the paper that they signed",
        error_messages={"required": "Hear it from them, or see the signed paper, then tick the box."},
    )

    paper = forms.FileField(
        label="A photo of the paper, if they signed one",
        help_text="A JPEG, PNG or WebP picture of at most 10 MB. We keep the picture only, not where it was taken.",
        required=False,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        error_messages={"empty": "This file is empty. Take the photo again."},
    )

    def clean_paper(self) -> Photo | None:
        sent = self.cleaned_data["paper"]
        try:
            return read_photo(sent) if sent else None
        except NotAPhoto as fault:
            raise forms.ValidationError(str(fault)) from fault

    def agreement(self) -> Agreement:
        """The cleaned answers for record_consent."""
        return Agreement(self.cleaned_data["guardian_name"], self.cleaned_data["contact"])
