"""Making figures of whole months that are over: once, with small numbers hidden, and then never again."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Max, Q

from academy.shared.clock import london_date
from learners.equality.models import Background, District, EqualityAnswers, Figures
from learners.equality.questions import QUESTIONS, VERSION
from learners.equality.rules import months_due, safe_counts, safe_sum
from learners.equality.states import RATHER_NOT, About, Heard, Where

TIMES_LEAST = 4  # so many times the smallest number that is shown must have answered
NOT_KNOWN = "not_known"
BACKGROUND_VERSION = "1"

Counts = Mapping[str, Mapping[str, int]]


@transaction.atomic
def make_figures(*, now: datetime) -> int:
    """Everything that is due. Gives how many rows were made; a second time none."""
    made = sum(_equality(version, now) for version in _versions())
    hubs = Background.objects.exclude(cohort=None).order_by().values_list("cohort__hub", flat=True).distinct()
    return made + _background(None, now) + sum(_background(hub_id, now) for hub_id in sorted(hubs))


def _versions() -> list[str]:
    return sorted(EqualityAnswers.objects.order_by().values_list("questions", flat=True).distinct())


def _equality(version: str, now: datetime) -> int:
    rows = EqualityAnswers.objects.filter(questions=version)
    due = _due(rows, About.EQUALITY, version, None, now)
    if due is None:
        return 0
    given = rows.filter(month__range=due).order_by().values_list("answers", flat=True)
    counts = _counted(given.iterator())
    known = {one.key: dict.fromkeys(one.labels, 0) for one in QUESTIONS} if version == VERSION else {}
    counts = {key: {**known.get(key, {}), **counts.get(key, {})} for key in {**known, **counts}}
    return keep_figures(About.EQUALITY, version, None, due, counts, all_answers=bool(known))


def _background(hub_id: int | None, now: datetime) -> int:
    rows = Background.objects.exclude(where="", heard="")
    if hub_id is not None:
        rows = rows.filter(cohort__hub=hub_id)
    due = _due(rows, About.BACKGROUND, BACKGROUND_VERSION, hub_id, now)
    if due is None:
        return 0
    told = rows.filter(month__range=due).order_by().values("where", "region", "decile", "heard")
    # with what nobody said: a hidden answer that stands there only when somebody gave it would tell that one did
    loaded = District.objects.order_by("region").values_list("region", flat=True).distinct()
    regions = Counter(dict.fromkeys([*loaded, NOT_KNOWN, RATHER_NOT], 0))
    deciles = Counter(dict.fromkeys([*map(str, range(1, 11)), NOT_KNOWN, RATHER_NOT], 0))
    heard = Counter(dict.fromkeys(Heard.values, 0))
    for row in told.iterator():
        if row["where"] == Where.TOLD:
            regions[row["region"] or NOT_KNOWN] += 1
            deciles[str(row["decile"]) if row["decile"] else NOT_KNOWN] += 1
        elif row["where"]:
            regions[row["where"]] += 1
            deciles[row["where"]] += 1
        if row["heard"]:
            heard[row["heard"]] += 1
    counts = {"region": regions, "decile": deciles, "heard": heard}
    return keep_figures(About.BACKGROUND, BACKGROUND_VERSION, hub_id, due, counts)


def _due(
    rows: Any, about: About, version: str, hub_id: int | None, now: datetime
) -> tuple[date, date] | None:
    """Of which months figures are to be made of these rows."""
    made = Figures.objects.filter(about=about, questions=version, hub=hub_id)
    last = made.aggregate(last=Max("last_month"))["last"]
    newer = rows.filter(Q(month__gt=last) if last else Q())
    pending = dict(newer.order_by().values("month").annotate(many=Count("pk")).values_list("month", "many"))
    return months_due(pending, london_date(now), enough=TIMES_LEAST * settings.EQUALITY_LEAST)


def _counted(given: Iterable[Mapping[str, str]]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for answers in given:
        for question, answer in answers.items():
            counts[question][answer] += 1
    return {question: dict(found) for question, found in counts.items()}


def keep_figures(
    about: About,
    version: str,
    hub_id: int | None,
    due: tuple[date, date],
    counts: Counts,
    *,
    all_answers: bool = True,
) -> int:
    """Write down what was counted of these months, made safe to show. Gives how many rows: one.

    all_answers: whether `counts` has those that nobody gave; otherwise what is hidden is not even named.
    """
    least = settings.EQUALITY_LEAST
    tables = {
        question: {"": safe_sum(found, least), **safe_counts(found, least)}
        for question, found in counts.items()
    }
    if not all_answers:
        tables = {
            question: {key: many for key, many in found.items() if many is not None or not key}
            for question, found in tables.items()
        }
    Figures.objects.create(
        about=about,
        questions=version,
        hub_id=hub_id,
        first_month=due[0],
        last_month=due[1],
        tables=tables,
    )
    return 1
