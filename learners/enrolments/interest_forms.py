"""Where somebody would take a course."""

from typing import Any

from django import forms

from academy.hubs.models import Hub
from learners.enrolments.interest_queries import hubs_to_choose

ANY = "any"


class InterestForm(forms.Form):
    """Which hub: one, or any."""

    hub = forms.ChoiceField(
        label="Where would you come to?",
        help_text="A hub you choose sees your name and how to reach you. With “any hub” no hub does.",
        error_messages={
            "required": "Choose a hub, or any hub.",
            "invalid_choice": "Choose a hub from the list.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: dict[str, list[tuple[str, str]]] = {}
        self.hubs: dict[str, Hub] = {}
        for one in hubs_to_choose():
            regions.setdefault(one.region, []).append((one.slug, f"{one.name}, {one.town}"))
            self.hubs[one.slug] = one
        field = self.fields["hub"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(ANY, "Any hub: I would travel, or come online"), *regions.items()]

    def chosen(self) -> Hub | None:
        """The hub; None for any."""
        return self.hubs.get(self.cleaned_data["hub"])
