"""The questions of the page "About you", and of the paper slip. None has to be answered."""

from collections.abc import Sequence
from typing import Any

from django import forms

from learners.equality.actions import Told
from learners.equality.queries import Asks
from learners.equality.questions import EqualityQuestion
from learners.equality.rules import NotAPostcode, Postcode, read_postcode
from learners.equality.states import Heard

WHY_WHERE = "So that we see whether courses reach every part of England, and the places that need them most."
WHY_HEARD = "So that we know where to put the next poster."
MANY = 6  # answers from which on a list to unfold is easier than a column of buttons


class AboutForm(forms.Form):
    """Where one lives, how one heard, and the equality questions that this person is asked."""

    postcode = forms.CharField(max_length=12, required=False)
    rather_not = forms.BooleanField(label="I prefer not to say where I live", required=False)
    heard = forms.ChoiceField(
        label="How did you hear of the course?",
        help_text=WHY_HEARD,
        choices=Heard.choices,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers, or none."},
    )

    def __init__(
        self,
        *args: Any,
        asks: Asks,
        questions: Sequence[EqualityQuestion],
        paper: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        whole = asks.whole and not paper
        words = "What is your postcode?" if whole else "What is the first half of your postcode?"
        kept = "We look up your part of England" + (" and how deprived it is" if whole else "")
        self.fields["postcode"].label = words
        self.fields["postcode"].help_text = (
            f"{WHY_WHERE} {kept}, keep that, and forget the postcode at once. "
            f"For example {'NE1 4LP' if whole else 'NE1'}."
        )
        self.fields["postcode"].widget.attrs = {
            "autocomplete": "postal-code" if whole else "off",
            "spellcheck": "false",
        }
        self.fields["postcode"].error_messages["max_length"] = "Use 12 characters or fewer."
        self.equality = [one.key for one in questions]
        for one in questions:
            self.fields[one.key] = _field(one)

    def clean_postcode(self) -> Postcode | None:
        typed = self.cleaned_data["postcode"]
        if not typed or "rather_not" in self.data:
            return None
        try:
            return read_postcode(typed)
        except NotAPostcode as fault:
            raise forms.ValidationError(str(fault)) from None

    def told(self) -> Told:
        """The cleaned answers for the actions."""
        data = self.cleaned_data
        answers = {key: data[key] for key in self.equality if data[key]}
        return Told(data["postcode"], data["rather_not"], data["heard"], answers)

    @property
    def equality_fields(self) -> list[forms.BoundField]:
        return [self[key] for key in self.equality]


def _field(question: EqualityQuestion) -> forms.ChoiceField:
    many = len(question.options) > MANY + 2
    choices: list[Any] = [("", "Choose, or leave it")] if many else []
    for heading, options in question.groups:
        choices += [(heading, options)] if heading else options
    choices.append(question.options[-1])
    return forms.ChoiceField(
        label=question.asks,
        help_text=question.why,
        choices=choices,
        widget=forms.Select if many else forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choose one of the answers, or none."},
    )
