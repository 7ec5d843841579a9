"""Asking a witness, and answering as one."""

from typing import Any

from django import forms

from academy.shared import clock
from academy.shared.fields import DayField
from learners.portfolio.models import WitnessStatement
from learners.portfolio.states import SHOWABLE, Others, WitnessStatus
from learners.portfolio.witness_actions import Asked, Told
from learners.portfolio.witness_queries import UnitAsked
from learners.portfolio.witness_rules import NO_DAY, RELATIVE, why_no_days

YES_NO = (("no", "No"), ("yes", "Yes"))
OTHERS = {
    Others.NOBODY: "No, nobody else",
    Others.ANONYMISED: "Yes, but nobody could tell who they are",
    Others.AGREED: "Yes, and they know and agree",
}
RELATION_HELP = "Such as: we ran the food bank together for two years."


def line(label: str, most: int, missing: str, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        error_messages={"required": missing, "max_length": f"Write at most {most} letters here."},
        **more,
    )


def box(label: str, most: int, missing: str, rows: int, **more: Any) -> forms.CharField:
    return line(label, most, missing, widget=forms.Textarea(attrs={"rows": rows}), **more)


def family(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=YES_NO,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose no or yes."},
        help_text="Family is also a partner, and family by marriage, step or foster.",
    )


class Days(forms.Form):
    """From when to when it was seen; one day where there is no second."""

    seen_from = DayField(label="When did they see it? First day", required=False)
    seen_until = DayField(label="Last day", required=False, help_text="Leave this empty for one day.")

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        wrong = why_no_days(found.get("seen_from"), found.get("seen_until"), today=clock.today())
        if wrong:
            self.add_error("seen_until" if found.get("seen_until") else "seen_from", wrong)
        return found


class AskForm(Days):
    """The learner's. units: what can be ticked."""

    field_order = ("name", "email", "job_role", "relationship", "status", "relative", "ask")
    name = line("Your witness's name", 120, "Write their name.")
    email = forms.EmailField(
        label="Their e-mail address",
        error_messages={
            "required": "Write their e-mail address.",
            "invalid": "Write the address like name@example.org.",
        },
        help_text="We write to them at once. They need no account.",
    )
    job_role = line(
        "Their job or role",
        120,
        "Write what they do.",
        help_text="Such as: tenant, youth worker, councillor.",
    )
    relationship = line("How do they know you?", 200, "Write how they know you.", help_text=RELATION_HELP)
    status = forms.ChoiceField(
        label="Which of these fits best?",
        choices=WitnessStatus.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    relative = family("Are they in your family?")
    ask = box(
        "What should they tell about?",
        1000,
        "Write what you would like them to tell about.",
        4,
        help_text="Say what you did and they saw. They answer in their own words.",
    )

    def __init__(self, *args: Any, units: tuple[UnitAsked, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {pk for unit in units for pk, _, _ in unit.criteria}

    def clean_relative(self) -> bool:
        if self.cleaned_data["relative"] == "yes":
            raise forms.ValidationError(RELATIVE)
        return False

    def ticked(self) -> set[int]:
        """The ids of the criteria that were chosen, of those that can be."""
        sent = self.data.getlist("criteria") if hasattr(self.data, "getlist") else []
        return {int(one) for one in sent if one.isdecimal() and len(one) < 19} & self.known

    def asked(self) -> Asked:
        facts = self.cleaned_data
        return Asked(
            **{
                name: facts[name] for name in ("name", "email", "job_role", "relationship", "relative", "ask")
            },
            status=WitnessStatus(facts["status"]),
            seen_from=facts["seen_from"],
            seen_until=facts["seen_until"],
            criteria=sorted(self.ticked()),
        )


class AgainForm(forms.Form):
    """Another address, where the first one was wrong."""

    email = forms.EmailField(
        label="Their e-mail address", error_messages={"invalid": "Write the address like name@example.org."}
    )


class AnswerForm(Days):
    """The witness's."""

    field_order = (
        "words",
        "name",
        "job_role",
        "relationship",
        "seen_from",
        "seen_until",
        "relative",
        "others",
    )
    words = box(
        "What did you see?",
        5000,
        "Write what you saw, in your own words.",
        8,
        help_text="Say what they did, where, and how it went. Use no names of other people.",
    )
    name = line("Your name", 120, "Write your name.")
    job_role = line("Your job or role", 120, "Write what you do.")
    relationship = line("How do you know them?", 200, "Write how you know them.", help_text=RELATION_HELP)
    relative = family("Are you in their family?")
    others = forms.ChoiceField(
        label="Could a reader tell who anybody else is, from your words?",
        choices=[(one, OTHERS[one]) for one in SHOWABLE],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one."},
    )
    true = forms.BooleanField(
        label="These are my own words, and what I say is true.",
        error_messages={"required": "Tick this to say that it is true, and that the words are yours."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        day = self.fields["seen_from"]
        day.label, day.required, day.error_messages["required"] = (
            "When did you see it? First day",
            True,
            NO_DAY,
        )

    @staticmethod
    def as_asked(statement: WitnessStatement) -> dict[str, Any]:
        """What is known already, for the witness to put right."""
        names = ("words", "name", "job_role", "relationship", "seen_from", "seen_until")
        return {name: getattr(statement, name) for name in names}

    def told(self) -> Told:
        facts = self.cleaned_data
        return Told(
            **{name: facts[name] for name in ("name", "job_role", "relationship", "words")},
            relative=facts["relative"] == "yes",
            others=Others(facts["others"]),
            seen_from=facts["seen_from"],
            seen_until=facts["seen_until"],
        )


class NoForm(forms.Form):
    """The witness says no."""

    why = forms.CharField(
        label="Why not?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Whoever asked you reads this.",
    )


class WriteUpForm(forms.Form):
    """The assessor's notes of a talk with the witness."""

    words = box(
        "What the witness told you",
        5000,
        "Write what the witness told you.",
        10,
        help_text="Write as the witness spoke. They read it, change it if they want to, and confirm it.",
    )
