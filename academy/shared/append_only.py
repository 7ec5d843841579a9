"""Tables that only grow, kept so by the database itself on PostgreSQL and on SQLite.

One list says what is kept; `install` writes the triggers and may be run at any time. SQLite drops a table's triggers
whenever Django rebuilds that table, so `KeepAppendOnly()` stands last in every migration of an app that has one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database refuses for one table.

    frozen: columns that never change once written ("*": no update at all).
    once: columns that may be filled in, and then never change.
    growing: numbers that never become smaller.
    deletable: whether rows may be deleted.
    deletable_after: a column with a moment, and how many days after it a row may be deleted: by the database's own
    clock, and whatever the settings say of how long such rows are kept.
    """

    table: str
    frozen: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    growing: tuple[str, ...] = ()
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


SEALED = tuple(
    Sealed(f"courses_{table}", "courses_qualificationversion", "version_id", "frozen_at")
    for table in ("optionalgroup", "unit", "learningoutcome", "criterion", "criterionmethod")
)
TWO_YEARS, THREE_YEARS = 730, 1095  # days, and never more than the calendar's

KEPT = (
    Kept("courses_qualificationversion", frozen=("qualification_id", "number"), once=("frozen_at",)),
    Kept("academy_auditevent", frozen=("*",)),
    Kept("academy_consentrecord", frozen=("*",), deletable_after=("recorded_at", TWO_YEARS)),
    Kept("academy_noticeshown", frozen=("*",)),
    Kept(
        "academy_joining",
        frozen=("kept_id", "other_id", "how", "why", "hub_id", "done_by_id", "done_at", "changes"),
        once=("undone_at", "undone_by_id"),
    ),
    Kept("learners_enrolment", frozen=("account_id", "course_id", "kind"), once=("completed_at",)),
    Kept("learners_attendancemark", frozen=("*",), deletable_after=("recorded_at", THREE_YEARS)),
    Kept("learners_registersignoff", frozen=("*",), deletable_after=("signed_at", THREE_YEARS)),
    Kept("learners_figures", frozen=("*",)),
    Kept(
        "learners_walkin",
        frozen=("key", "session_id", "enrolment_id", "code", "newcomer", "added_by_id", "added_at"),
        once=("claimed_at",),
        deletable_after=("added_at", THREE_YEARS),
    ),
    Kept("courses_courseoutcomes", frozen=("*",)),
    Kept("learners_evaluationform", frozen=("*",), deletable=True),
    Kept("learners_answered", frozen=("*",), deletable=True),
    Kept("learners_lessonprogress", once=("done_at",), growing=("seconds",), deletable=True),
    Kept(
        "learners_sent",
        frozen=("account_id", "kind", "subject", "occasion", "token"),
        once=("sent_at",),  # what was accepted is never handed over again
        deletable=True,
    ),
    Kept("learners_cohortletter", once=("sent_at", "sent_by_id"), deletable=True),
    Kept(
        "learners_certificate",
        frozen=(
            "serial",
            "token",
            "enrolment_id",
            "kind",
            "name",
            "course_title",
            "issuer",
            "hub_name",
            "lessons",
        )
        + ("completed_on", "issued_at", "template_version", "replaces_id", "began_on", "minutes"),
        once=("pdf", "pdf_sha256", "ended_at"),
        deletable_after=("issued_at", THREE_YEARS),
    ),
)


@dataclass(frozen=True, slots=True)
class Trigger:
    name: str
    table: str
    event: str  # UPDATE or DELETE
    condition: str  # SQL over OLD and NEW, empty for always
    message: str
    columns: tuple[str, ...] = ()  # that the condition names
    sealed: Sealed | None = None  # in place of a condition: while the parent is open
    younger: tuple[str, int] | None = None  # only for a row of fewer days since this column


def expected_triggers() -> list[Trigger]:
    """Every trigger that a migrated database must have."""
    kept = [trigger for kept in KEPT for trigger in _triggers(kept)]
    return kept + [trigger for sealed in SEALED for trigger in _seals(sealed)]


def install(connection: BaseDatabaseWrapper) -> None:
    """Write every trigger whose table and columns exist; those that are there are written anew.

    A migration of an earlier release runs this too, and its tables have not all of today's columns.
    """
    remove(connection)
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
            cursor.execute(POSTGRES_SEAL)
        for trigger in expected_triggers():
            if trigger.table in tables and set(trigger.columns) <= _columns(
                connection, cursor, trigger.table
            ):
                cursor.execute(_create_sql(connection.vendor, trigger))


