"""What is typed about sites."""

from datetime import date
from typing import Any

from django import forms

from academy.hubs.models import Hub
from academy.shared.fields import DayField
from courses.qualifications.models import AwardingOrganisation


class SiteForm(forms.Form):
    """A hub that may deliver, for whom, and from when."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label="Hub",
        empty_label="Choose a hub",
        error_messages={"required": "Choose a hub.", "invalid_choice": "Choose a hub of the list."},
    )
    organisation = forms.ModelChoiceField(
        AwardingOrganisation.objects.all(),
        label="Awarding organisation",
        empty_label="Choose one",
        error_messages={
            "required": "Choose who has approved it.",
            "invalid_choice": "Choose one of the list.",
        },
    )
    centre = forms.CharField(
        label="Centre",
        help_text="The organisation that is approved. Several hubs can be sites of one centre.",
        max_length=160,
        error_messages={"required": "Write the name of the centre."},
    )
    centre_number = forms.CharField(label="Centre number", max_length=40, required=False)
    approved_from = DayField(label="Approved from")

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hubs = self.fields["hub"]
        assert isinstance(hubs, forms.ModelChoiceField)
        hubs.queryset = Hub.objects.order_by("name")
        self.fields["approved_from"].initial = today


class EndForm(forms.Form):
    """When an approval ends, and why."""

    last_day = DayField(label="Last day")
    why = forms.CharField(
        label="Why does it end?",
        max_length=300,
        error_messages={"required": "Say why the approval ends. It stands in the history."},
    )
