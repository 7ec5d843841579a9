"""Holding records back."""

from django import forms


class HoldForm(forms.Form):
    """Until when, and why."""

    until = forms.DateField(
        label="Until which day",
        help_text="From that day on they go as always. A year from now at the latest.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Choose the day until which they are needed.",
            "invalid": "Write a day that there is, like 2027-03-31.",
        },
    )
    reason = forms.CharField(
        label="Why they are still needed",
        max_length=300,
        help_text="A complaint, a question of a funder, a court. Name the case, not the people.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why these records are still needed."},
    )
