"""What a learner needs to show, unit by unit: what they have for it, what is thin, what is missing, what comes next."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from courses.qualifications.queries import CriterionView, OutcomeView, UnitView, units_of
from courses.qualifications.states import Method
from learners.planning.models import TaskCriterion
from learners.planning.states import PlanState
from learners.registrations.models import QualRegistration
from learners.submissions.check_queries import again_for, assessor_names
from learners.submissions.piece_queries import (
    Answer,
    Linked,
    answers_of,
    extras_of,
    linked_pieces,
    past_of,
    person_of,
    prescribed_methods,
)
from learners.submissions.queries import state_of
from learners.submissions.rules import Extra, Finding, Past, faults_of, missing_for, only_witnesses, thin_in
from learners.submissions.states import CriterionState

S = CriterionState
OPEN = (S.NOTHING, S.THIN, S.READY, S.GIVEN_BACK, S.NOT_YET)
KIND: dict[CriterionState, str] = {
    S.READY: "now",
    S.THIN: "warn",
    S.HANDED_IN: "info",
    S.GIVEN_BACK: "stop",
    S.NOT_YET: "warn",
    S.MET: "done",
}


@dataclass(frozen=True, slots=True)
class ShownPiece:
    """A piece for one criterion. link: the id of the link. ready: it can be handed in as it is."""

    link: int
    token: str
    title: str
    kind: str
    note: str
    place: str
    faults: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        return not self.faults


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """number as people say it, such as "1.2". tag: the kind of its tag. may: it can be handed in now. wait: why not.

    planned: the tasks of the agreed plan that are for it, in words.
    """

    pk: int
    number: str
    text: str
    prescribed: tuple[str, ...]
    optional: tuple[str, ...]
    state: CriterionState
    pieces: tuple[ShownPiece, ...]
    findings: tuple[Finding, ...]
    planned: tuple[str, ...]
    wait: str
    shows: bool  # there is something in it that could be handed in
    next_step: str = ""  # what the assessor said to do, where it is not yet met

    @property
    def tag(self) -> str:
        return KIND.get(self.state, "")

    @property
    def may(self) -> bool:
        return bool(self.pieces) and not self.wait

    @property
    def open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class ShownOutcome:
    number: int
    text: str
    criteria: tuple[ShownCriterion, ...]


@dataclass(frozen=True, slots=True)
class ShownUnit:
    """assessor: their name; empty: nobody yet. only_witnesses: all that there is for it comes from witnesses."""

    number: int
    title: str
    assessor: str
    outcomes: tuple[ShownOutcome, ...]
    only_witnesses: bool

    @property
    def criteria(self) -> tuple[ShownCriterion, ...]:
        return tuple(one for outcome in self.outcomes for one in outcome.criteria)

    @property
    def pieces_linked(self) -> bool:
        return any(one.pieces for one in self.criteria)

    def count(self, *states: str) -> int:
        return sum(one.state in states for one in self.criteria)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read once for the whole page."""

    registration: QualRegistration
    on: date
    linked: dict[int, list[Linked]]
    prescribed: dict[int, frozenset[str]]
    past: dict[int, list[Past]]
    planned: dict[int, list[str]]
    answers: dict[tuple[int, int], Answer]
    extras: dict[tuple[int, int], Extra]


def to_show(registration: QualRegistration, *, on: date) -> tuple[ShownUnit, ...]:
    """Of every unit that the learner takes. Fourteen queries, whatever the numbers."""
    person = person_of(registration)
    linked: dict[int, list[Linked]] = {}
    for one in linked_pieces([registration.pk])[registration.pk]:
        linked.setdefault(one.criterion, []).append(one)
    known = _Known(
        registration,
        on,
        linked,
        prescribed_methods([registration.version_id]),
        {criterion: past for (_, criterion), past in past_of([person]).items()},
        _planned(registration),
        answers_of([registration.pk]),
        extras_of([registration.pk]),
    )
    taken = set(registration.units.values_list("unit_id", flat=True))
    names = assessor_names(registration, on=on)
    return tuple(
        _unit(unit, known, names.get(unit.pk, names.get(None, "")))
        for unit in units_of(registration.version)
        if unit.pk in taken
    )


def ready_pieces(units: Iterable[ShownUnit]) -> int:
    """How many pieces could be handed in this minute, each counted once, however much it shows."""
    return len({piece.token for piece in _ready(units)})


def ready_links(units: Iterable[ShownUnit]) -> tuple[int, ...]:
    """Everything that could be handed in this minute."""
    return tuple(piece.link for piece in _ready(units))


def _ready(units: Iterable[ShownUnit]) -> Iterator[ShownPiece]:
    for unit in units:
        for one in unit.criteria:
            if one.may and one.shows:
                yield from (piece for piece in one.pieces if piece.ready)


def _unit(unit: UnitView, known: _Known, assessor: str) -> ShownUnit:
    outcomes = tuple(_outcome(one, known) for one in unit.outcomes)
    ids = [one.pk for outcome in outcomes for one in outcome.criteria]
    pieces = [one.piece for pk in ids for one in known.linked.get(pk, ())]
    return ShownUnit(unit.number, unit.title, assessor, outcomes, only_witnesses(pieces))


def _outcome(outcome: OutcomeView, known: _Known) -> ShownOutcome:
    return ShownOutcome(
        outcome.number, outcome.text, tuple(_criterion(one, known) for one in outcome.criteria)
    )


def _criterion(criterion: CriterionView, known: _Known) -> ShownCriterion:
    linked = known.linked.get(criterion.pk, [])
    prescribed = known.prescribed.get(criterion.pk, frozenset())
    past = known.past.get(criterion.pk, [])
    key = (known.registration.pk, criterion.pk)
    answer = known.answers.get(key)
    again = again_for(known.registration, past, on=known.on, answer=answer, extra=known.extras.get(key))
    state = state_of(linked, prescribed, past, answer)
    return ShownCriterion(
        pk=criterion.pk,
        number=criterion.number,
        text=criterion.text,
        prescribed=criterion.prescribed,
        optional=criterion.optional,
        state=state,
        pieces=tuple(_piece(one) for one in linked),
        findings=_findings(linked, prescribed) if state in OPEN else (),
        planned=tuple(known.planned.get(criterion.pk, ())),
        wait="" if again else again.reason,
        shows=not missing_for([one.piece for one in linked if not faults_of(one.piece)]),
        next_step=answer.next_step if answer and state == S.NOT_YET else "",
    )


def _findings(linked: Sequence[Linked], prescribed: frozenset[str]) -> tuple[Finding, ...]:
    shown = [one.piece for one in linked]
    return missing_for(shown) + thin_in(shown, prescribed)


def _piece(one: Linked) -> ShownPiece:
    return ShownPiece(
        one.pk, one.token, one.piece.title, one.kind_words, one.note, one.place, faults_of(one.piece)
    )


def _planned(registration: QualRegistration) -> dict[int, list[str]]:
    """Tasks of the agreed plan that nobody has marked as done, by criterion. One query."""
    rows = TaskCriterion.objects.filter(
        plan__registration=registration, plan__state=PlanState.ACCEPTED, task__done__isnull=True
    ).select_related("task")
    found: dict[int, list[str]] = {}
    for row in rows.order_by("task__number"):
        task = row.task
        day = task.meets_on or task.due_on
        when = f", {'on' if task.meets_on else 'by'} {day.day} {day:%B}" if day else ""
        found.setdefault(row.criterion_id, []).append(f"{task.title} ({Method(task.method).label}){when}")
    return found
