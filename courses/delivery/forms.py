"""What those who run courses type: a day, from when to when, where, how many."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.clock import LONDON, london_date
from academy.shared.fields import DayField, HourField, number
from academy.shared.rulings import Refused
from courses.catalogue.models import Course
from courses.delivery.actions import MOST_PLACES, NewCohort, fault_in_numbers
from courses.delivery.models import Venue, moment
from courses.delivery.queries import Usual, courses_taught, trainers_of, venues_of
from courses.delivery.rules import MOST_SESSIONS, Meeting, fault_in_meeting, repeated
from courses.delivery.session_actions import span_of
from courses.delivery.venue_actions import VenueFacts

ONLINE, NEW = "online", "new"
EVERY = ((7, "every week"), (14, "every two weeks"), (1, "every day"))
KEY = r"[A-Za-z0-9_-]{22}"


class MeetingForm(forms.Form):
    """When and where one session is."""

    day = DayField(label="Day")
    begins = HourField(label="From")
    ends = HourField(label="To")
    where = forms.ChoiceField(
        label="Where",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose where people meet."},
    )
    online_url = forms.URLField(
        label="The link to join",
        help_text="Only those with a place see it.",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "Write the whole link, like https://meet.example.org/abc."},
    )
    venue_name = forms.CharField(label="Name of the venue", max_length=120, required=False)
    venue_address = forms.CharField(label="Street and town", max_length=200, required=False)

    def __init__(self, *args: Any, hub: Hub, now: datetime, keep: Venue | None = None, **kwargs: Any) -> None:
        """keep: a place that stays a choice here though it is offered no more."""
        super().__init__(*args, **{"auto_id": "%s", **kwargs})
        self.hub, self.now = hub, now
        places = [(str(one.pk), one.name) for one in venues_of(hub)]
        if keep is not None and keep.closed_at is not None:
            places.append((str(keep.pk), keep.name))
        where = self.fields["where"]
        assert isinstance(where, forms.ChoiceField)
        where.choices = [*places, (ONLINE, "Online"), *self.more_places()]
        self.fields["day"].widget.attrs["min"] = london_date(now).isoformat()

    def more_places(self) -> list[tuple[str, str]]:
        """One that is not on the list yet."""
        return [(NEW, "A new venue")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        where = cleaned.get("where")
        if where == ONLINE and not cleaned.get("online_url") and "online_url" not in self.errors:
            self.add_error("online_url", "Write the link that people join with.")
        if where == NEW:
            for name, said in (
                ("venue_name", "Write what the place is called."),
                ("venue_address", "Write where it is."),
            ):
                if not cleaned.get(name):
                    self.add_error(name, said)
        if all(cleaned.get(name) is not None for name in ("day", "begins", "ends", "where")):
            self._check(self.meeting())
        return cleaned

    def meeting(self) -> Meeting:
        """Without a venue where that is a new one."""
        data = self.cleaned_data
        where = data["where"]
        venue_id = int(where) if where not in (ONLINE, NEW) else None
        url = data.get("online_url") or "" if where == ONLINE else ""
        return Meeting(data["day"], data["begins"], data["ends"], venue_id, url)

    def new_venue(self) -> VenueFacts | None:
        """The place to add, if there is one."""
        data = self.cleaned_data
        if data["where"] != NEW:
            return None
        return VenueFacts(data["venue_name"].strip(), data["venue_address"].strip())

    def _check(self, meeting: Meeting) -> None:
        somewhere = Meeting(meeting.day, meeting.begins, meeting.ends, meeting.venue_id, "somewhere")
        if fault := fault_in_meeting(somewhere, today=london_date(self.now)):
            self.add_error("ends" if "ends after" in fault or "hours" in fault else "day", fault)
            return
        try:
            begins, _ = span_of(meeting, self.hub.timezone)
        except Refused as refusal:
            self.add_error("begins", refusal.reason)
        else:
            if begins <= self.now:
                self.add_error("begins", "That time is over already. Choose one that is still to come.")


class NumbersForm(forms.Form):
    """How many people, from when they can book, and what they should know."""

    capacity = number("Places", 1, MOST_PLACES)
    min_to_run = number("Runs with at least", 1, MOST_PLACES)
    title = forms.CharField(
        label="What sets these dates apart",
        help_text="For example: evening group.",
        max_length=120,
        required=False,
    )
    words = forms.CharField(
        label="What people should know",
        help_text="For example: lunch is there, bring a cup.",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    booking_opens = DayField(label="Booking opens on", help_text="Empty: at once.", required=False, wrong={})
    booking_closes = DayField(
        label="Last day to book", help_text="Empty: until it begins.", required=False, wrong={}
    )
    min_for_certificate = number(
        "People who must be there for certificates",
        1,
        MOST_PLACES,
        required=False,
        help_text="Empty: as the course says.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        capacity, least = cleaned.get("capacity"), cleaned.get("min_to_run")
        if capacity is not None and least is not None and (fault := fault_in_numbers(capacity, least)):
            self.add_error("min_to_run", fault)
        opens, closes = cleaned.get("booking_opens"), cleaned.get("booking_closes")
        if opens and closes and closes < opens:
            self.add_error("booking_closes", "Booking closes after it opens. Check the two days.")
        return cleaned

    def numbers(self) -> dict[str, Any]:
        """As NewCohort and CohortFacts take them."""
        data = self.cleaned_data
        closes = data["booking_closes"]
        return {
            "capacity": data["capacity"],
            "min_to_run": data["min_to_run"],
            "min_for_certificate": data["min_for_certificate"],
            "booking_opens_at": midnight(data["booking_opens"]),
            "booking_closes_at": midnight(closes + timedelta(days=1) if closes else None),
            "title": data["title"].strip(),
            "words": data["words"].strip(),
        }


class NewCohortForm(MeetingForm, NumbersForm):
    """Dates in one page; all but the day is there already, from what this hub did last."""

    course = forms.ModelChoiceField(
        Course.objects.none(),
        label="Course",
        empty_label="Choose a course",
        error_messages={"required": "Choose a course.", "invalid_choice": "Choose a course of the list."},
    )
    times = number("How many sessions", 1, MOST_SESSIONS)
    every = forms.TypedChoiceField(label="How often", choices=EVERY, coerce=int, required=False)
    trainers = forms.ModelMultipleChoiceField(
        Account.objects.none(), label="Trainers", required=False, widget=forms.CheckboxSelectMultiple
    )
    key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def __init__(self, *args: Any, hub: Hub, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, hub=hub, now=now, **kwargs)
        for name, rows in (("course", courses_taught()), ("trainers", trainers_of(hub, now=now))):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def new(self) -> NewCohort:
        """For create_cohort."""
        data = self.cleaned_data
        return NewCohort(
            course_id=data["course"].pk,
            hub_id=self.hub.pk,
            meetings=repeated(self.meeting(), data["times"], data["every"] or 7),
            trainer_ids=tuple(one.pk for one in data["trainers"]),
            venue=self.new_venue(),
            key=data["key"],
            **self.numbers(),
        )


class CopyForm(MeetingForm):
    """When the first session of a copy is, and where."""

    key = forms.RegexField(KEY, widget=forms.HiddenInput)

    def more_places(self) -> list[tuple[str, str]]:
        return []


class SessionForm(MeetingForm):
    """One session added or moved."""

    required = forms.BooleanField(
        label="Needed for the certificate",
        help_text="Untick it for a session that people may miss.",
        required=False,
        initial=True,
    )

    def more_places(self) -> list[tuple[str, str]]:
        return []

    def meeting(self) -> Meeting:
        plain = super().meeting()
        needed = bool(self.cleaned_data.get("required"))
        return Meeting(plain.day, plain.begins, plain.ends, plain.venue_id, plain.online_url, needed)


class TrainersForm(forms.Form):
    """Who trains these dates."""

    trainers = forms.ModelMultipleChoiceField(
        Account.objects.none(),
        label="Trainers of these dates",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose trainers of the list."},
    )

    def __init__(self, *args: Any, hub: Hub, on: Sequence[Account], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["trainers"] = [one.pk for one in on]
        can = trainers_of(hub, now=now).values("pk")
        either = Account.objects.filter(pk__in=can) | Account.objects.filter(pk__in=[one.pk for one in on])
        self.fields["trainers"].queryset = either.order_by("full_name", "pk")  # type: ignore[attr-defined]


def midnight(day: date | None) -> datetime | None:
    """The moment that this day begins in London."""
    return moment(day, time(0), "Europe/London") if day else None


def last_day(closes_at: datetime | None) -> date | None:
    """The last day on which people can book, where booking closes at this moment."""
    return (closes_at - timedelta(seconds=1)).astimezone(LONDON).date() if closes_at else None


def where_of(venue_id: int | None, online: bool) -> str:
    """The choice that stands for this place."""
    return str(venue_id) if venue_id else ONLINE if online else ""


def beginning(usual: Usual, key: str) -> dict[str, Any]:
    """What a new form begins with."""
    return {
        "course": usual.course_id,
        "begins": usual.begins,
        "ends": usual.ends,
        "where": where_of(usual.venue_id, usual.online),
        "capacity": usual.capacity,
        "min_to_run": usual.min_to_run,
        "times": 1,
        "every": 7,
        "trainers": list(usual.trainer_ids),
        "key": key,
    }
