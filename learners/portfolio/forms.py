"""What somebody says of a piece. Nothing is asked for before it can be kept: the piece says what is still missing."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import URLValidator

from academy.shared import clock
from academy.shared.fields import DayField, number
from learners.portfolio.models import EvidenceItem
from learners.portfolio.rules import HOLDS_FILES
from learners.portfolio.states import EvidenceKind, Others

LONGEST_AGO = timedelta(days=365 * 30)
ADDED = (
    EvidenceKind.PHOTO,
    EvidenceKind.RECORDING,
    EvidenceKind.FILE,
    EvidenceKind.LINK,
    EvidenceKind.REFLECTION,
    EvidenceKind.PRACTICE,
)  # with a form of ours
WHO_IS_IN_IT = [
    (Others.NOBODY.value, "Nobody else"),
    (Others.ANONYMISED.value, "Others, but nobody can tell who they are"),
    (Others.AGREED.value, "Others, and they said that I may show it"),
    (Others.SOMEBODY.value, "Somebody who has not said yes. Only I can see it until I mend that"),
]
BEGIN = "There is nothing here to keep yet. Fill in one thing first."


def _words(label: str, hint: str, most: int, rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"This is too long. Use {most} characters or fewer."},
    )


class EvidenceForm(forms.Form):
    """One page for each kind; `fields_of` says what it asks. `key` makes the same form sent twice one piece."""

    key = forms.RegexField(r"^[A-Za-z0-9_-]{22}$", widget=forms.HiddenInput)
    text = _words("", "", 20000, 10)
    link = forms.CharField(
        label="The address of the page",
        help_text="For example a film, a post or a map that anybody with the address can open.",
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"type": "url", "inputmode": "url", "placeholder": "https://"}),
    )
    happened_on = DayField(label="When did it happen?", required=False)
    hours = number("Hours", 0, 99, required=False)
    minutes = number("Minutes", 0, 59, required=False)
    own_part = _words(
        "What was your own part in it?", "What did you do yourself? Say “I”, not “we”.", 2000, 3
    )
    learned = _words("What did you learn?", "One or two sentences will do.", 4000, 3)
    people_listened = number(
        "How many people did you listen to?", 0, 9999, required=False, help_text="Only the number. No names."
    )
    others = forms.ChoiceField(
        label="Can anybody else be recognised in it?",
        help_text="By their face or voice, their name, or what is said about them.",
        choices=WHO_IS_IN_IT,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of these."},
    )
    title = forms.CharField(
        label="A name for it",
        help_text="So that you find it again. If you leave this empty, we name it for you.",
        max_length=160,
        required=False,
        error_messages={"max_length": "Use 160 characters or fewer."},
    )

    def __init__(self, *args: Any, kind: EvidenceKind, **more: Any) -> None:
        super().__init__(*args, **more)
        self.kind = kind
        for name in set(self.fields) - {"key", *fields_of(kind)}:
            del self.fields[name]
        if "text" in self.fields:
            self.fields["text"].label, self.fields["text"].help_text = TEXTS[kind]
            if kind != EvidenceKind.REFLECTION:
                self.fields["text"].widget.attrs["rows"] = 3
        self.order_fields(["key", *fields_of(kind)])

    def shown(self) -> list[forms.BoundField]:
        """In their order; the hours and minutes are set by the page, beside each other."""
        return [self[name] for name in fields_of(self.kind)]

    def clean_happened_on(self) -> date | None:
        day: date | None = self.cleaned_data["happened_on"]
        if day is not None and day > clock.today():
            raise forms.ValidationError("This day is still to come. Choose the day on which it happened.")
        if day is not None and day < clock.today() - LONGEST_AGO:
            raise forms.ValidationError("This is more than thirty years ago. Look at the year again.")
        return day

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"].strip()
        if not link:
            return ""
        link = link if "://" in link else f"https://{link}"
        URLValidator(
            schemes=["http", "https"],
            message="This is no address of a page. Copy it from the line at the top of your browser.",
        )(link)
        return link

    def words(self) -> dict[str, Any]:
        """Everything that can be kept as it is, for the action: also of a form with something to put right."""
        said = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("key", "hours", "minutes")
        }
        parts = [self.cleaned_data[name] for name in ("hours", "minutes") if name in self.cleaned_data]
        if len(parts) == 2:
            hours, minutes = parts
            said["minutes"] = (
                None if hours is None and minutes is None else 60 * (hours or 0) + (minutes or 0)
            )
        return said

    def says_something(self) -> bool:
        return any(value not in (None, "") for value in self.words().values())

    @staticmethod
    def of(item: EvidenceItem) -> dict[str, Any]:
        """What a piece says, to begin with. A name that we made is left open, so that it follows what is written."""
        hours, minutes = divmod(item.minutes, 60) if item.minutes is not None else (None, None)
        return {
            "key": item.token,
            "text": item.text,
            "link": item.link,
            "happened_on": item.happened_on,
            "hours": hours,
            "minutes": minutes,
            "own_part": item.own_part,
            "learned": item.learned,
            "people_listened": item.people_listened,
            "others": item.others,
            "title": item.title if item.has_own_title() else "",
        }


TEXTS = {
    EvidenceKind.REFLECTION: (
        "What happened, and what do you think about it?",
        "What did you do, and why? What came of it? What would you do differently next time?",
    ),
    EvidenceKind.PRACTICE: (
        "What did you do?",
        "For example: knocked on doors in two streets, with a neighbour.",
    ),
    EvidenceKind.LESSON: (
        "What you wrote",
        "You can change it here. What stands in the lesson stays as it is.",
    ),
    **dict.fromkeys(
        (EvidenceKind.PHOTO, EvidenceKind.RECORDING, EvidenceKind.FILE, EvidenceKind.LINK),
        ("What is it?", "What does it show or say? One or two sentences will do."),
    ),
}


def fields_of(kind: EvidenceKind) -> tuple[str, ...]:
    """What is asked of this kind, in this order."""
    if kind == EvidenceKind.PRACTICE:
        return (
            "text",
            "happened_on",
            "hours",
            "minutes",
            "own_part",
            "learned",
            "people_listened",
            "others",
            "title",
        )
    if kind == EvidenceKind.REFLECTION:
        return ("text", "happened_on", "own_part", "others", "title")
    if kind == EvidenceKind.LESSON:
        return ("text", "happened_on", "others", "title")
    if kind == EvidenceKind.COURSE:
        return ("title",)
    first = () if kind in HOLDS_FILES else ("link",)
    return (*first, "text", "happened_on", "own_part", "others", "title")