def _columns(connection: BaseDatabaseWrapper, cursor: Any, table: str) -> set[str]:
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop every trigger of ours that is there."""
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for trigger in expected_triggers():
            if trigger.table in tables:
                on = f" ON {trigger.table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Without triggers for a moment: only for emptying a test database."""
    remove(connection)
    try:
        yield
    finally:
        install(connection)


class KeepAppendOnly(Operation):
    """The last operation of every migration of an app that has a kept table."""

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for (
            statement
        ) in schema_editor.deferred_sql:  # constraints and keys that wait for the end of the migration
            schema_editor.execute(statement)
        schema_editor.deferred_sql.clear()
        install(schema_editor.connection)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove(schema_editor.connection)

    def describe(self) -> str:
        return "Let the database refuse changes to what is kept"


POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION academy_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
# A trigger's own condition may not ask another table there, so its function does.
POSTGRES_SEAL = """
CREATE OR REPLACE FUNCTION academy_refuse_sealed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed boolean := false;
  here jsonb;
BEGIN
  FOREACH here IN ARRAY ARRAY[
    CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END
  ] LOOP
    IF here IS NOT NULL AND NOT closed THEN
      EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE id = $1 AND %I IS NOT NULL)', TG_ARGV[0], TG_ARGV[2])
        INTO closed USING (here ->> TG_ARGV[1])::bigint;
    END IF;
  END LOOP;
  IF closed THEN
    RAISE EXCEPTION '%', TG_ARGV[3] USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$
"""


def _triggers(kept: Kept) -> Iterator[Trigger]:
    short = kept.table.split("_", 1)[1]
    if not kept.deletable:
        after = kept.deletable_after
        yield Trigger(
            f"keep_{short}_rows",
            kept.table,
            "DELETE",
            "",
            f"{kept.table}: rows are kept",
            columns=(after[0],) if after else (),
            younger=after,
        )
    if kept.frozen == ("*",):
        yield Trigger(f"keep_{short}_facts", kept.table, "UPDATE", "", f"{kept.table}: rows never change")
        return
    changed = [f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in kept.frozen]
    changed += [f"(OLD.{c} IS NOT NULL AND OLD.{c} IS DISTINCT FROM NEW.{c})" for c in kept.once]
    changed += [f"NEW.{column} < OLD.{column}" for column in kept.growing]
    if changed:
        columns = kept.frozen + kept.once + kept.growing
        message = f"{kept.table}: {', '.join(columns)} cannot be taken back"
        yield Trigger(f"keep_{short}_facts", kept.table, "UPDATE", " OR ".join(changed), message, columns)


def _seals(sealed: Sealed) -> Iterator[Trigger]:
    short = sealed.table.split("_", 1)[1]
    message = f"{sealed.table}: closed with {sealed.parent}.{sealed.by}"
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"seal_{short}_{event.lower()}"
        yield Trigger(name, sealed.table, event, "", message, (sealed.key,), sealed)


def _create_sql(vendor: str, trigger: Trigger) -> str:
    if trigger.sealed is not None:
        return _seal_sql(vendor, trigger, trigger.sealed)
    start = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW"
    if trigger.younger:
        column, days = trigger.younger
        ago = (
            f"now() - interval '{days} days'"
            if vendor == "postgresql"
            else f"datetime('now', '-{days} days')"
        )
        when = f" WHEN (OLD.{column} > {ago})"
    elif vendor == "postgresql":
        when = f" WHEN ({trigger.condition})" if trigger.condition else ""
    else:
        condition = trigger.condition.replace("IS DISTINCT FROM", "IS NOT")
        when = f" WHEN {condition}" if condition else ""
    if vendor == "postgresql":
        return f"{start}{when} EXECUTE FUNCTION academy_refuse('{trigger.message}')"
    return f"{start}{when} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"


def _seal_sql(vendor: str, trigger: Trigger, sealed: Sealed) -> str:
    start = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW"
    if vendor == "postgresql":
        names = f"'{sealed.parent}', '{sealed.key}', '{sealed.by}', '{trigger.message}'"
        return f"{start} EXECUTE FUNCTION academy_refuse_sealed({names})"
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[trigger.event]
    ids = ", ".join(f"{row}.{sealed.key}" for row in rows)
    closed = f"EXISTS (SELECT 1 FROM {sealed.parent} WHERE id IN ({ids}) AND {sealed.by} IS NOT NULL)"
    return f"{start} WHEN {closed} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
