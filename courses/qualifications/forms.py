"""What is typed about qualifications, and the file that a specification is read from."""

from django import forms

from academy.shared.fields import DayField, TableField, number
from courses.qualifications.actions import VersionFacts
from courses.qualifications.models import AwardingOrganisation


class VersionForm(forms.Form):
    """What an edition says about itself. Empty: the awarding organisation has not said."""

    reference = forms.CharField(label="The awarding organisation's number", max_length=40, required=False)
    edition = forms.CharField(label="Edition of the specification", max_length=60, required=False)
    level = forms.CharField(label="Level", max_length=20, required=False)
    credits = number("Credits", 1, 999, required=False)
    fewest_credits = number("Credits that a learner needs at least", 1, 999, required=False)
    guided_hours = number("Guided learning hours", 1, 9999, required=False)
    total_hours = number("Total qualification time, in hours", 1, 9999, required=False)
    least_age = number("Youngest age", 13, 99, initial=16)
    registers_from = DayField(label="Learners can register from", required=False, wrong={})
    registers_until = DayField(label="Last day to register", required=False, wrong={})
    certifies_until = DayField(label="Last day for certificates", required=False, wrong={})
    attempts = number("How often one thing may be handed in", 1, 99, required=False)
    attempt_days = number("Working days for the next attempt", 1, 999, required=False)

    def facts(self) -> VersionFacts:
        data = self.cleaned_data
        return VersionFacts(**{name: data[name] for name in VersionFacts.__slots__})


class QualificationForm(VersionForm):
    """A qualification with its first version."""

    organisation = forms.CharField(
        label="Awarding organisation",
        max_length=160,
        error_messages={"required": "Write who awards it."},
        widget=forms.TextInput(attrs={"list": "organisations"}),
    )
    title = forms.CharField(
        label="Title",
        max_length=200,
        error_messages={"required": "Write the title, just as the awarding organisation does."},
    )
    summary = forms.CharField(label="What it is, in one sentence", max_length=300, required=False)
    field_order = ["organisation", "title", "summary"]

    def organisations(self) -> list[str]:
        """Those that we know."""
        return list(AwardingOrganisation.objects.values_list("name", flat=True)[:100])


class SheetForm(forms.Form):
    """A file with the units, outcomes and criteria."""

    file = TableField(
        label="Specification or marking sheet",
        help_text="An Excel workbook (.xlsx) or a CSV file, up to 5 MB.",
        largest=5,
        only="criteria",
    )


class WordsForm(forms.Form):
    """Other words for one outcome or criterion."""

    text = forms.CharField(
        label="Words",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write the words."},
    )


class GroupForm(forms.Form):
    """How many units of an optional group."""

    fewest = number("At least", 0, 99)
    most = number(
        "At most", 1, 99, required=False, help_text="Leave it empty where all of them may be taken."
    )
