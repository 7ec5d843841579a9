"""What people fill in about messages and their weekly goal."""

from django import forms
from django.http import QueryDict

from learners.reminders.goal_queries import DAYS, hour_words
from learners.reminders.kinds import REMINDERS
from learners.reminders.states import Way

HOURS = (8, 9, 12, 17, 19)
LESSONS = (1, 2, 3, 5, 7)


class GoalForm(forms.Form):
    """How much in a week, and when to be reminded."""

    lessons = forms.TypedChoiceField(
        label="How many lessons do you want to do in a week?",
        choices=[(number, str(number)) for number in LESSONS],
        coerce=int,
        initial=2,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how many lessons you want to do."},
    )
    weekday = forms.TypedChoiceField(
        label="On which day shall we remind you?", choices=list(enumerate(DAYS)), coerce=int, initial=1
    )
    hour = forms.TypedChoiceField(
        label="At what time?", choices=[(hour, hour_words(hour)) for hour in HOURS], coerce=int, initial=19
    )


def wishes_in(data: QueryDict) -> dict[tuple[str, str], bool]:
    """(kind, way) to ticked or not, of those that stood on the page: one that came since is left as it is."""
    ticked = set(data.getlist("want"))
    known = {f"{kind} {way}": (kind, way.value) for kind in REMINDERS for way in Way}
    return {known[shown]: shown in ticked for shown in data.getlist("shown") if shown in known}
