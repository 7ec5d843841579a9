"""What is typed on the way to a qualification."""

from datetime import date
from typing import Any

from django import forms

from academy.accounts.rules import NotAName, clean_name
from academy.hubs.models import Hub
from academy.shared.fields import DayField
from courses.qualifications.models import QualificationVersion, Unit
from learners.registrations.actions import Wish
from learners.registrations.models import QualRegistration
from learners.registrations.rules import fault_of_uln
from learners.registrations.states import Check, Paid

WHY = "Write a few words."


class WishForm(forms.Form):
    """Asking: at which hub, and where one will practise."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label="Your hub",
        help_text="These hubs offer it.",
        empty_label="Choose a hub",
        error_messages={"required": "Choose a hub.", "invalid_choice": "Choose a hub of the list."},
    )
    practise_where = forms.CharField(
        label="Where will you practise?",
        help_text="Such as a tenants' group, a youth club or your street.",
        max_length=300,
        required=False,
    )
    practise_paid = forms.ChoiceField(
        label="How do you do this work?",
        choices=Paid.choices,
        widget=forms.RadioSelect,
        initial=Paid.NOT_YET,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    )
    hopes = forms.CharField(
        label="Why do you want it?",
        help_text="A sentence is enough.",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, hubs: tuple[Hub, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["hub"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Hub.objects.filter(pk__in=[hub.pk for hub in hubs]).order_by("name")
        if len(hubs) == 1:
            field.initial = hubs[0].pk

    def wish(self) -> Wish:
        return Wish(*(self.cleaned_data[name] for name in ("practise_where", "practise_paid", "hopes")))


class ForwardForm(WishForm):
    """The same for somebody else."""

    version = forms.ModelChoiceField(
        QualificationVersion.objects.none(),
        label="Qualification",
        empty_label="Choose one",
        error_messages={"required": "Choose a qualification.", "invalid_choice": "Choose one of the list."},
    )
    field_order = ("version", "hub")

    def __init__(self, *args: Any, hubs: tuple[Hub, ...], **kwargs: Any) -> None:
        super().__init__(*args, hubs=hubs, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, forms.ModelChoiceField)
        open_now = QualificationVersion.objects.filter(state="open").select_related("qualification")
        field.queryset = open_now
        if len(open_now) == 1:
            field.initial = open_now[0].pk
        self.fields["hub"].help_text = ""
        self.fields["practise_where"].label = "Where will they practise?"
        self.fields["practise_where"].help_text = ""
        self.fields["practise_paid"].label = "How do they do this work?"
        del self.fields["hopes"]

    def wish(self) -> Wish:
        return Wish(self.cleaned_data["practise_where"], self.cleaned_data["practise_paid"])


class CheckForm(forms.Form):
    """What was done, when and how."""

    what = forms.ChoiceField(
        label="What was done?",
        choices=Check.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of the list."},
    )
    done_on = DayField(label="On which day?")
    how = forms.CharField(
        label="How, or which document?",
        help_text="Such as passport, seen at the hub. No numbers, and no copy.",
        max_length=200,
        error_messages={"required": "Write how, or which document."},
    )
    note = forms.CharField(
        label="Anything agreed",
        help_text="The learner can read it.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DetailsForm(forms.Form):
    """As the awarding organisation prints them."""

    legal_name = forms.CharField(
        label="Full name, as it is to be printed",
        help_text="As on a passport or another official paper. Your name elsewhere on this site stays as it is.",
        max_length=120,
        error_messages={"required": "Write the name."},
    )
    birth_date = DayField(label="Date of birth", wrong={"required": "Write the day of birth."})
    uln = forms.CharField(
        label="Unique learner number",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )

    def clean_legal_name(self) -> str:
        try:
            return clean_name(self.cleaned_data["legal_name"])
        except NotAName as fault:
            raise forms.ValidationError(str(fault)) from fault

    def clean_uln(self) -> str:
        number = "".join(self.cleaned_data["uln"].split())
        if wrong := fault_of_uln(number):
            raise forms.ValidationError(wrong)
        return number


class AcceptForm(forms.Form):
    target_end_on = DayField(
        label="To be finished by",
        help_text="A day that you have agreed with the learner.",
        required=False,
    )


class WhyForm(forms.Form):
    """One reason in words."""

    why = forms.CharField(
        label="Why?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": WHY},
    )

    def __init__(self, *args: Any, label: str = "Why?", help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label, self.fields["why"].help_text = label, help_text


class BreakForm(forms.Form):
    back_on = DayField(label="Back on", help_text="A guess is fine. You can come back earlier.")
    why = forms.CharField(label="Why", max_length=300, required=False)


class NumberForm(forms.Form):
    number = forms.CharField(
        label="Awarding organisation's number",
        max_length=40,
        error_messages={"required": "Write the number that the awarding organisation has given."},
    )
    registered_on = DayField(label="Registered on")


class UnitField(forms.ModelMultipleChoiceField[Unit]):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.group.title})"


class UnitsForm(forms.Form):
    """Ticks, one for each unit of the optional groups."""

    units = UnitField(
        Unit.objects.none(),
        label="Units",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the units of this list."},
    )

    def __init__(self, *args: Any, registration: QualRegistration, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        rows = Unit.objects.filter(version=registration.version_id, group__isnull=False).select_related(
            "group"
        )
        field.queryset = rows.order_by("group", "number")
        field.initial = list(registration.units.values_list("unit_id", flat=True))


class MoveForm(WhyForm):
    """Where to: another hub, another version, or both."""

    hub = forms.ModelChoiceField(
        Hub.objects.none(),
        label="Hub",
        empty_label=None,
        error_messages={"required": "Choose a hub.", "invalid_choice": "Choose a hub of the list."},
    )
    version = forms.ModelChoiceField(
        QualificationVersion.objects.none(),
        label="Version",
        empty_label=None,
        error_messages={"required": "Choose a version.", "invalid_choice": "Choose a version of the list."},
    )
    field_order = ("hub", "version", "why")

    def __init__(
        self, *args: Any, registration: QualRegistration, hubs: tuple[Hub, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        hub, version = self.fields["hub"], self.fields["version"]
        assert isinstance(hub, forms.ModelChoiceField) and isinstance(version, forms.ModelChoiceField)
        known = [registration.hub_id, *(one.pk for one in hubs)]
        hub.queryset = Hub.objects.filter(pk__in=known).order_by("name")
        hub.initial = registration.hub_id
        rows = QualificationVersion.objects.filter(qualification=registration.version.qualification_id)
        rows = rows.filter(state="open") | rows.filter(pk=registration.version_id)
        version.queryset = rows.select_related("qualification").order_by("-number")
        version.initial = registration.version_id


def usual_check(today: date) -> dict[str, Any]:
    """What a new check begins with."""
    return {"what": Check.IDENTITY, "done_on": today}
