"""Two sample groups at Harbour Road whose day is over, and what their people said: one last week, one in the season
before. Made by the same actions as real ones."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from academy.accounts.models import Account
from academy.accounts.queries import roles_of
from academy.shared.clock import london_date
from cms.sample.dates import VENUES, made_up
from cms.sample.writing import key_of
from courses.catalogue.models import Course
from courses.delivery.actions import NewCohort, create_cohort, open_cohort
from courses.delivery.models import Cohort, Session, Venue
from courses.delivery.rules import Meeting
from learners.attendance.actions import Wanted, mark_people
from learners.attendance.sign_actions import sign_register
from learners.attendance.states import Mark
from learners.enrolments.cohort_actions import advance_cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.evaluation.actions import HowItWas, WhatCameOfIt, say
from learners.evaluation.queries import outcomes_asked
from learners.evaluation.states import Kind

PLANNED_BEFORE = timedelta(days=21)
SILENT, AWAY = "Pearl Dunn", "Joe Bright"  # in both groups: one came and has not answered, one could not come


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said. `marks`: relevance, trainers, venue, access; `sure`: before and now of each outcome."""

    name: str
    marks: tuple[int | None, int | None, int | None, int | None]
    sure: tuple[tuple[int, int], ...]
    helped: str = ""
    better: str = ""
    in_the_way: str = ""
    named: bool = False


LAST_WEEK = (
    Voice(
        "Hana Petrov", (5, 5, 4, 5), ((2, 4), (3, 5), (1, 4), (2, 5)), helped="Talking with one person at a time.",
    ),
    Voice(
        "Kofi Mensah", (5, 5, 5, 5), ((1, 4), (2, 4), (1, 3), (2, 4)), named=True,
        helped="Drawing who decides about our crossing. I had the wrong person in mind for years.",
    ),
    Voice(
        "Dora Lane", (4, 5, 3, 2), ((3, 4), (3, 4), (2, 4), (3, 4)),
        in_the_way="The heating was loud, and I do not hear well.",
    ),
    Voice(
        "Tom Reid", (4, 4, 4, 4), ((2, 3), (4, 4), (2, 3), (2, 4)),
        better="Begin half an hour later, for the buses.",
    ),
    Voice(
        "Wanda Kowalczyk", (5, 5, 4, 5), ((1, 3), (2, 5), (1, 4), (1, 4)),
        helped="The tea, and that nobody hurried.",
    ),
    Voice(
        "Amina Yusuf", (3, 5, 4, 4), ((4, 4), (4, 5), (3, 4), (3, 4)), better="More time for our own street.",
    ),
)  # fmt: skip
# name, listened to, organised with, acted with (None: no), a story, whether named
LATER = (
    (
        "Marta Frost",
        14,
        5,
        22,
        "We asked the council for a bench at the stop, and it stands there now.",
        True,
    ),
    ("Bilal Aziz", 9, 3, None, "Six of us at the school gate share the walk to school.", False),
    ("Maud Price", 4, None, None, "", False),
    ("Ivo Stone", 20, 8, 35, "The landlord came to our meeting. The damp is being looked at.", False),
    ("Cerys Bow", None, None, None, "", False),
)


def load_voices(*, now: datetime) -> None:
    """Groups that are there already are left as they are. Both at once need staff who were staff at that time."""
    last_week = _group("last week", [voice.name for voice in LAST_WEEK], days=6, now=now)
    for place, voice in zip(last_week, LAST_WEEK, strict=False):
        _say(place, voice, now)
    long_ago = _group("season before", [one[0] for one in LATER], days=100, now=now)
    for place, (_, listened, organised, acted, story, named) in zip(long_ago, LATER, strict=False):
        words = WhatCameOfIt(
            listened=listened is not None,
            listened_to=listened,
            organised=organised is not None,
            organised_with=organised,
            acted=acted is not None,
            acted_with=acted,
            story=story,
        )
        say(place_id=place.pk, kind=Kind.LATER, words=words, named=named, by=None, now=now)


def _say(place: Enrolment, voice: Voice, now: datetime) -> None:
    assert place.cohort is not None
    relevance, trainer, venue, access = voice.marks
    asked = outcomes_asked(place.cohort)
    words = HowItWas(
        relevance=relevance,
        trainer=trainer,
        venue=venue,
        access=access,
        confidence=voice.sure if asked else (),
        helped=voice.helped,
        better=voice.better,
        in_the_way=voice.in_the_way,
    )
    outcomes = asked.pk if asked else None
    say(
        place_id=place.pk, kind=Kind.END, words=words, named=voice.named, by=None, now=now, outcomes_id=outcomes
    )  # fmt: skip


def _group(title: str, names: list[str], *, days: int, now: datetime) -> list[Enrolment]:
    """A day that was held so many days ago, with its register signed; empty where it is there or cannot be made."""
    names = [*names, SILENT, AWAY]
    by = Account.objects.get(email="manager@example.org")
    day = london_date(now) - timedelta(days=days)
    planned = now - timedelta(days=days) - PLANNED_BEFORE
    token = key_of(f"voices/{title}").hex[:22]
    venue = Venue.objects.filter(hub__slug="harbour-road", name=VENUES["harbour-road"].name).first()
    if venue is None or Cohort.objects.filter(token=token).exists() or not roles_of(by, london_date(planned)):
        return []
    new = NewCohort(
        course_id=Course.objects.get(code="INTRO").pk,
        hub_id=venue.hub_id,
        capacity=len(names),
        meetings=(Meeting(day, time(10), time(16), venue.pk),),
        title=title,
        trainer_ids=tuple(Account.objects.filter(email="trainer@example.org").values_list("pk", flat=True)),
        key=token,
    )
    cohort = create_cohort(new=new, by=by, now=planned)
    open_cohort(cohort_id=cohort.pk, by=by, now=planned)
    places = []
    for name in names:
        who = made_up(name, now=planned)
        places.append(book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=planned))
    _hold(cohort.sessions.get(), places, by)
    return places


def _hold(session: Session, places: list[Enrolment], by: Account) -> None:
    """Everybody comes but one; the register is signed in the evening."""
    evening = session.ends_at + timedelta(hours=1)
    advance_cohort(cohort_id=session.cohort_id, now=session.starts_at)
    wanted = [
        Wanted(place.pk, Mark.TOLD_US if str(place.account) == AWAY else Mark.PRESENT) for place in places
    ]
    mark_people(session_id=session.pk, wanted=wanted, by=by, now=session.starts_at)
    advance_cohort(cohort_id=session.cohort_id, now=evening)
    sign_register(session_id=session.pk, by=by, now=evening)
