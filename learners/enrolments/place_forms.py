"""What people say about a place: why they cannot come, and what makes the day easier."""

from django import forms

from academy.accounts.forms import NameField, PhoneField
from learners.enrolments.care_actions import DayFacts

NEEDS = "What makes a day easier for you?"
NEEDS_HINT = (
    "For example step-free, a seat near the front, a sign language interpreter, a quiet room. Leave it empty "
    "if there is nothing."
)


def words_field(label: str, hint: str, most: int) -> forms.CharField:
    """A few lines in one's own words."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"max_length": f"Use {most} characters or fewer."},
    )


class GiveUpForm(forms.Form):
    """Why somebody cannot come: nobody has to say."""

    why = forms.CharField(
        label="Why, in a few words",
        help_text="It helps the hub to plan. You do not have to say.",
        max_length=300,
        required=False,
        error_messages={"max_length": "Use 300 characters or fewer."},
    )


class DayNeedsForm(forms.Form):
    """For one's days: all of it as one likes."""

    needs = words_field(NEEDS, NEEDS_HINT, 1000)
    diet = forms.CharField(
        label="What you do not eat",
        help_text="Only for these dates.",
        max_length=200,
        required=False,
        error_messages={"max_length": "Use 200 characters or fewer."},
    )
    emergency_name = NameField(
        label="Whom to ring in an emergency", help_text="Only for these dates.", required=False
    )
    emergency_phone = PhoneField(label="Their phone number", required=False)

    def facts(self) -> DayFacts:
        """The cleaned answers for save_day_needs."""
        return DayFacts(**{name: self.cleaned_data[name] for name in DayFacts.__slots__})


class AccessNeedForm(forms.Form):
    """What a person needs, whatever they book."""

    words = words_field(NEEDS, NEEDS_HINT, 1000)


class CodeForm(forms.Form):
    """The short code of some dates, from a poster or the telephone."""

    code = forms.CharField(
        label="The code of your course",
        help_text="Six letters and numbers. Capitals do not matter.",
        max_length=20,
        error_messages={"required": "Write the code from the poster or letter."},
        widget=forms.TextInput(
            attrs={"autocapitalize": "characters", "spellcheck": "false", "autocomplete": "off"}
        ),
    )
