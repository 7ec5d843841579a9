"""The shapes in which the database's own refusals are written: columns that never change, rows that close with
another, and pairs of rows that must never be.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database refuses for one table.

    frozen: columns that never change once written ("*": no update at all).
    once: columns that may be filled in, and then never change.
    growing: numbers that never become smaller.
    closing: a column, and those that never change once it is filled in; and_closing: a second such pair.
    deletable: whether rows may be deleted.
    deletable_after: a column with a moment, and how many days after it a row may be deleted: by the database's own
    clock, and whatever the settings say of how long such rows are kept.
    """

    table: str
    frozen: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
    closing: tuple[str, tuple[str, ...]] | None = None
    and_closing: tuple[str, tuple[str, ...]] | None = None
    deletable: bool = False
    deletable_after: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Sealed:
    """Rows that hang on another, and are closed with it: once the parent's `by` is filled in, the database refuses to
    add, change or delete any of them. `key` is the column that holds the parent's id.
    """

    table: str
    parent: str
    key: str
    by: str


@dataclass(frozen=True, slots=True)
class Guard:
    """What a row may never say beside the rows of other tables.

    `unless` is a condition in the SQL that both databases speak, over NEW; while it is false or unknown nothing may be
    written. `needs`: what it names, as "table.column"; without them (in an earlier release) it waits.
    """

    name: str
    table: str
    unless: str
    message: str
    needs: tuple[str, ...] = ()
    events: tuple[str, ...] = ("INSERT", "UPDATE")


def same_as(table: str, column: str, *, key: str, parent: str, parent_column: str) -> Guard:
    """`column` repeats what the parent says, so that a constraint can look at it."""
    return Guard(
        f"same_{table.split('_', 1)[1]}_{column}",
        table,
        f"NEW.{column} = (SELECT p.{parent_column} FROM {parent} p WHERE p.id = NEW.{key})",
        f"{table}: {column} has to be that of {parent}",
        (f"{table}.{column}", f"{parent}.{parent_column}"),
    )


TWO_YEARS, THREE_YEARS = 730, 1095  # days, and never more than the calendar's
ONE_PERSON = "SELECT COALESCE(me.joined_to_id, me.id) FROM academy_account me WHERE me.id ="
VERSION_OF_CRITERION = "(SELECT c.version_id FROM courses_criterion c WHERE c.id = NEW.criterion_id)"


def by_the_learner(table: str, column: str) -> Guard:
    """Nobody but the learner of the registration, by whichever of their accounts."""
    learner = "(SELECT r.account_id FROM learners_qualregistration r WHERE r.id = NEW.registration_id)"
    return Guard(
        f"{table.split('_', 1)[1]}_{column}",
        table,
        f"NEW.{column} IS NULL OR ({ONE_PERSON} NEW.{column}) = ({ONE_PERSON} {learner})",
        f"{table}: {column} has to be the learner",
        (f"{table}.{column}", "learners_qualregistration.account_id", "academy_account.joined_to_id"),
    )


def of_one_version(table: str, registration: str, needs: str) -> Guard:
    """The criterion belongs to the version that the learner is on. registration: SQL for its id."""
    version = f"(SELECT r.version_id FROM learners_qualregistration r WHERE r.id = {registration})"
    return Guard(
        f"{table.split('_', 1)[1]}_version",
        table,
        f"{VERSION_OF_CRITERION} = {version}",
        f"{table}: the criterion belongs to another version",
        (f"{table}.criterion_id", "courses_criterion.version_id", needs),
    )
