"""Which list, as which kind of file."""

from typing import Any

from django import forms

from academy.shared.tokens import new_token
from learners.dashboards.export_actions import Wanted
from learners.dashboards.models import ExportFormat, ExportOf

KEY = r"^[A-Za-z0-9_-]{22}$"


class ExportForm(forms.Form):
    """`courses`: (slug, title) of the online courses that these people are on."""

    of = forms.ChoiceField(
        label="What do you need?",
        choices=ExportOf.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you need."},
    )
    format = forms.ChoiceField(
        label="For which program?",
        choices=ExportFormat.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the program."},
    )
    course = forms.ChoiceField(label="Lessons of which online course?", required=False)
    key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, courses: list[tuple[str, str]], initial: dict[str, str]) -> None:
        start = {"of": ExportOf.PROGRESS, "format": ExportFormat.XLSX, "key": new_token()}
        super().__init__(data, initial=start | initial)
        if len(courses) > 1:
            self.fields["course"] = forms.ChoiceField(
                label="Lessons of which online course?", choices=courses
            )
        else:
            del self.fields["course"]

    def wanted(self) -> Wanted:
        """The cleaned answers for take_list."""
        data = self.cleaned_data
        return Wanted(data["of"], data["format"], data.get("course", ""))
