"""Whom the lead quality assurer asks to countersign."""

from collections.abc import Iterable
from typing import Any

from django import forms

from academy.accounts.models import Account


class CountersignerForm(forms.Form):
    """One of those who could."""

    person = forms.TypedChoiceField(
        label="Who countersigns it?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose who countersigns it.",
            "invalid_choice": "This person cannot countersign it today. Choose somebody else.",
        },
    )

    def __init__(self, *args: Any, people: Iterable[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.pk, one.full_name) for one in people]
