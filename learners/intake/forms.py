"""What is typed about a list of people."""

from collections.abc import Sequence
from typing import Any

from django import forms

from academy.hubs.models import Hub
from academy.shared.fields import TableField
from courses.catalogue.models import Course
from learners.enrolments.behalf_forms import WAYS
from learners.intake.columns import FIELDS, wrong_columns
from learners.intake.models import PeopleImport

MOST_COLUMNS = 60


class UploadForm(forms.Form):
    """A file with a row for each person."""

    file = TableField(
        label="Your list",
        help_text="An Excel workbook (.xlsx) or a CSV file, up to 10 MB and 25,000 rows.",
        largest=10,
        only="people",
    )


class HubUploadForm(UploadForm):
    """A list of people who want to be told of dates: of which course, and at which of one's hubs."""

    hub = forms.ChoiceField(label="Hub", error_messages={"required": "Choose the hub."})
    course = forms.ChoiceField(label="Course", error_messages={"required": "Choose the course."})
    field_order = ("hub", "course", "file")

    def __init__(self, *args: Any, hubs: Sequence[Hub], courses: Sequence[Course], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hub"].choices = [(str(one.pk), one.name) for one in hubs]  # type: ignore[attr-defined]
        self.fields["course"].choices = [(str(one.pk), one.title) for one in courses]  # type: ignore[attr-defined]


class ColumnsForm(forms.Form):
    """What each column holds, and how these people agreed."""

    header = forms.IntegerField(
        label="In which row do the names of the columns stand?",
        help_text="0 if the first row is a person already.",
        min_value=0,
        max_value=1000,
        error_messages={"required": "Write the number of the row, or 0.", "invalid": "Write a number."},
    )
    all_adult = forms.BooleanField(
        label="Everybody in this list is 18 or over",
        help_text="Leave it out if a column says so, or if you do not know.",
        required=False,
    )
    way = forms.ChoiceField(
        label="How did these people agree to be on your list?",
        choices=WAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how they agreed."},
    )
    where = forms.CharField(
        label="Who asked them, and where is it written down?",
        help_text="For example: sign-up sheets of 5 May, kept by Sam in the office. They can read this.",
        max_length=300,
        error_messages={
            "required": "Write who asked them, and where it is written down.",
            "max_length": "Use 300 characters or fewer.",
        },
    )
    told = forms.BooleanField(
        label="They were told what we keep, and why",
        error_messages={"required": "Tell them first, then tick the box."},
    )

    def __init__(self, *args: Any, listing: PeopleImport, **kwargs: Any) -> None:
        self.names: Sequence[str] = listing.names[:MOST_COLUMNS]
        guessed = {at: field for field, at in listing.columns.items()}
        first = {f"column_{at}": guessed.get(at, "") for at in range(len(self.names))}
        first |= {"header": listing.header, "all_adult": listing.all_adult}
        super().__init__(*args, **{**kwargs, "initial": first})
        for at, name in enumerate(self.names):
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=name, choices=[("", "Leave out"), *FIELDS.items()], required=False
            )

    def of_columns(self) -> list[Any]:
        """The fields of the columns, in the order of the list."""
        return [self[f"column_{at}"] for at in range(len(self.names))]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        columns: dict[str, int] = {}
        for at in range(len(self.names)):
            field = cleaned.get(f"column_{at}")
            if field and field in columns:
                self.add_error(
                    f"column_{at}", f"{FIELDS[field]} is chosen for two columns. Keep one of them."
                )
            elif field:
                columns[field] = at
        if fault := wrong_columns(columns):
            self.add_error(None, fault)
        cleaned["columns"] = columns
        return cleaned

    def facts(self) -> dict[str, Any]:
        """The cleaned answers for read_as."""
        data = self.cleaned_data
        return {
            "columns": data["columns"],
            "header": data["header"],
            "all_adult": data["all_adult"],
            "agreed": f"{data['way']} {data['where']}",
        }
