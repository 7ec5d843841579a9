"""Who may judge which units of one learner on a day, and who has some of it in hand just now.

How somebody stands to a registration is asked of registrations.standing; what they may judge, of the staff file.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime

from django.db.models import QuerySet

from academy.accounts.models import Account
from academy.shared.clock import LONDON, london_date
from academy.shared.rulings import Ruling
from courses.qualifications.models import Unit
from courses.qualifications.staff_policies import may_assess_by
from courses.qualifications.staff_queries import AssessorFacts, facts_of, facts_of_all
from learners.assessment.models import DraftDecision, Judgement
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import Standing, standing_of, standings_of

OWN = "This is your own work. Somebody else judges it."
CONFLICT = (
    "A conflict of interest between you and this learner is open. The lead quality assurer decides who judges; what "
    "you have written is kept."
)
NOT_GIVEN = (
    "This unit of this learner was not given to you. The Academy manager or the lead quality assurer gives learners to "
    "their assessors."
)
CHECKED_BY_YOU = "You check the quality of this unit for this learner, so somebody else judges it."


def judging_units(
    by: Account,
    registration: QualRegistration,
    units: Collection[int],
    *,
    on: date,
    standing: Standing | None = None,
    taken: Iterable[Unit] | None = None,
    facts: AssessorFacts | None = None,
) -> dict[int, Ruling]:
    """May they judge each of these units (ids) on this day: given to them (INV-08), no conflict (INV-05), not what they
    check (INV-06), by what the staff file says? Where the registration stands is not looked at. Seven queries, however
    many; less with what has been read already: standing, taken (every unit of the learner), facts (of `by`)."""
    standing = standing or standing_of(by, registration, on=on)
    if standing.own:
        return dict.fromkeys(units, Ruling.no(OWN))
    if standing.conflict:
        return dict.fromkeys(units, Ruling.no(CONFLICT))
    found = {pk: Ruling.no(NOT_GIVEN) for pk in units if pk not in standing.assesses}
    rest = [pk for pk in units if pk in standing.assesses]
    facts = facts or (facts_of(by, on) if rest else None)
    rows = Unit.objects.filter(pk__in=rest) if rest and taken is None else taken or ()
    for unit in rows:
        if facts is not None and unit.pk in rest:
            ruling = may_assess_by(facts, unit, on)
            found[unit.pk] = Ruling.no(CHECKED_BY_YOU) if {unit.pk, None} & standing.checked else ruling
    return found


def free_of(
    registration: QualRegistration,
    criteria: Collection[int],
    *,
    by: Account,
    now: datetime,
    rows: Iterable[DraftDecision] | None = None,
    given: tuple[Allocation, ...] | None = None,
    taken: Collection[Unit] | None = None,
) -> tuple[frozenset[int], str]:
    """Which of these nobody else has just now, and why not the others (empty: all are free).

    Somebody has what they took until its time is over, as long as they may judge it. Eight queries at most, however
    many others have some of it; less with what has been read already: rows (`open_drafts`), given (to whom the learner
    was ever given), taken (every unit of the learner).
    """
    rounds: dict[Judgement, list[DraftDecision]] = {}
    for one in rows if rows is not None else open_drafts(registration):
        held = one.criterion_id in criteria and one.judgement.held_until >= now
        if held and one.judgement.assessor.person_id != by.person_id:
            rounds.setdefault(one.judgement, []).append(one)
    rulings = _of_holders(registration, rounds, on=london_date(now), given=given, taken=taken)
    theirs_now: set[int] = set()
    words = ""
    for judgement, drafts in rounds.items():
        may = rulings[judgement.assessor_id]
        theirs = {one.criterion_id for one in drafts if may[one.criterion.outcome.unit_id]}
        theirs_now |= theirs
        words = words or (held_words(judgement) if theirs else "")
    return frozenset(criteria) - theirs_now, words


def open_drafts(registration: QualRegistration) -> "QuerySet[DraftDecision]":
    """What somebody is judging of this learner, the oldest round first; their time for it may be over. One query."""
    rows = DraftDecision.objects.filter(registration=registration, open=True)
    return rows.select_related("judgement__assessor__joined_to", "criterion__outcome").order_by(
        "judgement", "pk"
    )


def _of_holders(
    registration: QualRegistration,
    rounds: Mapping[Judgement, Collection[DraftDecision]],
    *,
    on: date,
    given: tuple[Allocation, ...] | None,
    taken: Collection[Unit] | None,
) -> dict[int, dict[int, Ruling]]:
    """What each of those who hold something (by the id of the assessor) may judge of it, unit by unit."""
    people = {one.assessor_id: one.assessor for one in rounds}
    if not people:
        return {}
    standings = standings_of(people.values(), registration, on=on, given=given)
    facts = facts_of_all([one.person_id for one in people.values()], on)
    held = {draft.criterion.outcome.unit_id for drafts in rounds.values() for draft in drafts}
    taken = taken if taken is not None else list(Unit.objects.filter(pk__in=held))
    return {
        pk: judging_units(
            one, registration, held, on=on, standing=standings[pk], taken=taken, facts=facts[one.person_id]
        )
        for pk, one in people.items()
    }


def held_words(judgement: Judgement) -> str:
    """Who has it, and until when."""
    at = judgement.held_until.astimezone(LONDON)
    return (
        f"{judgement.assessor} is judging this now, and has it until {at:%H:%M} on {at.day} {at:%B}. If they have "
        "written nothing more by then, you can take it."
    )
