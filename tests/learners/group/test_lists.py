"""Taking the list of a group away: what stands in it, who gets it, and how long it stays."""

import csv
import io
import logging
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.keeping.actions import forget
from academy.shared import clock
from academy.shared.models import AuditEvent
from academy.shared.work import SILENT, WorkState
from courses.delivery.models import Cohort
from learners.dashboards import export_actions, tasks
from learners.dashboards.export_actions import make_export
from learners.dashboards.export_rows import write_export
from learners.dashboards.models import Export
from learners.enrolments.place_actions import book_place, cancel_place
from learners.progress.models import DoneVia
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.attendance import registers
from tests.learners.conftest import Nudges
from tests.learners.group import groups
from tests.learners.places import dates
from tests.learners.places.people import people
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
KEY = "k" * 22


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people are many."""
    monkeypatch.setattr(export_actions, "AT_ONCE", 1)


def browser(who: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(who, backend=BACKEND)
    return client


def ask(cohort: Cohort, who: Account, of: str = "progress", format: str = "csv", **more) -> Any:
    facts = {"of": of, "format": format, "key": KEY, **more}
    return browser(who).post(reverse("cohort-export", args=[cohort.pk]), facts)


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def rows(answer: Any) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.content
    return list(csv.DictReader(io.StringIO(content(answer).decode("utf-8-sig"))))


def group() -> tuple[Cohort, Account]:
    cohort, (amara, ben), jo = registers.group("Amara", "Ben", days=2)
    registers.signed(registers.session_of(cohort), jo, (amara, "present"), (ben, "absent"))
    focus = worlds.course(2, 1, code="FOCUS", title="Framework Focus")
    groups.online(amara.account, focus, done=1, begun=1, via=DoneVia.IN_PERSON)
    return cohort, jo


def test_how_everybody_gets_on_as_a_table() -> None:
    cohort, jo = group()
    amara, ben = rows(ask(cohort, jo))
    assert amara["Name"] == "Amara" and amara["Thursday 3 December"] == "Here"
    assert amara["Thursday 10 December (not signed)"] == ""
    assert amara["Lessons done, of 3"] == "1"
    assert amara["1.1 Lesson 1 of part 1"] == "done in person" and amara["1.2 Lesson 2 of part 1"] == "begun"
    assert amara["2.1 Lesson 1 of part 2"] == ""
    assert "Module 2, Part 2: 1 lesson to go" in amara["What is missing"]
    assert ben["Thursday 3 December"] == "Not here" and ben["Lessons done, of 3"] == "not on this course"
    assert "you were not there for all of it" in ben["What is missing"]


def test_the_same_as_a_workbook() -> None:
    cohort, jo = group()
    answer = ask(cohort, jo, format="xlsx")
    assert answer["Content-Disposition"].startswith(
        'attachment; filename="introduction-to-community-organising-prog'
    )
    assert answer["Cache-Control"] == "private, no-store"
    head, amara, _ = openpyxl.load_workbook(io.BytesIO(content(answer))).active.values
    there = dict(zip(head, amara, strict=True))
    assert there["Name"] == "Amara" and there["Lessons done, of 3"] == 1


def test_who_is_on_it_with_how_to_reach_them_and_nothing_they_told_us_for_the_day() -> None:
    cohort = dates.cohort(2, trainers=(dates.trainer(),))
    for who in people(3):
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    first = cohort.places.get(account__email="p0@example.org")
    Account.objects.filter(pk=first.account_id).update(
        full_name="=cmd|' /C calc'!A0", phone="+44 1632 960001"
    )
    cancel_place(place_id=first.pk, by=first.account, now=NOON, why="I am ill.")
    gone, one, two = rows(ask(cohort, dates.trainer(), of="people"))
    assert gone["Name"] == "'=cmd|' /C calc'!A0" and gone["Phone"] == "'+44 1632 960001"
    assert (gone["Stands"], gone["Ended on"]) == ("Cancelled by the person", "2026-11-20")
    assert (one["Stands"], two["Stands"]) == ("Booked", "A place is offered")
    assert (one["E-mail"], one["18 or over"], one["Booked on"]) == ("p1@example.org", "yes", "2026-11-20")
    assert {"Needs", "Food", "Emergency contact"} & set(gone) == set()


def test_that_a_list_was_taken_is_written_down() -> None:
    cohort, jo = group()
    ask(cohort, jo, of="people")
    event = AuditEvent.objects.get(action="list_taken_away")
    assert event.chain == f"cohort:{cohort.pk}" and event.detail.actor_name == "Jo"
    assert event.detail.after == {"of": "people", "format": "csv", "people": 2}


def test_the_lessons_of_the_course_that_was_chosen() -> None:
    cohort, jo = group()
    other = worlds.course(1, code="ZZZ", title="Zebra crossings")
    groups.online(Account.objects.get(full_name="Ben"), other, done=1)
    assert (
        "Lessons of which online course?"
        in browser(jo).get(reverse("cohort-export", args=[cohort.pk])).content.decode()
    )
    assert rows(ask(cohort, jo, course="zzz"))[1]["Lessons done, of 1"] == "1"
    refused = ask(cohort, jo, course="nothing")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    "wrong", [{"of": "needs"}, {"format": "pdf"}, {"of": ""}, {"key": "short"}, {"key": ""}]
)
def test_nonsense_is_asked_again(wrong: dict[str, str]) -> None:
    cohort, jo = group()
    answer = ask(cohort, jo, **wrong)
    assert (
        answer.status_code == 422
        and not Export.objects.exists()
        and not AuditEvent.objects.filter(action="list_taken_away")
    )


@pytest.mark.django_db(transaction=True)
def test_a_long_list_is_made_by_a_worker_and_shown_only_to_who_asked(few: None, nudges: Nudges) -> None:
    cohort, jo = group()
    answer = ask(cohort, jo, format="xlsx")
    export = Export.objects.get()
    assert answer["Location"] == reverse("export", args=[export.token])
    assert ("learners.dashboards.make_export", {"export_id": export.pk}) in nudges
    waiting = browser(jo).get(answer["Location"]).content.decode()
    assert "Waiting to begin" in waiting and 'http-equiv="refresh"' in waiting
    early = browser(jo).get(reverse("export-file", args=[export.token]))
    assert early["Location"] == answer["Location"]

    make_export(export_id=export.pk, now=NOON)
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == (WorkState.DONE, 2, 2)
    done = browser(jo).get(answer["Location"]).content.decode()
    assert "Save the list" in done and 'http-equiv="refresh"' not in done
    got = browser(jo).get(reverse("export-file", args=[export.token]))
    assert got["X-Content-Type-Options"] == "nosniff" and got["Cache-Control"] == "private, no-store"
    assert got["Content-Disposition"].startswith("attachment")
    assert openpyxl.load_workbook(io.BytesIO(content(got))).active.max_row == 3
    assert (
        "Long lists of the last seven days"
        in browser(jo).get(reverse("cohort-export", args=[cohort.pk])).content.decode()
    )

    for who in (dates.coordinator(), dates.trainer(), Account.objects.get(full_name="Amara")):
        for name in ("export", "export-file"):
            refused = browser(who).get(reverse(name, args=[export.token]))
            assert (
                refused.status_code == 403 and "Somebody else asked for this list" in refused.content.decode()
            )


def test_pressing_twice_makes_one_list(few: None) -> None:
    cohort, jo = group()
    assert ask(cohort, jo)["Location"] == ask(cohort, jo)["Location"]
    assert Export.objects.count() == AuditEvent.objects.filter(action="list_taken_away").count() == 1
    ask(cohort, dates.coordinator())  # the same key in another's form is another press
    assert Export.objects.count() == 2


def test_whoever_no_longer_runs_the_dates_gets_nothing(few: None) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    made = Export.objects.get()
    make_export(export_id=made.pk, now=NOON)
    ask(cohort, jo, key="l" * 22)
    cohort.trainers.update(removed_at=NOON)
    late = Export.objects.get(key="l" * 22)
    make_export(export_id=late.pk, now=NOON)
    late.refresh_from_db()
    assert late.state == WorkState.FAILED and late.file == "" and "These dates belong to" in late.trouble
    assert browser(jo).get(reverse("export-file", args=[made.token])).status_code == 403
    assert ask(cohort, jo).status_code == 403


def test_a_list_is_gone_after_a_week(
    few: None, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    export = Export.objects.get()
    make_export(export_id=export.pk, now=NOON)
    export.refresh_from_db()
    assert forget(key="exports", now=NOON + timedelta(days=7, seconds=-1)).gone == 0
    assert default_storage.exists(export.file)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(days=7))
    late = browser(jo).get(reverse("export-file", args=[export.token]))
    assert late.status_code == 403 and "Lists are kept for seven days" in late.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert forget(key="exports", now=clock.now()).gone == 1
    assert not default_storage.exists(export.file) and not Export.objects.exists()
    make_export(export_id=export.pk, now=NOON)  # a nudge that comes late


def test_a_file_that_is_lost_is_said(few: None, caplog: pytest.LogCaptureFixture) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    export = Export.objects.get()
    make_export(export_id=export.pk, now=NOON)
    export.refresh_from_db()
    default_storage.delete(export.file)
    with caplog.at_level(logging.ERROR):
        answer = browser(jo).get(reverse("export-file", args=[export.token]))
    assert answer.status_code == 404 and "Make the list again" in answer.content.decode()
    assert f"the file of list {export.pk} is missing" in caplog.text


def test_what_goes_wrong_is_told_in_words_and_logged(
    few: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    monkeypatch.setattr(export_actions, "write_export", lambda *args, **more: 1 / 0)
    with caplog.at_level(logging.ERROR):
        make_export(export_id=Export.objects.get().pk, now=NOON)
    assert "ZeroDivisionError" in caplog.text
    page = browser(jo).get(reverse("export", args=[Export.objects.get().token])).content.decode()
    assert "Ask for the list again" in page and "Save the list" not in page


@pytest.mark.django_db(transaction=True)
def test_the_list_of_a_worker_that_died_is_made_by_the_next(
    few: None, nudges: Nudges, monkeypatch: pytest.MonkeyPatch
) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    export = Export.objects.get()
    assert export.take(now=NOON)  # and that worker is killed
    make_export(export_id=export.pk, now=NOON + SILENT)
    tasks.make_exports()
    assert nudges.count(("learners.dashboards.make_export", {"export_id": export.pk})) == 1
    monkeypatch.setattr(clock, "now", lambda: NOON + SILENT + timedelta(seconds=1))
    tasks.make_exports()
    assert nudges.count(("learners.dashboards.make_export", {"export_id": export.pk})) == 2
    tasks.make_export(export.pk)
    export.refresh_from_db()
    assert export.state == WorkState.DONE
    made = export.file
    tasks.make_export(export.pk)  # a nudge that comes twice
    export.refresh_from_db()
    assert export.file == made


def test_of_two_workers_the_second_file_is_thrown_away(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, jo = group()
    ask(cohort, jo)
    export = Export.objects.get()
    written = write_export

    def slowly(*args: Any, **more: Any) -> None:
        monkeypatch.setattr(export_actions, "write_export", written)
        make_export(export_id=export.pk, now=NOON + SILENT + timedelta(seconds=1))  # the other comes first
        written(*args, **more)

    monkeypatch.setattr(export_actions, "write_export", slowly)
    make_export(export_id=export.pk, now=NOON)
    export.refresh_from_db()
    assert export.state == WorkState.DONE
    there = [name for name in default_storage.listdir("exports")[1] if name.startswith(export.token)]
    assert there == [export.file.removeprefix("exports/")]
