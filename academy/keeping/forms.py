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


class RemovalForm(forms.Form):
    """Why the content of a file goes."""

    reason = forms.CharField(
        label="Why it has to go",
        max_length=200,
        help_text="Learner and assessor read it, and it stays in the history. Name the case, not the people.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why the content has to go."},
    )
    sure = forms.BooleanField(
        label="I know that nobody can bring it back.",
        error_messages={"required": "Tick this if the content is to go for good."},
    )


class AddressForm(forms.Form):
    """Which hand-in, record or feedback."""

    address = forms.CharField(
        label="Address of the hand-in, the record or the feedback",
        max_length=300,
        help_text="The assessor or the learner has it open, with /handed-in/, /record/ or /feedback/ in it. You see "
        "the names of its files, and nothing else of it.",
        error_messages={"required": "Paste the address of the hand-in, the record or the feedback."},
    )
