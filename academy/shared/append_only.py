"""Tables that only grow, kept so by the database itself on PostgreSQL and on SQLite.

kept_tables.py says what is kept; `install` writes the triggers and may be run at any time. SQLite drops a table's
triggers whenever Django rebuilds it, so `KeepAppendOnly()` stands last in every migration of an app that has one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

from academy.shared.kept_shapes import Guard, Kept, Sealed
from academy.shared.kept_tables import GUARDS, KEPT, SEALED


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
    guard: Guard | None = None  # in place of a condition: one that asks other tables


def expected_triggers() -> list[Trigger]:
    """Every trigger that a migrated database must have."""
    kept = [trigger for kept in KEPT for trigger in _triggers(kept)]
    sealed = [trigger for sealed in SEALED for trigger in _seals(sealed)]
    return kept + sealed + [trigger for guard in GUARDS for trigger in _guards(guard)]


def install(connection: BaseDatabaseWrapper) -> None:
    """Write every trigger whose table and columns exist; those that are there are written anew.

    A migration of an earlier release runs this too, and its tables have not all of today's columns.
    """
    remove(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
            cursor.execute(POSTGRES_SEAL)
        cursor.execute(COLUMNS[connection.vendor])
        there = {f"{table}.{column}" for table, column in cursor.fetchall()}
        for trigger in expected_triggers():
            if _stands_on(trigger) <= there:
                for statement in _create_sql(connection.vendor, trigger):
                    cursor.execute(statement)


def _stands_on(trigger: Trigger) -> set[str]:
    """The columns that have to exist, as "table.column"."""
    here = {f"{trigger.table}.{column}" for column in trigger.columns or ("id",)}
    return here | set(trigger.guard.needs if trigger.guard else ())


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


class LiftAppendOnly(Operation):
    """The first operation of a migration that changes a table which triggers of others ask: SQLite rebuilds the table,
    and cannot while they name it. `KeepAppendOnly()` at the end writes them anew.
    """

    reversible = True
    reduces_to_sql = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing changes in the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        remove(schema_editor.connection)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        install(schema_editor.connection)

    def describe(self) -> str:
        return "Lift the database's refusals while its tables are changed"


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


# Every column there is, in one query: Django's own look at a table reads its whole definition.
COLUMNS = {
    "postgresql": (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    ),
    "sqlite": (
        "SELECT t.name, c.name FROM sqlite_master AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'"
    ),
}
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

POSTGRES_GUARD = """
CREATE OR REPLACE FUNCTION academy_guard_{name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT COALESCE(({unless}), false) THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
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
    columns = kept.frozen + kept.once + kept.growing
    for by, closed in filter(None, (kept.closing, kept.and_closing)):
        changed += [f"(OLD.{by} IS NOT NULL AND OLD.{c} IS DISTINCT FROM NEW.{c})" for c in closed]
        columns += (*closed, by)
    if changed:
        message = f"{kept.table}: {', '.join(columns)} cannot be taken back"
        yield Trigger(f"keep_{short}_facts", kept.table, "UPDATE", " OR ".join(changed), message, columns)


def _seals(sealed: Sealed) -> Iterator[Trigger]:
    short = sealed.table.split("_", 1)[1]
    message = f"{sealed.table}: closed with {sealed.parent}.{sealed.by}"
    for event in ("INSERT", "UPDATE", "DELETE"):
        name = f"seal_{short}_{event.lower()}"
        yield Trigger(name, sealed.table, event, "", message, (sealed.key,), sealed)


def _guards(guard: Guard) -> Iterator[Trigger]:
    for event in guard.events:
        yield Trigger(
            f"guard_{guard.name}_{event.lower()}", guard.table, event, "", guard.message, guard=guard
        )


def _create_sql(vendor: str, trigger: Trigger) -> list[str]:
    if trigger.guard is not None:
        return _guard_sql(vendor, trigger, trigger.guard)
    if trigger.sealed is not None:
        return [_seal_sql(vendor, trigger, trigger.sealed)]
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
        return [f"{start}{when} EXECUTE FUNCTION academy_refuse('{trigger.message}')"]
    return [f"{start}{when} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"]


def _guard_sql(vendor: str, trigger: Trigger, guard: Guard) -> list[str]:
    start = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW"
    if vendor == "postgresql":
        function = POSTGRES_GUARD.format(name=guard.name, unless=guard.unless, message=trigger.message)
        return [function, f"{start} EXECUTE FUNCTION academy_guard_{guard.name}()"]
    when = f"NOT COALESCE(({guard.unless}), 0)"
    return [f"{start} WHEN {when} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"]


def _seal_sql(vendor: str, trigger: Trigger, sealed: Sealed) -> str:
    start = f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} FOR EACH ROW"
    if vendor == "postgresql":
        names = f"'{sealed.parent}', '{sealed.key}', '{sealed.by}', '{trigger.message}'"
        return f"{start} EXECUTE FUNCTION academy_refuse_sealed({names})"
    rows = {"INSERT": ("NEW",), "UPDATE": ("OLD", "NEW"), "DELETE": ("OLD",)}[trigger.event]
    ids = ", ".join(f"{row}.{sealed.key}" for row in rows)
    closed = f"EXISTS (SELECT 1 FROM {sealed.parent} WHERE id IN ({ids}) AND {sealed.by} IS NOT NULL)"
    return f"{start} WHEN {closed} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
