"""The feedback of a round, and what a countersigner says to it."""

from typing import Any

from django import forms

from academy.shared.fields import WordsField
from learners.assessment.countersign_actions import LONGEST
from learners.assessment.drafts import LONGEST_STEP, LONGEST_WORDS

CONFIRM, BACK = "confirm", "back"


def _text(label: str, longest: int, rows: int, **more: Any) -> forms.CharField:
    return WordsField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": rows}), **more)


class SendForm(forms.Form):
    """What the learner reads. not_yet: something is not yet met, so there is a next step, and a day for it."""

    words = _text(
        "What is met, and what they do well",
        LONGEST_WORDS,
        6,
        help_text="The learner reads this first. Begin with what they showed.",
        error_messages={"required": "Write to the learner what they do well, before anything else."},
    )
    next_step = _text(
        "The one thing to do next",
        LONGEST_STEP,
        3,
        required=False,
        help_text="One thing that they can begin with today. What each criterion needs stands with it anyway.",
    )
    next_by = forms.DateField(
        label="By when",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as year, month and day, such as 2026-12-31."},
    )

    def __init__(self, *args: Any, not_yet: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, missing in (
            ("next_step", "Write the one thing that the learner does next."),
            ("next_by", "Say by when the learner does it."),
        ):
            self.fields[name].required = not_yet
            self.fields[name].error_messages["required"] = missing


class CountersignForm(forms.Form):
    """Confirm, or send back with words and the criteria that it is about."""

    answer = forms.ChoiceField(
        label="What do you say?",
        choices=[
            (CONFIRM, "I confirm all of it. It goes to the learner."),
            (BACK, "I send it back. The assessor looks at it once more."),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you confirm it or send it back."},
    )
    about = forms.TypedMultipleChoiceField(
        label="If you send it back: what is it about?",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    words = _text(
        "Your words to the assessor",
        LONGEST,
        5,
        required=False,
        help_text="Needed when you send it back. The learner does not see them.",
    )

    def __init__(self, *args: Any, criteria: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = criteria

    def clean(self) -> dict[str, Any]:
        """Whoever sends it back says what for, and why."""
        data = super().clean() or {}
        if data.get("answer") == BACK:
            if not data.get("about"):
                self.add_error("about", "Choose at least one criterion that it is sent back for.")
            if not str(data.get("words", "")).strip():
                self.add_error("words", "Write to the assessor what they should look at again, and why.")
        return data
