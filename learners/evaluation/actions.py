"""Saying how it was, and what came of it. Nothing here is audited: the trail would say who said what, and when."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from academy.accounts.models import Account
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment
from learners.evaluation.models import MOST_COUNTED, Answered, Evaluation, EvaluationForm, FollowUp
from learners.evaluation.policies import cohort_of, may_answer, may_change_answers
from learners.evaluation.queries import TABLES, outcomes_asked
from learners.evaluation.rules import RATINGS, letting_out
from learners.evaluation.states import Kind

Pair = tuple[int | None, int | None]
OTHER_QUESTIONS = (
    "The questions were changed while you were answering. Here they are once more, with what you have said."
)


@dataclass(frozen=True, slots=True)
class HowItWas:
    """Ratings from 1 to 5 or nothing; `confidence`: (before, after) for each outcome that was asked about."""

    relevance: int | None = None
    trainer: int | None = None
    venue: int | None = None
    access: int | None = None
    confidence: tuple[Pair, ...] = ()
    helped: str = ""
    better: str = ""
    in_the_way: str = ""


@dataclass(frozen=True, slots=True)
class WhatCameOfIt:
    """Yes, no or nothing; and with how many people, which counts only after a yes."""

    listened: bool | None = None
    listened_to: int | None = None
    organised: bool | None = None
    organised_with: int | None = None
    acted: bool | None = None
    acted_with: int | None = None
    story: str = ""
    would_help: str = ""


def say(
    *,
    place_id: int,
    kind: Kind,
    words: HowItWas | WhatCameOfIt,
    named: bool,
    by: Account | None,
    now: datetime,
    outcomes_id: int | None = None,
) -> None:
    """Keep what one person says, once; with their name they may say it anew while the page is open.

    outcomes_id: of the outcomes that the page asked about. by: who is signed in, if anybody. Raises Refused.
    """
    with transaction.atomic():
        place = Enrolment.objects.select_related("account", "cohort__course", "cohort__hub").get(pk=place_id)
        may_answer(place, kind, now=now).enforce()
        form = _locked_form(place)
        if kind is Kind.END:
            _check_questions(form, words, outcomes_id)
        table = TABLES[kind]
        if Answered.objects.filter(enrolment=place, kind=kind).exists():
            mine = table.objects.filter(said_by=place)
            may_change_answers(by, place, named=mine.exists()).enforce()
            mine.update(**_columns(words), said_by=place if named else None, shown=False)
        else:
            Answered.objects.create(enrolment=place, kind=kind)
            table.objects.create(**_columns(words), form=form, said_by=place if named else None)
        _let_out(table, form)


def _locked_form(place: Enrolment) -> EvaluationForm:
    """The questions of this cohort, held until the end: two answers are let out one after the other."""
    cohort = cohort_of(place)
    asked = {"outcomes": outcomes_asked(cohort)}
    made, _ = EvaluationForm.objects.get_or_create(cohort=cohort, defaults=asked)
    return locked_one(EvaluationForm.objects.all(), made.pk)


def _check_questions(form: EvaluationForm, words: HowItWas | WhatCameOfIt, outcomes_id: int | None) -> None:
    assert isinstance(words, HowItWas)
    asked = len(form.outcomes.texts) if form.outcomes else 0
    if form.outcomes_id != outcomes_id or len(words.confidence) != asked:
        raise Refused(OTHER_QUESTIONS)
    if any(mark is not None and mark not in RATINGS for pair in words.confidence for mark in pair):
        raise Refused("Choose one of the marks from 1 to 5.")


def _columns(words: HowItWas | WhatCameOfIt) -> dict[str, object]:
    columns = asdict(words)
    if isinstance(words, WhatCameOfIt):
        for did, count in (
            ("listened", "listened_to"),
            ("organised", "organised_with"),
            ("acted", "acted_with"),
        ):
            number = columns[count]
            columns[count] = min(number, MOST_COUNTED) if number and columns[did] else None
    else:
        columns["confidence"] = [list(pair) for pair in words.confidence]
    return columns


def _let_out(table: type[Evaluation] | type[FollowUp], form: EvaluationForm) -> None:
    """Show what nobody has seen yet, once it is enough for one more batch."""
    hidden = table.objects.filter(form=form, said_by__isnull=True, shown=False)
    if letting_out(hidden.count(), settings.EVALUATION_FEWEST):
        hidden.update(shown=True)
