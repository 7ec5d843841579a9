"""What is typed to join two entries of one person."""

from django import forms

CODE_LENGTH = 24


class SlipForm(forms.Form):
    """The code on a slip."""

    code = forms.CharField(
        label="The code on your slip",
        max_length=CODE_LENGTH,
        help_text="It looks like DAY-7K3F-9Q2M-XW4D. Small letters are fine.",
        error_messages={"required": "Type the code on your slip."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class WhyForm(forms.Form):
    """How the hub knows that two entries are one person."""

    why = forms.CharField(
        label="How do you know that this is one person?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Such as “She told me at the door” or “Same phone number”. It stays with the record.",
        error_messages={"required": "Write how you know. A few words are enough."},
    )


class OtherAddressForm(forms.Form):
    """The address of the other account of the same person."""

    email = forms.EmailField(
        label="The e-mail address of your other account",
        max_length=254,
        error_messages={
            "required": "Type the e-mail address of your other account.",
            "invalid": "Type an e-mail address, like name@example.org.",
        },
    )
