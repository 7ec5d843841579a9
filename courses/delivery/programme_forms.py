"""What is written down about a programme, and which of them dates count for."""

from django import forms

from academy.shared.fields import DayField, number
from courses.delivery.models import Programme
from courses.delivery.programme_actions import ProgrammeFacts


class CountsForm(forms.Form):
    """The programmes that dates count for."""

    programmes = forms.ModelMultipleChoiceField(
        Programme.objects.all(),
        label="These dates count for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose programmes of the list."},
    )


class ProgrammeForm(forms.Form):
    """Who pays, from when until when, and for how many people."""

    name = forms.CharField(max_length=120, error_messages={"required": "Write what the programme is called."})
    funder = forms.CharField(label="Who pays", max_length=120, error_messages={"required": "Write who pays."})
    starts_on = DayField(label="From")
    ends_on = DayField(label="Until")
    target_people = number("For how many people", 1, 1_000_000, required=False)

    def facts(self) -> ProgrammeFacts:
        return ProgrammeFacts(**{name: self.cleaned_data[name] for name in ProgrammeFacts.__slots__})
