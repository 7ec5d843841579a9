"""What somebody types at the door."""

from django import forms

from academy.accounts.rules import NAME_LENGTH


class HereForm(forms.Form):
    """One field: a name, or the number of one's place."""

    who = forms.CharField(
        label="Your name, or the number of your place",
        help_text="The number stands in the page of your place. It looks like 402 718.",
        max_length=NAME_LENGTH,
        error_messages={
            "required": "Type your name, or the number of your place.",
            "max_length": f"Use {NAME_LENGTH} characters or fewer.",
        },
    )


class WordsForm(forms.Form):
    """The three words under the code."""

    words = forms.CharField(
        label="The three words under the square code",
        max_length=80,
        error_messages={
            "required": "Type the three words that the trainer shows.",
            "max_length": "Type three words.",
        },
    )
