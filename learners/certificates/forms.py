"""The number to check."""

import re

from django import forms

NOT_SERIAL = re.compile(r"[^0-9A-Z]")


class SerialForm(forms.Form):
    """A certificate's number, however somebody types it."""

    serial = forms.CharField(
        label="Number on the certificate",
        max_length=40,
        error_messages={"required": "Type the number of the certificate."},
    )

    def clean_serial(self) -> str:
        """NACO-7K3F-9Q2M-XW4D from "naco 7k3f9q2m xw4d"."""
        plain = NOT_SERIAL.sub("", self.cleaned_data["serial"].upper())
        if len(plain) != 16:
            raise forms.ValidationError(
                "A number looks like NACO-7K3F-9Q2M-XW4D. Look under the square code."
            )
        return "-".join(plain[place : place + 4] for place in range(0, 16, 4))


class DecisionForm(forms.Form):
    """Whether a certificate counts, and why."""

    keep = forms.ChoiceField(
        label="Does it count?",
        choices=[("yes", "Yes, it counts all the same"), ("no", "No, take it back")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it counts."},
    )
    why = forms.CharField(
        label="Why?",
        help_text="One or two plain sentences. The person whose certificate it is can read them.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Say why. The person whose certificate it is can read it.",
            "max_length": "Use 300 characters or fewer.",
        },
    )
