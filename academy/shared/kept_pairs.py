"""Refusals about two people, or a person and a unit, which several tables of judging and signing share."""

from academy.shared.kept_shapes import ONE_PERSON, Guard

# SQL for what a row is about. Every expression is over NEW and the same in both databases.
LEARNER = "(SELECT r.account_id FROM learners_qualregistration r WHERE r.id = {registration})"
UNIT_OF_CRITERION = (
    "(SELECT o.unit_id FROM courses_criterion c JOIN courses_learningoutcome o ON o.id = c.outcome_id"
    " WHERE c.id = {criterion})"
)
OF_JUDGEMENT = "(SELECT j.{column} FROM learners_judgement j WHERE j.id = NEW.judgement_id)"
OF_SIGNOFF = "(SELECT s.{column} FROM learners_unitsignoff s WHERE s.id = NEW.signoff_id)"


def one_person(column: str) -> str:
    """The id of the row that stands for somebody."""
    return f"({ONE_PERSON} {column})"


def not_the_learner(name: str, table: str, person: str, registration: str) -> Guard:
    """INV-01: nobody acts for themselves, by none of their accounts."""
    learner = LEARNER.format(registration=registration)
    return Guard(
        f"{name}_somebody_else",
        table,
        f"{one_person(f'NEW.{person}')} <> {one_person(learner)}",
        f"{table}: nobody does this for themselves",
        (f"{table}.{person}", "academy_account.joined_to_id"),
        events=("INSERT",),
    )


def no_conflict(name: str, table: str, person: str, registration: str, day: str) -> Guard:
    """INV-05: no conflict of interest is open between the two, or with the learner's hub."""
    learner = one_person(LEARNER.format(registration=registration))
    hub = f"(SELECT r.hub_id FROM learners_qualregistration r WHERE r.id = {registration})"
    who = one_person(f"NEW.{person}")
    return Guard(
        f"{name}_conflict",
        table,
        "NOT EXISTS (SELECT 1 FROM learners_conflictdeclaration c WHERE c.decided_at IS NULL"
        f" AND (c.ends_on IS NULL OR c.ends_on > date(NEW.{day}))"
        f" AND (({one_person('c.person_id')} = {who} AND {one_person('c.other_id')} = {learner})"
        f" OR ({one_person('c.person_id')} = {learner} AND {one_person('c.other_id')} = {who})"
        f" OR ({one_person('c.person_id')} = {who} AND c.hub_id = {hub})))",
        f"{table}: a conflict of interest is open",
        (f"{table}.{person}", "learners_conflictdeclaration.decided_at"),
        events=("INSERT",),
    )


def not_their_check(name: str, table: str, person: str, registration: str, unit: str) -> Guard:
    """INV-06: whoever checks a unit of a learner does not judge or sign it."""
    return Guard(
        f"{name}_tasks",
        table,
        f"NOT EXISTS (SELECT 1 FROM learners_allocation a WHERE a.registration_id = {registration}"
        f" AND a.task = 'quality' AND {one_person('a.person_id')} = {one_person(f'NEW.{person}')}"
        f" AND (a.unit_id IS NULL OR a.unit_id = {unit}) AND (a.ends_on IS NULL OR a.ends_on > a.starts_on))",
        f"{table}: the same person cannot assess and check one unit of one learner",
        (f"{table}.{person}", "learners_allocation.task"),
        events=("INSERT",),
    )


def by_status(name: str, table: str, person: str, level: str) -> Guard:
    """The status is this person's own, and of that level. level: SQL for what it has to be among."""
    return Guard(
        f"{name}_status",
        table,
        "NEW.status_id IS NULL OR EXISTS (SELECT 1 FROM courses_assessorstatus s WHERE s.id = NEW.status_id"
        f" AND {one_person('s.person_id')} = {one_person(f'NEW.{person}')} AND s.level {level})",
        f"{table}: the status belongs to somebody else, or does not allow this",
        (f"{table}.status_id", "courses_assessorstatus.level"),
        events=("INSERT",),
    )


def knows(person: str, unit: str, day: str) -> str:
    """SQL: the staff file says that somebody knows the work of a unit."""
    return (
        "EXISTS (SELECT 1 FROM courses_occupationalcompetence k"
        f" WHERE {one_person('k.person_id')} = {one_person(person)} AND k.unit_id = {unit}"
        f" AND (k.ends_on IS NULL OR k.ends_on > date({day})))"
    )


def signed_off(registration: str, unit: str) -> str:
    """SQL: this unit of this learner is signed off."""
    return (
        f"EXISTS (SELECT 1 FROM learners_unitsignoff u WHERE u.registration_id = {registration}"
        f" AND u.unit_id = {unit} AND u.state <> 'open')"
    )
