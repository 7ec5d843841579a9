"""What sign-up asks besides the e-mail address."""

from typing import Any

from django import forms
from django.http import HttpRequest


class SignupDetails(forms.Form):
    """Asked once, at sign-up."""

    full_name = forms.CharField(label="Your name", max_length=120)

    def signup(self, request: HttpRequest, user: Any) -> None:
        """Called by allauth when the person is made."""
        user.full_name = self.cleaned_data["full_name"]
        user.save(update_fields=["full_name"])
