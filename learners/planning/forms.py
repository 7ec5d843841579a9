"""What is typed about plans, notes and templates. Rows of tasks work without scripts: a button adds one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from academy.shared.fields import DayField, number
from courses.qualifications.states import Method
from learners.planning.queries import UnitChoice
from learners.planning.rules import MOST_TASKS, PlanFacts, TaskFacts
from learners.planning.states import NoteKind

FEWEST_ROWS = 1
METHODS = [("", "Choose how"), *Method.choices]
SAY_WHAT = {"required": "Say what there is to do."}


class TaskForm(forms.Form):
    """One task. dated: with real days; else with days from the start, for a template."""

    title = forms.CharField(label="What is there to do?", max_length=200, error_messages=SAY_WHAT)
    method = forms.ChoiceField(
        label="How does it show something?",
        choices=METHODS,
        error_messages={"required": "Choose how it shows something."},
    )
    criteria = forms.TypedMultipleChoiceField(
        label="Which criteria does it show?",
        coerce=int,
        error_messages={
            "required": "Tick at least one criterion.",
            "invalid_choice": "Tick criteria of the list.",
        },
    )
    due_on = DayField(label="Done by", required=False)
    meets_on = DayField(label="The day you meet for it", required=False)
    due_after = number("Done how many days after the start?", 1, 730, required=False)
    place = forms.CharField(label="Where", max_length=160, required=False)
    witness = forms.CharField(
        label="Who else sees it",
        help_text="Their role, such as “team leader”.",
        max_length=160,
        required=False,
    )
    adjustments = forms.CharField(label="What helps in this task", max_length=300, required=False)
    leave_out = forms.BooleanField(label="Leave this task out", required=False)

    def __init__(self, *args: Any, units: Sequence[UnitChoice], dated: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        choices = [
            (one.pk, f"{unit.number}: {one.number} {one.text}") for unit in units for one in unit.criteria
        ]
        ticked = self.fields["criteria"]
        assert isinstance(ticked, forms.TypedMultipleChoiceField)
        ticked.choices = choices
        for name in ("due_after",) if dated else ("due_on", "meets_on", "adjustments"):
            del self.fields[name]

    def ticked(self) -> set[str]:
        """The criteria that are ticked on the page."""
        return {str(one) for one in self["criteria"].value() or ()}

    def fault(self) -> str:
        """What is wrong with the ticks."""
        return " ".join(str(one) for one in self.errors.get("criteria", ())) if self.is_bound else ""

    def facts(self) -> TaskFacts:
        data = self.cleaned_data
        return TaskFacts(
            title=data["title"],
            method=data["method"],
            criteria=frozenset(data["criteria"]),
            due_on=data.get("due_on"),
            meets_on=data.get("meets_on"),
            place=data["place"],
            witness=data["witness"],
            adjustments=data.get("adjustments", ""),
        )


class AboutForm(forms.Form):
    """What is said about the whole plan."""

    words = forms.CharField(
        label="A few words to the learner",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    adjustments = forms.CharField(
        label="What helps in all tasks",
        help_text="Reasonable adjustments that you agreed on, such as more time or large print.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    review_on = DayField(label="When you look at the plan together", required=False)


class TemplateForm(forms.Form):
    """What a template is called, and for whom it is."""

    title = forms.CharField(
        label="Name of the template",
        max_length=120,
        error_messages={"required": "Give the template a name, so that others find it."},
    )
    hub = forms.ChoiceField(
        label="For learners of", required=False, error_messages={"invalid_choice": "Choose one of the list."}
    )

    def __init__(self, *args: Any, hubs: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = self.fields["hub"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = list(hubs)


class Rows:
    """The tasks of one page, as many as there are, and one more when somebody presses “Add a task”.

    data: what was sent; None: nothing yet. checked: whether faults are looked for, or the page only grows.
    """

    def __init__(
        self,
        data: Any,
        *,
        units: Sequence[UnitChoice],
        dated: bool,
        start: Sequence[Mapping[str, Any]] = (),
        checked: bool = True,
    ) -> None:
        self.units, self.dated = units, dated
        if data is None:
            self.forms = [self._form(None, i, one) for i, one in enumerate(start)]
        else:
            count = min(_count(data.get("rows")), MOST_TASKS)
            sent = [self._form(data if checked else None, i, _raw(data, i)) for i in range(count)]
            self.forms = [form for i, form in enumerate(sent) if not _left_out(data, i)]
            if checked:
                self.forms = [form for form in self.forms if not _empty(data, str(form.prefix))]
        grown = data is not None and not checked and data.get("do") == "add"
        while len(self.forms) < FEWEST_ROWS or (grown and len(self.forms) < MOST_TASKS):
            grown = False
            self.forms.append(self._form(None, len(self.forms), {}))
        self._renumber()

    def is_valid(self) -> bool:
        bound = [form for form in self.forms if form.is_bound]
        fit = [form.is_valid() for form in bound]  # each is asked, so that each says its faults
        return all(fit)

    def facts(self) -> tuple[TaskFacts, ...]:
        return tuple(form.facts() for form in self.forms if form.is_bound)

    def days(self) -> list[int | None]:
        return [form.cleaned_data.get("due_after") for form in self.forms if form.is_bound]

    @property
    def full(self) -> bool:
        return len(self.forms) >= MOST_TASKS

    def _form(self, data: Any, index: int, start: Mapping[str, Any]) -> TaskForm:
        return TaskForm(data, prefix=f"t{index}", initial=dict(start), units=self.units, dated=self.dated)

    def _renumber(self) -> None:
        """A page that is shown again counts its rows from 0, whatever was left out."""
        for index, form in enumerate(self.forms):
            if form.is_bound and form.prefix != f"t{index}":
                moved = _moved(form, index)
                self.forms[index] = self._form(moved, index, {})
            else:
                form.prefix = f"t{index}"


class NoteForm(forms.Form):
    """What was said, in a line or two."""

    kind = forms.ChoiceField(
        label="What was it?",
        choices=NoteKind.choices,
        widget=forms.RadioSelect,
        initial=NoteKind.CONTACT,
        error_messages={"required": "Choose which it was."},
    )
    happened_on = DayField(label="When")
    words = forms.CharField(
        label="What you spoke about",
        help_text="You both can read it. It stays as it is.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write in a line or two what you spoke about."},
    )
    next_on = DayField(label="When you talk next", required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = today


class GroupForm(forms.Form):
    """One template for several learners. templates, learners: (id, words)."""

    template = forms.TypedChoiceField(
        label="Template", coerce=int, error_messages={"required": "Choose a template."}
    )
    learners = forms.TypedMultipleChoiceField(
        label="Learners",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick at least one learner.",
            "invalid_choice": "One of these learners has a plan by now, or is not yours any more. Tick again.",
        },
    )
    starts_on = DayField(label="The plan starts on")
    words = forms.CharField(
        label="A few words to each of them",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        templates: Iterable[tuple[int, str]],
        learners: Iterable[tuple[int, str]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("template", templates), ("learners", learners)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = list(choices)
        self.fields["starts_on"].initial = today


class AnswerForm(forms.Form):
    """The learner's answer to a plan."""

    words = forms.CharField(
        label="What does not fit?",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def start_of(plan: PlanFacts) -> list[dict[str, Any]]:
    """What the rows of this plan begin with."""
    return [
        {
            "title": task.title,
            "method": task.method,
            "criteria": sorted(task.criteria),
            "due_on": task.due_on,
            "meets_on": task.meets_on,
            "place": task.place,
            "witness": task.witness,
            "adjustments": task.adjustments,
        }
        for task in plan.tasks
    ]


def _count(found: Any) -> int:
    return int(found) if str(found).isdecimal() and len(str(found)) < 4 else 0


def _raw(data: Any, index: int) -> dict[str, Any]:
    """What was typed, to show it again as it was."""
    typed = {name: data.get(f"t{index}-{name}", "") for name in TaskForm.base_fields if name != "leave_out"}
    return {**typed, "criteria": data.getlist(f"t{index}-criteria")}


def _left_out(data: Any, index: int) -> bool:
    return bool(data.get(f"t{index}-leave_out"))


def _empty(data: Any, prefix: str) -> bool:
    """A row in which nothing was typed is none."""
    names = [name for name in TaskForm.base_fields if name not in ("leave_out", "method")]
    return not any(data.get(f"{prefix}-{name}", "").strip() for name in names)


def _moved(form: TaskForm, index: int) -> Any:
    data: Any = form.data
    moved = data.copy()
    for name in TaskForm.base_fields:
        moved.setlist(f"t{index}-{name}", data.getlist(f"{form.prefix}-{name}"))
    return moved
