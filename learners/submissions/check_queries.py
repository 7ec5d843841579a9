"""What a choice of pieces amounts to before it is handed in: what goes in, what stands in the way, what is thin."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from academy.shared.rulings import Ruling
from courses.qualifications.models import Criterion, Unit
from learners.registrations.models import QualRegistration
from learners.registrations.standing import current_allocations
from learners.registrations.states import AllocatedAs
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
from learners.submissions.rules import (
    Extra,
    Finding,
    Past,
    attempts_used,
    faults_of,
    may_hand_in_again,
    missing_for,
    only_witnesses,
    thin_in,
)


@dataclass(frozen=True, slots=True)
class CheckedPiece:
    pk: int
    token: str
    title: str
    kind: str
    faults: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedCriterion:
    """attempt: the one that this would be. stops: why it cannot be handed in. thin: what is likely to be missed."""

    pk: int
    number: str
    text: str
    attempt: int
    pieces: tuple[Linked, ...]
    stops: tuple[str, ...]
    thin: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class CheckedUnit:
    """assessor: their name; empty: nobody yet. only_witnesses: everything for it comes from witnesses."""

    pk: int
    number: int
    title: str
    assessor: str
    only_witnesses: bool
    criteria: tuple[CheckedCriterion, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """fits: nothing stands in the way."""

    units: tuple[CheckedUnit, ...]
    pieces: tuple[CheckedPiece, ...]

    @property
    def criteria(self) -> tuple[CheckedCriterion, ...]:
        return tuple(one for unit in self.units for one in unit.criteria)

    @property
    def fits(self) -> bool:
        return bool(self.units) and not self.problems

    @property
    def problems(self) -> tuple[str, ...]:
        """In words, each with what it is about."""
        found = [f"{one.title}: {fault.words}" for one in self.pieces for fault in one.faults]
        found += [
            f"Unit {unit.number}, {one.number}: {words}"
            for unit in self.units
            for one in unit.criteria
            for words in one.stops
        ]
        return tuple(found)


def check(registration: QualRegistration, links: Collection[int], *, on: date) -> Checked:
    """Of these links (ids), those that are there and for a unit that is taken. Ten queries, however many."""
    chosen = [one for one in linked_pieces([registration.pk])[registration.pk] if one.pk in set(links)]
    criteria = _in_order({one.criterion for one in chosen}, registration)
    taken = {one.pk for one in criteria}
    chosen = [one for one in chosen if one.criterion in taken]
    prescribed = prescribed_methods([registration.version_id])
    person = person_of(registration)
    past = past_of([person])
    answers, extras = answers_of([registration.pk]), extras_of([registration.pk])
    names = assessor_names(registration, on=on)
    units: dict[Unit, list[CheckedCriterion]] = {}
    for criterion in criteria:
        mine = tuple(one for one in chosen if one.criterion == criterion.pk)
        before = past.get((person, criterion.pk), [])
        key = (registration.pk, criterion.pk)
        again = again_for(registration, before, on=on, answer=answers.get(key), extra=extras.get(key))
        checked = _criterion(criterion, mine, prescribed.get(criterion.pk, ()), before, again)
        units.setdefault(criterion.outcome.unit, []).append(checked)
    return Checked(
        units=tuple(
            CheckedUnit(
                unit.pk,
                unit.number,
                unit.title,
                assessor=names.get(unit.pk, names.get(None, "")),
                only_witnesses=only_witnesses(one.piece for each in criteria for one in each.pieces),
                criteria=tuple(criteria),
            )
            for unit, criteria in units.items()
        ),
        pieces=_pieces(chosen),
    )


def again_for(
    registration: QualRegistration,
    before: Sequence[Past],
    *,
    on: date,
    answer: Answer | None = None,
    extra: Extra | None = None,
) -> Ruling:
    """May a criterion with this past be handed in (again) today, by what its version says? answer: the one that counts;
    extra: the newest try that was given beyond that."""
    version = registration.version
    return may_hand_in_again(
        before,
        attempts=version.attempts,
        attempt_days=version.attempt_days,
        today=on,
        met=answer is not None and answer.met,
        extra=extra,
    )


def _criterion(
    criterion: Criterion,
    mine: tuple[Linked, ...],
    asked: Collection[str],
    before: Sequence[Past],
    again: Ruling,
) -> CheckedCriterion:
    shown = [one.piece for one in mine]
    return CheckedCriterion(
        pk=criterion.pk,
        number=f"{criterion.outcome.number}.{criterion.number}",
        text=criterion.text,
        attempt=attempts_used(before) + 1,
        pieces=mine,
        stops=tuple(one.words for one in missing_for(shown)) + (() if again else (again.reason,)),
        thin=thin_in(shown, asked),
    )


def assessor_names(registration: QualRegistration, *, on: date) -> dict[int | None, str]:
    """Who assesses which unit today; under None, who has those that nobody was given by name. One query."""
    return {
        one.unit_id: one.person.full_name
        for one in current_allocations([registration.pk], on=on)
        if one.task == AllocatedAs.ASSESSOR
    }


def _in_order(criteria: Collection[int], registration: QualRegistration) -> list[Criterion]:
    """Those of units that the learner takes: a unit may have been exchanged since its pieces were linked."""
    rows = Criterion.objects.filter(pk__in=criteria, outcome__unit__in=registration.units.values("unit"))
    rows = rows.select_related("outcome__unit")
    return list(rows.order_by("outcome__unit__number", "outcome__number", "number"))


def _pieces(chosen: Iterable[Linked]) -> tuple[CheckedPiece, ...]:
    once = {one.piece.pk: one for one in chosen}
    return tuple(
        CheckedPiece(pk, one.token, one.piece.title, one.kind_words, faults_of(one.piece))
        for pk, one in sorted(once.items())
    )
