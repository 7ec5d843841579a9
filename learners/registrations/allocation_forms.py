"""What is chosen where learners are given to assessors and quality assurers."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from academy.shared.fields import DayField
from learners.registrations.states import AllocatedAs

WHOLE = (0, "The whole learner")
Options = Iterable[tuple[int, str]]


class PersonField(forms.TypedChoiceField):
    """A name of the list. The list may have changed since the page was opened."""

    def __init__(self, options: Options, *, label: str, empty: str, **kwargs: Any) -> None:
        super().__init__(
            label=label,
            choices=[("", empty), *options],
            coerce=int,
            empty_value=None,
            error_messages={
                "required": "Choose a name.",
                "invalid_choice": "This person can no longer be chosen. The list shows who can.",
            },
            **kwargs,
        )


class AllocateForm(forms.Form):
    """Who, which unit, from when. The whole learner is no unit."""

    def __init__(
        self, *args: Any, people: Options, units: Options, task: AllocatedAs, today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"prefix": str(task), "auto_id": f"{task}_%s", **kwargs})
        self.task = task
        self.fields["person"] = PersonField(people, label=task.label, empty="Choose a name")
        self.fields["unit"] = forms.TypedChoiceField(
            label="For",
            help_text="Units that somebody has by name stay with them.",
            choices=[WHOLE, *units],
            coerce=lambda value: int(value) or None,
            error_messages={
                "required": "Choose a unit, or the whole learner.",
                "invalid_choice": "The learner does not take this unit. Choose one of the list.",
            },
        )
        self.fields["starts_on"] = DayField(label="From", initial=today)


class EndAllocationForm(forms.Form):
    """Who takes over, if anybody; from when; and why."""

    def __init__(self, *args: Any, people: Options, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"] = PersonField(
            people,
            label="Who takes over",
            empty="Nobody yet",
            help_text="Without a name, nobody does this for the learner from that day on.",
            required=False,
        )
        self.fields["ends_on"] = DayField(label="From which day", initial=today)
        self.fields["why"] = forms.CharField(
            label="Why?",
            help_text="It stands in the history. Do not write about anybody's health.",
            max_length=300,
            error_messages={"required": "Say why it ends. It stands in the history."},
        )


class ManyForm(forms.Form):
    """One person for many learners, each of them whole."""

    task = forms.TypedChoiceField(
        label="As", choices=AllocatedAs.choices, coerce=AllocatedAs, initial=AllocatedAs.ASSESSOR,
        error_messages={"required": "Choose what they do."},
    )  # fmt: skip

    def __init__(
        self, *args: Any, people: Options, learners: Sequence[int], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["learners"] = forms.TypedMultipleChoiceField(
            label="Learners",
            choices=[(pk, str(pk)) for pk in learners],
            coerce=int,
            error_messages={
                "required": "Tick at least one learner.",
                "invalid_choice": "The list has changed since you opened it. Look at it again, and tick once more.",
            },
        )
        self.fields["person"] = PersonField(people, label="Give them to", empty="Choose a name")
        self.fields["starts_on"] = DayField(label="From", initial=today)
        self.order_fields(["learners", "person", "task", "starts_on"])
