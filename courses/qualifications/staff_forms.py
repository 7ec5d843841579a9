"""What is typed into the staff file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from academy.shared.fields import DayField
from courses.qualifications.staff_actions import StatusFacts
from courses.qualifications.staff_pages import UnitsOf
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask

CHOOSE = {"required": "Choose one.", "invalid_choice": "Choose one of the list."}

OF_LEVEL = {
    AssessorLevel.QUALIFIED: ("award", "award_seen_on"),
    AssessorLevel.TRAINEE: ("works_towards_until", "countersigner"),
}


class StatusForm(forms.Form):
    """What somebody judges as, from a day on."""

    level = forms.ChoiceField(
        label="They are from then on",
        choices=AssessorLevel.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    starts_on = DayField(label="From")
    award = forms.ChoiceField(
        label="The assessor's award that they hold",
        choices=Award.choices,
        initial=Award.NONE,
        error_messages=CHOOSE,
    )
    award_seen_on = DayField(label="When we saw the certificate")
    works_towards_until = DayField(
        label="Has the award by", help_text="After this day they judge nothing until the award is recorded."
    )
    countersigner = forms.ChoiceField(
        label="Countersigner",
        help_text="A qualified assessor who knows the same units.",
        error_messages={**CHOOSE, "required": "Choose who countersigns what this trainee judges."},
    )
    why = forms.CharField(
        label="Why, or what was seen",
        help_text="Needed where somebody has lapsed. It stands in the history.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, seconds: Sequence[tuple[int, str]], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        second = self.fields["countersigner"]
        assert isinstance(second, forms.ChoiceField)
        second.choices = [("", "Nobody"), *((str(pk), name) for pk, name in seconds)]
        self.fields["starts_on"].initial = today

    def full_clean(self) -> None:
        """What belongs to the level that is chosen has to be filled in; what belongs to another is left alone."""
        level = self.data.get("level") if self.is_bound else None
        others = [name for of, names in OF_LEVEL.items() if of != level for name in names]
        for name in others:
            self.fields[name].required = False
        super().full_clean()
        for name in others:
            self.fields[name].required = True  # as its label says
            if self.is_bound:
                self.errors.pop(name, None)

    def facts(self) -> StatusFacts:
        """What belongs to another level is left out, so that a change of mind needs no clearing of boxes."""
        data, level = self.cleaned_data, AssessorLevel(self.cleaned_data["level"])
        trainee, holds = level == AssessorLevel.TRAINEE, level == AssessorLevel.QUALIFIED
        return StatusFacts(
            level=level,
            starts_on=data["starts_on"],
            award=Award(data["award"]) if holds else Award.NONE,
            award_seen_on=data["award_seen_on"] if holds else None,
            works_towards_until=data["works_towards_until"] if trainee else None,
            countersigner_id=int(data["countersigner"]) if trainee else None,
            why=data["why"].strip(),
        )


class UnitsForm(forms.Form):
    """Units whose work somebody knows."""

    units = forms.TypedMultipleChoiceField(
        label="Units",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one unit.",
            "invalid_choice": "Choose units of the list.",
        },
    )
    basis = forms.CharField(
        label="How do we know?",
        help_text="Such as: organised tenants in Leeds from 2015 to 2022, CV seen.",
        max_length=300,
        error_messages={"required": "Say how we know that they can do this work."},
    )
    starts_on = DayField(label="From")

    def __init__(self, *args: Any, groups: Sequence[UnitsOf], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = self.fields["units"]
        assert isinstance(units, forms.TypedMultipleChoiceField)
        units.choices = [(str(pk), words) for group in groups for pk, words in group.units]
        self.fields["starts_on"].initial = today

    @property
    def ticked(self) -> set[str]:
        """Values that stay ticked when something else was wrong."""
        return set(self["units"].value() or [])


class EndKnownForm(forms.Form):
    """The end of an entry about a unit."""

    last_day = DayField(label="Last day", help_text="Yesterday, if it is to end at once.")
    why = forms.CharField(
        label="Why does it end?",
        max_length=300,
        error_messages={"required": "Say why it ends. It stands in the history."},
    )


class TaskForm(forms.Form):
    """A task for one qualification."""

    qualification = forms.ChoiceField(label="Qualification", error_messages=CHOOSE)
    task = forms.ChoiceField(
        label="Task", choices=QualificationTask.choices, widget=forms.RadioSelect, error_messages=CHOOSE
    )
    starts_on = DayField(label="From")

    def __init__(
        self, *args: Any, qualifications: Sequence[tuple[str, str]], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = self.fields["qualification"]
        assert isinstance(listed, forms.ChoiceField)
        listed.choices = [("", "Choose a qualification"), *qualifications]
        self.fields["starts_on"].initial = today


class EndTaskForm(forms.Form):
    """The end of a task."""

    last_day = DayField(label="Last day", help_text="Yesterday, if it is to end at once.")
