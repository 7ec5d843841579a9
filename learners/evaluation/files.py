"""What a group said, as rows for a spreadsheet: the same answers as on the page, one to a row."""

from collections.abc import Iterator
from datetime import datetime

from courses.delivery.models import Cohort
from learners.evaluation.models import EvaluationForm
from learners.evaluation.results_queries import (
    DEEDS,
    RATED,
    WORDS,
    name_of,
    shown_evaluations,
    shown_follow_ups,
)
from learners.evaluation.states import Kind

Row = list[object]
NAME = "Name, where one was given"


def answer_rows(cohort: Cohort, kind: Kind, *, now: datetime) -> Iterator[Row]:
    """Headings, then one row for each answer that may be shown. Two queries."""
    form = EvaluationForm.objects.select_related("outcomes").filter(cohort=cohort).first()
    return _ends(form, cohort, now) if kind is Kind.END else _laters(form, cohort, now)


def _ends(form: EvaluationForm | None, cohort: Cohort, now: datetime) -> Iterator[Row]:
    texts = form.outcomes.texts if form and form.outcomes else []
    sure = [f"{text}: {when}" for text in texts for when in ("before", "now")]
    yield [NAME, *RATED.values(), *sure, *WORDS[Kind.END].values()]
    for row in shown_evaluations(form, cohort, now):
        marks = [getattr(row, name) for name in RATED]
        pairs = [mark for pair in row.confidence for mark in pair]
        yield [name_of(row), *marks, *pairs, *(getattr(row, name) for name in WORDS[Kind.END])]


def _laters(form: EvaluationForm | None, cohort: Cohort, now: datetime) -> Iterator[Row]:
    heads = [head for title, _ in DEEDS.values() for head in (title, f"{title}: how many people")]
    yield [NAME, *heads, *WORDS[Kind.LATER].values()]
    yes_no = {True: "yes", False: "no", None: ""}
    for row in shown_follow_ups(form, cohort, now):
        did = [
            value
            for name, (_, count) in DEEDS.items()
            for value in (yes_no[getattr(row, name)], getattr(row, count))
        ]
        yield [name_of(row), *did, *(getattr(row, name) for name in WORDS[Kind.LATER])]
