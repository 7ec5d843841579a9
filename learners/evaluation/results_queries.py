"""What a group said, for those who run its dates. All of it is made of what may be shown, and of nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count

from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from courses.delivery.words import short_day_words
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.evaluation.forms import ONLINE, HowItWasForm, VoiceForm, WhatCameForm
from learners.evaluation.forms import RATED as RATED_FIELDS
from learners.evaluation.models import Answered, Evaluation, EvaluationForm, FollowUp
from learners.evaluation.queries import CAME, is_online
from learners.evaluation.rules import Grown, Rated, closes_at, grown, opens_at, rated
from learners.evaluation.states import Kind

QUOTES_ON_A_PAGE = 20


def labels(names: Iterable[str], form: type[VoiceForm]) -> dict[str, str]:
    """The questions as they were put."""
    return {name: str(form.base_fields[name].label) for name in names}


RATED = labels(RATED_FIELDS, HowItWasForm)
WORDS = {
    Kind.END: labels(("helped", "better", "in_the_way"), HowItWasForm),
    Kind.LATER: labels(("story", "would_help"), WhatCameForm),
}
DEEDS = {
    "listened": ("Listened to people", "listened_to"),
    "organised": ("Organised with others", "organised_with"),
    "acted": ("Acted together", "acted_with"),
}


@dataclass(frozen=True, slots=True)
class Heard:
    """Of the people who were there: how many have answered, how many of these are shown, how many wait for a batch.

    `opens`: in words, while nobody can answer yet. `closed`: nobody can any more.
    """

    there: int
    answered: int
    shown: int
    waiting: int
    opens: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that people may have done since. `people`: that they counted, with how many who counted."""

    title: str
    yes: int
    no: int
    people: int
    counted: int


@dataclass(frozen=True, slots=True)
class Quote:
    """What one person wrote. `name` only where they put it there."""

    question: str
    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Results:
    """The page: when it was over, or three months later. What does not belong to the kind is empty."""

    heard: Heard
    ratings: tuple[tuple[str, Rated], ...]
    outcomes: tuple[tuple[str, Grown], ...]
    deeds: tuple[Deed, ...]
    quotes: Page[Quote]


def results(cohort: Cohort, kind: Kind, *, now: datetime, number: str = "1") -> Results:
    """What the group said. At most five queries, however many have spoken."""
    form = EvaluationForm.objects.select_related("outcomes").filter(cohort=cohort).first()
    ends: list[Evaluation] = shown_evaluations(form, cohort, now) if kind is Kind.END else []
    laters: list[FollowUp] = shown_follow_ups(form, cohort, now) if kind is Kind.LATER else []
    texts = form.outcomes.texts if form and form.outcomes and kind is Kind.END else []
    rows = ends or laters
    return Results(
        heard=_heard(cohort, kind, len(rows), now),
        ratings=_ratings(cohort, ends),
        outcomes=tuple((text, grown(row.confidence[at] for row in ends)) for at, text in enumerate(texts)),
        deeds=tuple(_deed(name, laters) for name in DEEDS) if laters else (),
        quotes=Paginator(_quotes(kind, rows), QUOTES_ON_A_PAGE).get_page(number),
    )


def shown_evaluations(form: EvaluationForm | None, cohort: Cohort, now: datetime) -> list[Evaluation]:
    """How it was: those that may be shown, in no order that says anything. One query."""
    rows = Evaluation.objects.filter(form=form) if form else Evaluation.objects.none()
    found = list(rows.select_related("said_by__account__joined_to").order_by("pk"))
    may = may_be_shown(found, Kind.END, cohort, now)
    return [row for row in found if row.pk in may]


def shown_follow_ups(form: EvaluationForm | None, cohort: Cohort, now: datetime) -> list[FollowUp]:
    """What came of it: those that may be shown, in no order that says anything. One query."""
    rows = FollowUp.objects.filter(form=form) if form else FollowUp.objects.none()
    found = list(rows.select_related("said_by__account__joined_to").order_by("pk"))
    may = may_be_shown(found, Kind.LATER, cohort, now)
    return [row for row in found if row.pk in may]


def may_be_shown(
    rows: Sequence[Evaluation | FollowUp], kind: Kind, cohort: Cohort, now: datetime
) -> set[UUID]:
    """What bears a name; and what bears none, once it was let out or the page has closed, if there is enough of it."""
    closed = _closed(kind, cohort, now)
    named = {row.pk for row in rows if row.said_by_id is not None}
    nameless = {row.pk for row in rows if row.said_by_id is None and (row.shown or closed)}
    return named | nameless if len(nameless) >= settings.EVALUATION_FEWEST else named


def _closed(kind: Kind, cohort: Cohort, now: datetime) -> bool:
    return cohort.ends_at is not None and now >= closes_at(kind, cohort.ends_at)


def _heard(cohort: Cohort, kind: Kind, shown: int, now: datetime) -> Heard:
    """Two queries."""
    answered = Answered.objects.filter(enrolment__cohort=cohort, kind=kind).count()
    opens = opens_at(kind, cohort.ends_at) if cohort.ends_at else None
    early = opens is None or now < opens
    return Heard(
        there=there([cohort]).get(cohort.pk, 0),
        answered=answered,
        shown=shown,
        waiting=max(0, answered - shown),
        opens=short_day_words(london_date(opens)) if opens and early else "",
        closed=_closed(kind, cohort, now),
    )


def there(cohorts: Sequence[Cohort]) -> dict[int, int]:
    """How many people came, by the id of their cohort; while a register is not signed, how many have a place."""
    rows = Enrolment.objects.counted().filter(cohort__in=cohorts, state__in=(*CAME, PlaceState.CONFIRMED))
    counts = rows.order_by().values_list("cohort").annotate(number=Count("pk"))
    return {cohort_id: number for cohort_id, number in counts if cohort_id is not None}


def _ratings(cohort: Cohort, rows: Sequence[Evaluation]) -> tuple[tuple[str, Rated], ...]:
    if not rows:
        return ()
    titles = RATED | ({"venue": ONLINE[0]} if is_online(cohort) else {})
    return tuple((title, rated(getattr(row, name) for row in rows)) for name, title in titles.items())


def _deed(name: str, rows: Sequence[FollowUp]) -> Deed:
    title, counted = DEEDS[name]
    said = [getattr(row, name) for row in rows]
    numbers = [number for row in rows if (number := getattr(row, counted)) is not None]
    return Deed(title, said.count(True), said.count(False), sum(numbers), len(numbers))


def _quotes(kind: Kind, rows: Sequence[Evaluation | FollowUp]) -> list[Quote]:
    """By question; within one by the answers' random keys."""
    return [
        Quote(question, text, name_of(row))
        for field, question in WORDS[kind].items()
        for row in rows
        if (text := getattr(row, field))
    ]


def name_of(row: Evaluation | FollowUp) -> str:
    """Empty where the person chose none."""
    if row.said_by is None:
        return ""
    return str(row.said_by.account.joined_to or row.said_by.account)
