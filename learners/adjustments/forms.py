"""What is typed about prior learning, adjustments and holds."""

from collections.abc import Iterable
from typing import Any

from django import forms

from academy.shared.fields import DayField
from learners.adjustments.request_actions import Need
from learners.adjustments.states import DecidedBy

Units = Iterable[tuple[int, str]]


def words(label: str, missing: str, *, most: int = 2000, rows: int = 4, **more: Any) -> forms.CharField:
    """Several lines."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
        **more,
    )


def unit_field(units: Units, empty: str = "", label: str = "Which unit?") -> forms.TypedChoiceField:
    """empty: what stands for all of them; without it one has to be chosen."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("", empty or "Choose a unit"), *units],
        coerce=int,
        empty_value=None,
        required=not empty,
        error_messages={"required": "Choose a unit.", "invalid_choice": "Choose a unit of the list."},
    )


class HelpForm(forms.Form):
    """A reasonable adjustment: by the learner (own) or for them."""

    need = words(
        "What makes it hard?", "Write what makes it hard. Only as much as somebody has to know.", rows=3
    )
    adjustment = words("What would help?", "Write what would help.", rows=3)
    shown_by = forms.CharField(
        label="Is there something that shows it?",
        help_text="Such as “a letter from my doctor”. Say only that there is one; do not send it here.",
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, units: Units, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(units, "Every unit", "For which unit?")
        self.order_fields(["adjustment", "need", "unit", "shown_by"])
        if own:
            self.fields[
                "adjustment"
            ].help_text = (
                "For instance more time, large print, speaking instead of writing, or a break in between."
            )
            self.fields["need"].help_text = "You need not name an illness. Say what is hard about the work."

    def need_words(self) -> Need:
        data = self.cleaned_data
        return Need(data["unit"], data["need"], data["adjustment"], data["shown_by"])


class PriorForm(forms.Form):
    """Something that one can do already."""

    learned_what = words(
        "What did you do or learn before?",
        "Write what you did or learned before, in your own words.",
        help_text="Work, volunteering, a course, or something in your own life.",
    )
    learned_where = forms.CharField(label="Where was it?", max_length=300, required=False)
    learned_until = DayField(label="When did you last do it?", required=False)

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(units, label="Which unit does it fit?")
        self.order_fields(["unit", "learned_what", "learned_where", "learned_until"])


class HoldForm(forms.Form):
    """A hold on a unit, or on everything."""

    reason = words(
        "Why?",
        "Write why.",
        most=500,
        rows=3,
        help_text="Assessors of this learner read it. The learner reads only that a hold stands, and until when.",
    )
    review_on = DayField(label="When does somebody look at it again?")

    def __init__(self, *args: Any, units: Units, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"] = unit_field(units, "The whole registration", "What does it stop?")
        self.order_fields(["unit", "reason", "review_on"])


class KeepForm(forms.Form):
    words = words("What did you find, and what is still open?", "Write what you found.", most=500, rows=3)
    review_on = DayField(label="When does somebody look again?")


class WordsForm(forms.Form):
    """One field of words. label and missing say what is asked for."""

    def __init__(
        self, *args: Any, label: str, missing: str = "", most: int = 500, start: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = words(label, missing, most=most, rows=3, required=bool(missing), initial=start)


class DecideForm(forms.Form):
    """What was decided about an adjustment. outside: whether a letter came."""

    approved = forms.ChoiceField(
        label="What was decided?",
        choices=[("yes", "Approved"), ("no", "Refused")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what was decided."},
    )
    decision = words("Why? The learner reads this.", "Write what was decided and why.", rows=3)
    reference = forms.CharField(
        label="Reference of the letter", max_length=80, error_messages={"required": "Write the reference."}
    )
    decided_on = DayField(label="When was it decided?")

    def __init__(self, *args: Any, outside: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not outside:
            del self.fields["reference"]


class ReferForm(forms.Form):
    to = forms.ChoiceField(
        label="Who has to decide?",
        choices=[(one.value, one.label) for one in DecidedBy if one != DecidedBy.CENTRE],
        widget=forms.RadioSelect,
        error_messages={"required": "Say who decides."},
    )


class PlaceForm(forms.Form):
    in_place_on = DayField(label="Since when does it help?")
    review_on = DayField(label="When do you look whether it helps?")


class ReviewForm(forms.Form):
    words = words("Does it help?", "Write whether it helps. Ask the learner first.", rows=3)
    next_on = DayField(label="It goes on. When do you look again?", required=False)
