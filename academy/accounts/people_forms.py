"""What the people who look after others type: invitations, roles, people without an e-mail address."""

from collections.abc import Sequence
from typing import Any

from django import forms

from academy.accounts.forms import AgeQuestions, NameField, PhoneField
from academy.accounts.role_actions import NewPerson
from academy.accounts.roles import ROLES, Reach, Role
from academy.accounts.rules import YOUNGEST_ALONE, age_on
from academy.accounts.signin_forms import EMAIL_ERRORS
from academy.hubs.models import Hub
from academy.shared import clock

ACADEMY = "The whole Academy"


class HubField(forms.ModelChoiceField[Hub]):
    """One of the hubs that the person may choose; with `everywhere` also none, which means the whole Academy."""

    def __init__(self, hubs: Sequence[Hub], *, everywhere: bool = False) -> None:
        self.everywhere = everywhere
        super().__init__(
            Hub.objects.filter(pk__in=[hub.pk for hub in hubs]),
            label="Hub",
            empty_label=ACADEMY if everywhere else "Choose a hub",
            initial=hubs[0] if len(hubs) == 1 and not everywhere else None,
            error_messages={"required": "Choose a hub.", "invalid_choice": "Choose a hub of the list."},
        )

    def validate(self, value: Hub | None) -> None:
        if not self.everywhere:
            super().validate(value)

    def clean(self, value: Any) -> Hub | None:
        return None if self.everywhere and value in self.empty_values else super().clean(value)


class RoleForm(forms.Form):
    """A role and where it holds."""

    use_required_attribute = False  # the whole Academy is an answer, though its value is empty

    def __init__(self, *args: Any, roles: Sequence[Role], hubs: Sequence[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"] = forms.ChoiceField(
            label="Role",
            choices=[(role.value, f"{role.label}: {ROLES[role].may}") for role in roles],
            widget=forms.RadioSelect,
            error_messages={"required": "Choose a role."},
            initial=roles[0].value if len(roles) == 1 else None,
        )
        everywhere = any(ROLES[role].reach is Reach.ACADEMY for role in roles)
        self.fields["hub"] = HubField(hubs, everywhere=everywhere)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("role") or "hub" in self.errors:
            return cleaned
        role, hub = Role(cleaned["role"]), cleaned.get("hub")
        if ROLES[role].reach is Reach.HUB and hub is None:
            self.add_error("hub", f"Choose the hub for the role {role.label}.")
        if ROLES[role].reach is Reach.ACADEMY and hub is not None:
            self.add_error("hub", f"{role.label} is a role for the whole Academy. Choose “{ACADEMY}”.")
        return cleaned

    @property
    def chosen_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    @property
    def hub_id(self) -> int | None:
        hub = self.cleaned_data["hub"]
        return hub.pk if hub else None


class InviteForm(RoleForm):
    """A role for whoever reads this address."""

    email = forms.EmailField(label="Their e-mail address", error_messages=EMAIL_ERRORS)


class AddPersonForm(AgeQuestions):
    """Somebody who is with us at the hub and has no e-mail address."""

    youngest = 0
    full_name = NameField(label="Their name")
    phone = PhoneField(label="Their phone number", required=False)
    guardian_name = NameField(
        label="Parent or guardian who agrees", help_text="Needed under 13. They must be here.", required=False
    )
    told = forms.BooleanField(
        label="I have told them what we keep, and why",
        error_messages={"required": "Tell them first, then tick the box."},
    )
    field_order = (
        "full_name",
        "phone",
        "hub",
        "is_adult",
        "born_day",
        "born_month",
        "born_year",
        "guardian_name",
        "told",
    )

    def __init__(self, *args: Any, hubs: Sequence[Hub], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_adult"].label = "Are they 18 or over?"
        self.fields["hub"] = HubField(hubs)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        born = cleaned.get("date_of_birth")
        too_young = born is not None and age_on(born, clock.today()) < YOUNGEST_ALONE
        if too_young and not cleaned.get("guardian_name") and "guardian_name" not in self.errors:
            self.add_error(
                "guardian_name", "Under 13 we need a parent or guardian who agrees. Write their name."
            )
        return cleaned

    def person(self) -> NewPerson:
        """The cleaned answers for add_person."""
        data = self.cleaned_data
        return NewPerson(
            full_name=data["full_name"],
            is_adult=self.adult,
            date_of_birth=data["date_of_birth"],
            phone=data["phone"],
            guardian_name=data["guardian_name"] if not self.adult else "",
        )
