"""The migrated database is the one that the code describes."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from wagtail.models import Locale, Page, Site

from academy.accounts.models import Account
from academy.shared.append_only import expected_triggers

pytestmark = pytest.mark.both


def triggers_there() -> set[tuple[str, str]]:
    """(table, trigger)"""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
            )
        else:
            cursor.execute("SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'")
        return {(table, name) for table, name in cursor.fetchall()}


def triggers_missing() -> set[tuple[str, str]]:
    return {(trigger.table, trigger.name) for trigger in expected_triggers()} - triggers_there()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_migration_is_applied() -> None:
    call_command("migrate", check_unapplied=True, verbosity=0)


@pytest.mark.django_db
def test_what_is_kept_is_kept_by_the_database() -> None:
    assert len(expected_triggers()) > 5
    assert triggers_missing() == set()


def first_things() -> dict[str, Any]:
    """What only migrations make."""
    return {
        "root page": Page.objects.filter(depth=1).count(),
        "site": Site.objects.count(),
        "locale": Locale.objects.count(),
        "permissions": connection.introspection.table_names().count("auth_permission"),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_a_test_that_commits_leaves_the_database_as_migrated(time: str) -> None:
    """Twice the same: the second finds nothing of the first, and all that the migrations made."""
    assert not Account.objects.exists(), time
    assert all(first_things().values()), first_things()
    assert triggers_missing() == set()
    Account.objects.create(full_name="Sam Sample")
    Page.objects.filter(depth=1).update(title="changed")
