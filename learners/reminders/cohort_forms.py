"""What those who run dates fill in about messages to their people."""

from django import forms

from academy.shared.tokens import new_token
from learners.reminders.states import LetterTo


class LetterForm(forms.Form):
    """A letter to everybody on some dates. `key` keeps a second press from making a second draft."""

    to = forms.ChoiceField(
        label="Who gets it?", choices=LetterTo.choices, initial=LetterTo.BOOKED, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="What is it about?",
        max_length=120,
        help_text="People see this first. Say what it is in a few words.",
        error_messages={
            "required": "Say what the letter is about: people see that first.",
            "max_length": "Make this shorter: 120 letters at most.",
        },
    )
    words = forms.CharField(
        label="What do you want to tell them?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Leave an empty line between two thoughts. Write what everybody on the course may read.",
        error_messages={
            "required": "Write what you want to tell them.",
            "max_length": "Make this shorter: 4,000 letters at most. Put the rest where your link leads.",
        },
    )
    key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{22}$", widget=forms.HiddenInput, initial=new_token)

    def clean_title(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["title"]).split())
