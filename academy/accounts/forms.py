"""What people type about themselves."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest

from academy.accounts.actions import SignupAnswers, complete_signup
from academy.accounts.models import Account
from academy.accounts.notices import NEWS_CHANNELS
from academy.accounts.rules import (
    ADULT,
    NAME_LENGTH,
    TOO_YOUNG,
    YOUNGEST_ALONE,
    NotAName,
    age_on,
    clean_name,
    clean_phone,
    fault_in_birth_date,
)
from academy.shared import clock

YES_NO = (("yes", "Yes"), ("no", "No"))


class NameField(forms.CharField):
    """One name, in any script, as the person writes it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=NAME_LENGTH, error_messages={"required": "Write your name."}, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return clean_name(typed)
        except NotAName as fault:
            raise forms.ValidationError(str(fault)) from None


class PhoneField(forms.CharField):
    """A phone number; kept as digits."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(max_length=30, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return clean_phone(typed)
        except ValueError as fault:
            raise forms.ValidationError(str(fault)) from None


def part_of_date(label: str) -> forms.IntegerField:
    """One box of a date in three; its id is the one that the date component gives it."""
    widget = forms.TextInput(attrs={"id": f"born-{label.lower()}"})
    wrong = {"invalid": "Write the date in numbers."}
    return forms.IntegerField(label=label, required=False, widget=widget, error_messages=wrong)


class SharedDeviceField(forms.BooleanField):
    """The tick that makes a session short."""

    def __init__(self) -> None:
        super().__init__(
            label="This is a shared phone or computer",
            help_text="Tick this in a library or at a hub. We sign you out after half an hour without use.",
            required=False,
        )


class AgeQuestions(forms.Form):
    """Are you 18 or over? And only if not: when were you born?"""

    is_adult = forms.ChoiceField(
        label="Are you 18 or over?",
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose Yes or No."},
    )
    born_day = part_of_date("Day")
    born_month = part_of_date("Month")
    born_year = part_of_date("Year")

    youngest = YOUNGEST_ALONE  # under this age the form is refused

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["date_of_birth"] = None
        if cleaned.get("is_adult") == "no" and not self._date_errors():
            cleaned["date_of_birth"] = self._clean_birth_date(cleaned)
        return cleaned

    def _date_errors(self) -> bool:
        return any(name in self.errors for name in ("born_day", "born_month", "born_year"))

    def _clean_birth_date(self, cleaned: Mapping[str, Any]) -> date | None:
        try:
            born = date(cleaned["born_year"], cleaned["born_month"], cleaned["born_day"])
        except (TypeError, ValueError, OverflowError):
            self.add_error("born_day", "Write your birth date as day, month and year, like 31 3 2010.")
            return None
        if fault := self._fault(born, clock.today()):
            self.add_error("born_day", fault)
            return None
        return born

    def _fault(self, born: date, today: date) -> str:
        if fault := fault_in_birth_date(born, today):
            return fault
        age = age_on(born, today)
        if age >= ADULT:
            return "With this birth date you are 18 or over. Check the date, or choose Yes above."
        return TOO_YOUNG if age < self.youngest else ""

    @property
    def adult(self) -> bool:
        return bool(self.cleaned_data["is_adult"] == "yes")


class SignupDetails(AgeQuestions):
    """Asked once: at sign-up besides the e-mail address, or of somebody who got an account in another way."""

    full_name = NameField(label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    news_email = forms.BooleanField(label=NEWS_CHANNELS[0].wording, required=False)
    news_sms = forms.BooleanField(label=NEWS_CHANNELS[1].wording, required=False)
    phone = PhoneField(label="Your mobile number", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        texts_wanted = cleaned.get("news_sms") and cleaned.get("is_adult") == "yes"
        if texts_wanted and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Write your mobile number, or take the tick for text messages away.")
        if not texts_wanted:  # not asked for, so neither kept nor a reason to stop
            self.errors.pop("phone", None)
            cleaned["phone"] = ""
        return cleaned

    def answers(self) -> SignupAnswers:
        """The cleaned answers for complete_signup."""
        data = self.cleaned_data
        return SignupAnswers(
            full_name=data["full_name"],
            is_adult=self.adult,
            date_of_birth=data["date_of_birth"],
            phone=data["phone"],
            news={"email": data["news_email"], "sms": data["news_sms"]},
        )

    def signup(self, request: HttpRequest, user: Account) -> None:
        """Called by allauth when the account has been made, in the same transaction."""
        complete_signup(account_id=user.pk, answers=self.answers(), now=clock.now())
        user.refresh_from_db()


class HubCodeForm(forms.Form):
    """A code that a hub has handed over."""

    code = forms.CharField(
        label="Your code",
        max_length=20,
        help_text="Eight letters and numbers. Capitals do not matter.",
        error_messages={"required": "Write the code that your hub gave you."},
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
    shared_device = SharedDeviceField()


class OwnCodeForm(forms.Form):
    """A code that went to the person's own address."""

    code = forms.CharField(
        label="Your code",
        max_length=20,
        help_text="Six numbers.",
        error_messages={"required": "Write the six numbers of our e-mail."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class ForgetForm(forms.Form):
    """Why somebody's second step is forgotten."""

    why = forms.CharField(
        label="How do you know that it is them?",
        help_text="Such as: met at the hub today.",
        max_length=300,
        error_messages={"required": "Say how you know that it is them. It stands in the history."},
    )


class ProfileForm(forms.Form):
    """A person's own details."""

    full_name = NameField(label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    preferred_name = forms.CharField(
        label="What should we call you?",
        help_text="If you leave this empty, we use the first word of your name.",
        required=False,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    phone = PhoneField(label="Phone number", required=False)
    contact_by = forms.ChoiceField(
        label="How should we reach you about your courses?",
        choices=[("email", "E-mail"), ("phone", "Phone")],
        widget=forms.RadioSelect,
    )

    def clean_preferred_name(self) -> str:
        typed = str(self.cleaned_data["preferred_name"]).strip()
        try:
            return clean_name(typed) if typed else ""
        except NotAName as fault:
            raise forms.ValidationError(str(fault)) from None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("contact_by") == "phone" and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Write your number, so that we can ring you.")
        return cleaned


class NewsForm(forms.Form):
    """A change of mind about news."""

    email = forms.BooleanField(label=NEWS_CHANNELS[0].wording, required=False)
    sms = forms.BooleanField(label=NEWS_CHANNELS[1].wording, required=False)
    phone = PhoneField(label="Your mobile number", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("sms") and not cleaned.get("phone") and "phone" not in self.errors:
            self.add_error("phone", "Write your mobile number, or take the tick for text messages away.")
        return cleaned


class CertificateNameForm(forms.Form):
    """The name that certificates are made out to."""

    name = NameField(
        label="Name on your certificates",
        help_text="Write it just as you want to see it. Any letters of any language are fine.",
    )
