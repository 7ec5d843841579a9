"""What people are asked. Nobody has to answer any one question."""

from typing import Any

from django import forms

from learners.evaluation.actions import HowItWas, Pair, WhatCameOfIt
from learners.evaluation.models import MOST_COUNTED, WORDS_LONG, Evaluation, FollowUp
from learners.evaluation.rules import RATINGS

MARKS = [(str(mark), str(mark)) for mark in RATINGS]
YES_NO = [("yes", "Yes"), ("no", "No")]
RATED = ("relevance", "trainer", "venue", "access")
VENUE = ("The room, the food and the way there", "How well was the place chosen?")
ONLINE = ("Joining online", "How well did the link, the sound and the picture work?")
NOTHING_SAID = "You have not answered anything yet. Answer one question, or simply close this page."


def _mark(label: str, hint: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=MARKS,
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose one of the marks from 1 to 5."},
    )


def _words(label: str, hint: str = "", rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=WORDS_LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": f"Use {WORDS_LONG} characters or fewer."},
    )


class VoiceForm(forms.Form):
    """What both have: whether the name stands with it, and that something is said."""

    named = forms.ChoiceField(
        label="Do you want your name on it?",
        help_text="The trainers and the hub read what you say.",
        choices=[
            ("no", "Leave my name out. We then do not keep which answers are yours."),
            ("yes", "Put my name on it, so that the hub can come back to me."),
        ],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether you want your name on it."},
    )

    @property
    def is_named(self) -> bool:
        return bool(self.cleaned_data["named"] == "yes")

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or {}
        said = [value for name, value in facts.items() if name != "named" and value not in (None, "")]
        if not said and not self.errors:
            raise forms.ValidationError(NOTHING_SAID)
        return facts


class HowItWasForm(VoiceForm):
    """How it was, and how sure people feel of each outcome of the course."""

    relevance = _mark("What we did", "How useful is it for what you want to do?")
    trainer = _mark("The trainers", "How well did they explain, and listen?")
    venue = _mark(*VENUE)
    access = _mark("Taking part", "How easy was it to get in, to hear, to follow and to join in?")
    helped = _words("What helped you most?")
    better = _words("What should we do differently?")
    in_the_way = _words(
        "Was anything in your way?", "For example a step, the noise, the time, the words we used."
    )

    field_order = [*RATED, "helped", "better", "in_the_way", "named"]

    def __init__(self, *args: Any, outcomes: list[str], online: bool = False, **more: Any) -> None:
        super().__init__(*args, **more)
        self.outcomes = outcomes
        if online:
            self.fields["venue"].label, self.fields["venue"].help_text = ONLINE
        for number in range(len(outcomes)):
            self.fields[f"before_{number}"] = _mark("Before the course")
            self.fields[f"after_{number}"] = _mark("Now")

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(outcome, before, after) for the page."""
        return [
            (text, self[f"before_{number}"], self[f"after_{number}"])
            for number, text in enumerate(self.outcomes)
        ]

    def ratings(self) -> list[forms.BoundField]:
        return [self[name] for name in RATED]

    def words(self) -> HowItWas:
        facts = self.cleaned_data
        pairs: list[Pair] = [
            (facts[f"before_{number}"], facts[f"after_{number}"]) for number in range(len(self.outcomes))
        ]
        kept = {name: facts[name] for name in (*RATED, "helped", "better", "in_the_way")}
        return HowItWas(**kept, confidence=tuple(pairs))

    @staticmethod
    def as_said(row: Evaluation) -> dict[str, Any]:
        """What somebody said before, to begin with."""
        facts = {name: getattr(row, name) for name in (*RATED, "helped", "better", "in_the_way")}
        for number, (before, after) in enumerate(row.confidence):
            facts |= {f"before_{number}": before, f"after_{number}": after}
        return facts | {"named": "yes"}


def _did(label: str, hint: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        choices=YES_NO,
        coerce=lambda said: said == "yes",
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Choose yes or no."},
    )


def _count(label: str) -> forms.IntegerField:
    wrong = f"Type a number from 1 to {MOST_COUNTED}, such as 12. A guess will do."
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_COUNTED,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


DONE = {"listened": "listened_to", "organised": "organised_with", "acted": "acted_with"}


class WhatCameForm(VoiceForm):
    """What somebody has done since."""

    listened = _did(
        "Have you listened to people?",
        "On a doorstep, at a school gate, over tea: to hear what matters to them.",
    )
    listened_to = _count("To about how many people?")
    organised = _did("Have you organised with others?", "You met, you shared work out, you made a plan.")
    organised_with = _count("With about how many people?")
    acted = _did(
        "Have you acted together?", "You asked for something, met somebody who decides, put something right."
    )
    acted_with = _count("About how many people took part?")
    story = _words("Tell us one thing that happened", "Please leave out the names of other people.", rows=4)
    would_help = _words("What would help you to do the next thing?")

    field_order = ["listened", "listened_to", "organised", "organised_with", "acted", "acted_with"]
    field_order += ["story", "would_help", "named"]

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        for did, count in DONE.items():
            if facts.get(count) and facts.get(did) is False:
                self.add_error(count, "You said no above. Take the number away, or say yes.")
            elif facts.get(count):
                facts[did] = True
        return facts

    def words(self) -> WhatCameOfIt:
        return WhatCameOfIt(**{name: self.cleaned_data[name] for name in WhatCameOfIt.__slots__})

    @staticmethod
    def as_said(row: FollowUp) -> dict[str, Any]:
        """What somebody said before, to begin with."""
        facts = {name: getattr(row, name) for name in WhatCameOfIt.__slots__}
        yes_no = {True: "yes", False: "no", None: ""}
        return facts | {name: yes_no[facts[name]] for name in DONE} | {"named": "yes"}
