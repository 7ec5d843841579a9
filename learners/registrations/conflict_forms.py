"""What is typed about conflicts of interest."""

from typing import Any

from django import forms

from academy.hubs.models import Hub
from academy.shared.fields import DayField
from learners.registrations.allocation_forms import Options, PersonField
from learners.registrations.states import Nature


class DeclareForm(forms.Form):
    """Of what kind, and a word about it. people: for those who may write it down for others, oneself first."""

    nature = forms.ChoiceField(
        label="What is it?",
        choices=Nature.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it is.", "invalid_choice": "Choose one of the list."},
    )
    words = forms.CharField(
        label="A word about it",
        help_text="Only what others have to know. You do not have to explain yourself.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, people: Options = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people:
            self.fields["person"] = PersonField(people, label="Whose interest is it?", empty="Choose a name")
            self.order_fields(["person", "nature", "words"])


class HubForm(forms.Form):
    """A hub in which somebody has an interest."""

    hub = forms.ModelChoiceField(
        Hub.objects.order_by("name"),
        label="Hub",
        empty_label="Choose a hub",
        error_messages={"required": "Choose a hub.", "invalid_choice": "Choose a hub of the list."},
    )


class OverForm(forms.Form):
    """From when it is over, and how one knows."""

    ends_on = DayField(label="From which day is it over?")
    why = forms.CharField(
        label="How do you know?",
        max_length=300,
        error_messages={"required": "Say how you know that it is over. It stands in the history."},
    )


class DecideForm(forms.Form):
    """How it is dealt with, and who looks instead."""

    def __init__(self, *args: Any, people: Options, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mitigation"] = forms.CharField(
            label="How is it dealt with?",
            help_text="For instance who judges which units, and who looks at all of it.",
            max_length=500,
            widget=forms.Textarea(attrs={"rows": 4}),
            error_messages={"required": "Say how it is dealt with."},
        )
        self.fields["scrutineer"] = PersonField(people, label="Who looks instead", empty="Choose a name")
