"""Attacks on the store of equality answers (INV-41): by its tables, by its neighbours, by the screens of staff."""

import re

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.snippets.models import get_snippet_models

from academy.shared.models import AuditDetail, AuditEvent
from learners.equality.keys import key_of, key_of_nobody
from learners.equality.models import EqualityAnswers
from learners.equality.queries import own_answers
from tests.access.table import TABLE, Address
from tests.access.test_matrix import ask
from tests.access.world import make_world
from tests.browsing import browser
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.equality.answers import FORM, at, tells
from tests.learners.places import dates
from tests.learners.places.people import booked
from tests.repository.sources import APPS, imports, python, report, strings

STORE = "learners_equalityanswers"
OURS = ("learners/equality/", "learners/models.py", "academy/retention.py")


# --- what the table itself could tell -----------------------------------------------------------------------


def test_no_field_leads_to_a_person_a_moment_or_an_order() -> None:
    fields = {field.name: type(field) for field in EqualityAnswers._meta.get_fields()}
    assert fields == {
        "key": models.CharField,
        "questions": models.CharField,
        "month": models.DateField,
        "answers": models.JSONField,
    }
    assert EqualityAnswers._meta.pk.name == "key"  # no number that grows with each row
    assert EqualityAnswers._meta.ordering == []
    assert [one for one in apps.get_models() for field in one._meta.get_fields() if _points(field)] == []


def _points(field: object) -> bool:
    return getattr(field, "related_model", None) is EqualityAnswers


@pytest.mark.django_db
@pytest.mark.both
def test_the_database_knows_no_key_from_or_to_it() -> None:
    with connection.cursor() as cursor:
        assert connection.introspection.get_relations(cursor, STORE) == {}
        for table in connection.introspection.table_names(cursor):
            pointed = connection.introspection.get_relations(cursor, table).values()
            assert STORE not in {target for _, target, *_ in pointed}, table


@pytest.mark.django_db
@pytest.mark.both
def test_without_the_secret_nobody_can_say_whose_answers_they_are() -> None:
    amara = worlds.person()
    tells(amara)
    row = EqualityAnswers.objects.get()
    assert re.fullmatch(r"[0-9a-f]{64}", row.key)
    assert own_answers(amara.pk).answers == row.answers
    with override_settings(EQUALITY_KEY="another"):
        assert key_of(amara.pk) != row.key
        assert own_answers(amara.pk).answers == {}


def test_keys_differ_and_a_slip_has_one_of_nobody() -> None:
    keys = {key_of(number) for number in range(1000)}
    assert len(keys) == 1000
    assert key_of_nobody() not in keys and key_of_nobody() != key_of_nobody()


# --- who reads it in the code -------------------------------------------------------------------------------


def test_only_its_own_slice_reads_the_store() -> None:
    wrong, looked_at = [], 0
    for source in python(*APPS):
        if source.name.startswith(OURS):
            continue
        for node, module, name in imports(source.tree):
            looked_at += 1
            if module.startswith("learners.equality.") and module.split(".")[-1] in ("models", "keys"):
                wrong.append(f"{source.name}:{node.lineno} {module}")
            if name == "EqualityAnswers":
                wrong.append(f"{source.name}:{node.lineno} {name}")
        wrong += [
            f"{source.name}:{line} {text}" for line, text in strings(source.tree) if "equalityanswers" in text
        ]
    assert looked_at > 500
    report(wrong, "only learners/equality reads or writes equality answers")


def test_no_editor_or_administrator_can_open_it() -> None:
    assert EqualityAnswers not in get_snippet_models()
    assert not apps.is_installed("django.contrib.admin")


def test_no_table_of_the_slice_goes_into_a_file() -> None:
    used = [
        s.name
        for s in python("learners")
        if s.name.startswith("learners/equality/") and "csv_bytes" in s.text
    ]
    assert used == []


# --- what screens show --------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "trainer", "coordinator", "editor", "manager"])
def test_no_screen_of_anybody_else_shows_an_answer(role: str) -> None:
    """Every address of the table of addresses, opened with Amara's answers there: none shows one of them as hers."""
    world = make_world()
    tells(world.cast.learner, age="16-24", ethnic="traveller", religion="buddhist", orientation="bi")
    account = None if role == "anonymous" else getattr(world.cast, role)
    shown = []
    for name, entry in TABLE.items():
        for address in (entry,) if isinstance(entry, Address) else entry:
            if address.data is None:
                answer = ask(address, reverse(name, args=address.args(world)), account)
                text = bytes(getattr(answer, "content", b"")).decode(errors="replace")
                if key_of(world.cast.learner.pk) in text or re.search(
                    r"(traveller|buddhist)\S* (checked|selected)", text
                ):
                    shown.append(name)
                if (
                    name not in ("about-me", "place-about", "date-slips", "date-slips-paper")
                    and "Traveller" in text
                ):
                    shown.append(name)
    assert shown == []


@pytest.mark.django_db
@pytest.mark.both
def test_no_other_table_gets_a_copy_of_what_was_typed() -> None:
    """Neither the trail nor the session nor any other row: every text of the database is searched."""
    cohort, amara = dates.cohort(), worlds.person()
    booked(cohort, amara)
    client = browser(amara)
    assert client.post(at("place-about", cohort), {**FORM, "postcode": "NE1 4LP"}).status_code == 302
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            text = str(cursor.fetchall())
            if table != STORE and ("roma" in text or "sikh" in text or "35-49" in text):
                found.append(table)
            assert "NE1 4LP" not in text and "NE14LP" not in text, table
    assert found == []
    assert not AuditEvent.objects.filter(action__icontains="equality").exists()
    assert not AuditDetail.objects.filter(reason__icontains="roma").exists()


@pytest.mark.django_db
def test_a_fault_report_hides_what_was_typed(monkeypatch: pytest.MonkeyPatch, settings) -> None:
    """What Django writes about a fault on this page stars every answer out."""
    amara = worlds.person()
    client = Client(raise_request_exception=False)
    client.force_login(amara, backend=BACKEND)
    monkeypatch.setattr("learners.equality.views.tell_about_oneself", _fails)
    settings.DEBUG = False
    answer = client.post("/profile/about/", FORM)
    assert answer.status_code == 500
    assert answer.wsgi_request.sensitive_post_parameters == "__ALL__"  # type: ignore[attr-defined]


def _fails(**facts: object) -> None:
    raise RuntimeError("the database is away")
