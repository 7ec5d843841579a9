"""What those who run dates fill in about messages to their people."""

from datetime import time

from django import forms
from django.http import QueryDict

from academy.shared.tokens import new_token
from courses.delivery.words import hour_words
from learners.reminders.conditions.own_plans import MORNING
from learners.reminders.kind import Reminder
from learners.reminders.message_actions import FIRST_HOUR, LAST_HOUR, MessageFacts
from learners.reminders.models import CohortMessage
from learners.reminders.states import LetterTo


class LetterForm(forms.Form):
    """A letter to everybody on some dates. `key` keeps a second press from making a second draft."""

    to = forms.ChoiceField(
        label="Who gets it?", choices=LetterTo.choices, initial=LetterTo.BOOKED, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="What is it about?",
        max_length=120,
        help_text="People see this first. Say what it is in a few words.",
        error_messages={
            "required": "Say what the letter is about: people see that first.",
            "max_length": "Make this shorter: 120 letters at most.",
        },
    )
    words = forms.CharField(
        label="What do you want to tell them?",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="Leave an empty line between two thoughts. Write what everybody on the course may read.",
        error_messages={
            "required": "Write what you want to tell them.",
            "max_length": "Make this shorter: 4,000 letters at most. Put the rest where your link leads.",
        },
    )
    key = forms.RegexField(regex=r"^[A-Za-z0-9_-]{22}$", widget=forms.HiddenInput, initial=new_token)

    def clean_title(self) -> str:
        """One line."""
        return " ".join(str(self.cleaned_data["title"]).split())


class MessageForm(forms.Form):
    """When one kind of message goes to the people of some dates, and what is added. What cannot be chosen is not
    there."""

    on = forms.BooleanField(label="Send this message", required=False)
    days = forms.TypedChoiceField(label="How many days before?", coerce=int)
    hour = forms.TypedChoiceField(label="At what time?", coerce=int)
    words = forms.CharField(
        label="Words of your own",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="They stand in the message, and are said on the telephone. "
        "Leave it empty to send the message as it is.",
        error_messages={"max_length": "Make this shorter: 1,000 letters at most."},
    )

    def __init__(self, data: QueryDict | None, *, reminder: Reminder, plan: CohortMessage | None) -> None:
        on_dates = reminder.on_dates
        assert on_dates is not None
        days = on_dates.days or (0, 0, 0)
        began = {
            "on": plan is None or plan.on,
            "days": plan.days if plan and plan.days is not None else days[1],
            "hour": plan.hour if plan and plan.hour is not None else MORNING,
            "words": plan.words if plan else "",
        }
        self.usual = {"days": days[1], "hour": MORNING}
        super().__init__(data, initial=began)
        if not reminder.optional:
            del self.fields["on"]
        if on_dates.days is None:
            del self.fields["days"]
        else:
            self.fields["days"].choices = [  # type: ignore[attr-defined]
                (number, f"{number} days before") for number in range(days[0], days[2] + 1)
            ]
        if not on_dates.hour:
            del self.fields["hour"]
        else:
            self.fields["hour"].choices = [  # type: ignore[attr-defined]
                (hour, hour_words(time(hour))) for hour in range(FIRST_HOUR, LAST_HOUR + 1)
            ]

    def facts(self) -> MessageFacts:
        """What was chosen. What is as the Academy has it anyway is not a choice."""
        said = self.cleaned_data
        own = {
            name: said[name] if name in said and said[name] != usual else None
            for name, usual in self.usual.items()
        }
        return MessageFacts(on=said.get("on", True), words=said["words"], **own)
