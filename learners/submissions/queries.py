"""How far learners are with what they need to show, and drafts that wait for somebody who looks at them."""

from collections.abc import Collection, Iterable

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from courses.qualifications.models import Criterion
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.states import WORKING
from learners.submissions.models import DraftLook, Submission, SubmissionCriterion
from learners.submissions.piece_queries import (
    Answer,
    Linked,
    answers_of,
    linked_pieces,
    past_of,
    person_of,
    prescribed_methods,
)
from learners.submissions.rules import Past, faults_of, missing_for, thin_in
from learners.submissions.states import CriterionState, SubmissionState

CRITERIA = Prefetch("criteria", SubmissionCriterion.objects.select_related("criterion__outcome__unit"))


def criteria_states_of(registrations: Collection[QualRegistration]) -> dict[int, dict[int, CriterionState]]:
    """Of every criterion of the units that each takes: by registration and criterion. Seven queries; `account` should
    be selected with each.
    """
    ids = [one.pk for one in registrations]
    linked = linked_pieces(ids)
    prescribed = prescribed_methods({one.version_id for one in registrations})
    past = past_of([person_of(one) for one in registrations])
    answers = answers_of(ids)
    criteria = _criteria(ids)
    return {
        one.pk: {
            criterion: state_of(
                [each for each in linked[one.pk] if each.criterion == criterion],
                prescribed.get(criterion, frozenset()),
                past.get((person_of(one), criterion), []),
                answers.get((one.pk, criterion)),
            )
            for criterion in criteria[one.pk]
        }
        for one in registrations
    }


def state_of(
    linked: Iterable[Linked], prescribed: Collection[str], past: list[Past], answer: Answer | None = None
) -> CriterionState:
    """What the learner was told or handed in last says more than what lies ready."""
    shown = [one.piece for one in linked]
    if answer is not None and answer.met:
        return CriterionState.MET
    if any(one.waiting for one in past):
        return CriterionState.HANDED_IN
    if past and past[-1].returned:
        return CriterionState.GIVEN_BACK
    if answer is not None:
        return CriterionState.NOT_YET
    if not shown:
        return CriterionState.NOTHING
    if missing_for(shown) or any(map(faults_of, shown)) or thin_in(shown, prescribed):
        return CriterionState.THIN
    return CriterionState.READY


def looks_with_units(looks: QuerySet[DraftLook]) -> list[tuple[DraftLook, frozenset[int]]]:
    """Each with the units (ids) that its pieces are linked to, in its own registration. One query."""
    rows = looks.annotate(
        unit=F("items__item__links__criterion__outcome__unit"), of=F("items__item__links__registration")
    )
    known: dict[int, DraftLook] = {}
    units: dict[int, set[int]] = {}
    for row in rows:
        known.setdefault(row.pk, row)
        found = units.setdefault(row.pk, set())
        if row.of == row.registration_id:
            found.add(row.unit)
    return [(look, frozenset(units[pk])) for pk, look in known.items()]


def is_look_for(assesses: Collection[int], about: Collection[int]) -> bool:
    """Whether somebody who assesses these units answers a look about those. The links of its pieces may be gone; then
    whoever assesses the learner answers."""
    return bool(set(assesses) & set(about) if about else assesses)


def open_looks(registrations: Iterable[int]) -> QuerySet[DraftLook]:
    """Drafts that nobody has answered."""
    return DraftLook.objects.filter(
        registration__in=list(registrations), answered_at__isnull=True
    ).select_related("registration__account", "registration__version__qualification")


def given_back_to(account: Account) -> QuerySet[Submission]:
    """What this person got back without a judgement and has not handed in again, criterion by criterion. Of
    registrations on which they work."""
    taken = RegisteredUnit.objects.filter(
        registration=OuterRef("submission__registration"), unit=OuterRef("criterion__outcome__unit")
    )
    again = SubmissionCriterion.objects.filter(
        criterion=OuterRef("criterion"),
        submission__registration=OuterRef("submission__registration"),
        submission__number__gt=OuterRef("submission__number"),
        submission__submitted_at__isnull=False,
    )
    return Submission.objects.filter(
        Exists(SubmissionCriterion.objects.filter(Exists(taken), ~Exists(again), submission=OuterRef("pk"))),
        registration__account__in=rows_of(account),
        registration__state__in=WORKING,
        state=SubmissionState.RETURNED_UNASSESSED,
    )


def handed_in_by(registration: QualRegistration) -> QuerySet[Submission]:
    """Everything that was handed in, the newest first."""
    return (
        Submission.objects.filter(registration=registration)
        .exclude(state=SubmissionState.DRAFT)
        .order_by("-number")
        .prefetch_related(CRITERIA, "items")
    )


def _criteria(registrations: Collection[int]) -> dict[int, list[int]]:
    """The criteria of the units that each takes. Two queries."""
    taken = RegisteredUnit.objects.filter(registration__in=registrations).values_list("registration", "unit")
    of_unit: dict[int, list[int]] = {}
    units = {unit for _, unit in taken}
    for unit, criterion in Criterion.objects.filter(outcome__unit__in=units).values_list(
        "outcome__unit", "pk"
    ):
        of_unit.setdefault(unit, []).append(criterion)
    found: dict[int, list[int]] = {pk: [] for pk in registrations}
    for registration, unit in taken:
        found[registration] += of_unit.get(unit, [])
    return found
