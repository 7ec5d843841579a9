"""Messages of the first release keep their state when the log becomes a queue."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from academy.env import ROOT

ACCOUNT = """
INSERT INTO academy_account (id, password, is_superuser, full_name, preferred_name, name_for_certificate, phone,
    guardian_name, contact_by, is_active, is_sample, joined_at)
VALUES (1, '', FALSE, 'Amara', '', '', '', '', 'email', TRUE, FALSE, '2026-11-20 12:00:00')
"""
SENT = """
INSERT INTO learners_sent (account_id, kind, subject, occasion, state, due_at, claimed_at, tries, sent_at, message_id,
    why_not)
VALUES (1, '{3}', '{0}', '', '{1}', '2026-11-20 12:00:00', '2026-11-20 12:00:00', 2, {2}, '<{0}@e.org>', '')
"""
ROWS = (
    ("one", "sent", "'2026-11-20 12:01:00'", "course_idle"),
    ("three", "claimed", "NULL", "certificate_ready"),
    ("two", "failed", "NULL", "course_idle"),
)


@pytest.fixture
def old_database(tmp_path: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The name of an empty database of the kind that the tests run on."""
    if connection.vendor != "postgresql":
        yield str(tmp_path / "old.sqlite3")
        return
    with psycopg.connect(_url("postgres"), autocommit=True) as server:
        name = f"old_release_{os.getpid()}"
        server.execute(f"CREATE DATABASE {name}")
        yield name
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _url(name: str) -> str:
    known = connection.settings_dict
    return f"postgresql://{known['USER']}@{known['HOST']}:{known['PORT']}/{name}"


def open_database(name: str) -> Any:
    return psycopg.connect(_url(name)) if connection.vendor == "postgresql" else sqlite3.connect(name)


def migrate(name: str, *target: str) -> None:
    surroundings = {**os.environ, "DJANGO_SETTINGS_MODULE": "academy.settings.test", "TEST_DATABASE": name}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *target]
    subprocess.run(command, cwd=ROOT, env=surroundings, check=True)


@pytest.mark.both
def test_messages_of_the_first_release_are_carried_over(old_database: str) -> None:
    migrate(old_database, "learners", "0001")
    with closing(open_database(old_database)) as database:
        database.execute(ACCOUNT)
        for row in ROWS:
            database.execute(SENT.format(*row))
        database.commit()
    migrate(old_database, "learners")
    with closing(open_database(old_database)) as database:
        question = "SELECT state, CAST(useful_until AS VARCHAR(10)), token, title FROM learners_sent ORDER BY subject"
        rows = database.execute(question).fetchall()
    assert [state for state, _, _, _ in rows] == ["sent", "unknown", "waiting"]
    assert {until[:10] for _, until, _, _ in rows} == {"2026-12-04"}
    assert len({token for _, _, token, _ in rows}) == 3
    paused, ready = "A course you have paused", "Your certificate is ready"
    assert [title for _, _, _, title in rows] == [paused, ready, paused]
