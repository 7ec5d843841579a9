"""Certificates: issued once, frozen, for the name that was confirmed (INV-24, 30, 36)."""

from datetime import UTC, datetime

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.catalogue.models import Lesson
from learners.certificates import actions
from learners.certificates.models import Certificate
from learners.certificates.queries import cards_of, enrolments_due, unprinted
from learners.certificates.states import CertificateState
from learners.certificates.tasks import issue_due
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read, record_watching
from learners.progress.rules import Report
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_issued_once_however_often_it_is_asked() -> None:
    place = worlds.finished()
    first = worlds.issued(place)
    assert worlds.issued(place, now=later(days=1)) == first
    assert (first.name, first.course_title, first.lessons) == ("Amara Diallo", "A taste of organising", 1)
    assert first.completed_on.isoformat() == "2026-11-20"


def test_each_step_nudges_the_next(nudges, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        place = worlds.finished()
        certificate = worlds.issued(place)
        actions.make_pdf(certificate_id=certificate.pk)
        new = actions.correct_name(certificate_id=certificate.pk, name="Amara D.", by=place.account, now=NOON)
    assert nudges == [
        ("learners.certificates.issue", {"enrolment_id": place.pk}),
        ("learners.certificates.make_pdf", {"certificate_id": certificate.pk}),
        ("learners.reminders.send_due", {"kind": "certificate_ready"}),
        ("learners.certificates.make_pdf", {"certificate_id": new.pk}),
    ]


def test_a_confirmed_name_nudges_what_waited_for_it(nudges, django_capture_on_commit_callbacks) -> None:
    place = worlds.finished(confirmed=False)
    with django_capture_on_commit_callbacks(execute=True):
        actions.confirm_name(name="Amara D.", by=place.account, now=NOON)
    assert nudges == [("learners.certificates.issue", {"enrolment_id": place.pk})]


def test_the_sweep_nudges_what_is_due_and_what_is_unprinted(
    nudges, django_capture_on_commit_callbacks
) -> None:
    place = worlds.finished()
    with django_capture_on_commit_callbacks(execute=True):
        issue_due()
    assert nudges == [("learners.certificates.issue", {"enrolment_id": place.pk})]
    certificate = worlds.issued(place)
    with django_capture_on_commit_callbacks(execute=True):
        issue_due()
    assert nudges[1:] == [("learners.certificates.make_pdf", {"certificate_id": certificate.pk})]


def test_a_course_without_certificate_nudges_nobody(nudges, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        finished_without_certificate()
    assert nudges == []


def test_only_lessons_that_were_done_stand_on_it() -> None:
    course, amara = worlds.course(3), worlds.person()
    first, second, third = worlds.lessons(course)
    Lesson.objects.filter(pk=third.pk).update(required=False)
    record_watching(lesson=third, report=Report(((0, 1),), 1), by=worlds.signed_in(amara), now=NOON)
    for lesson in (first, second):
        mark_read(lesson=lesson, by=worlds.signed_in(amara), now=NOON)
    actions.confirm_name(name="Amara", by=amara, now=NOON)
    assert worlds.issued(Enrolment.objects.get()).lessons == 2


def test_the_day_is_that_of_london() -> None:
    """Half past midnight on a summer's night, while it is still yesterday in UTC."""
    summer = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    place = worlds.finished(now=summer)
    certificate = worlds.issued(place, now=summer)
    (card,) = cards_of([place], name_confirmed=True)
    assert certificate.completed_on.isoformat() == str(card.issued_on) == "2026-07-01"


def test_one_that_was_taken_back_is_not_given_again_by_the_sweep() -> None:
    place = worlds.finished()
    certificate = worlds.printed(place)
    worlds.take_back(certificate)
    assert not enrolments_due().exists()
    assert actions.issue_certificate(enrolment_id=place.pk, now=NOON) is None
    (card,) = cards_of([place], name_confirmed=True)
    assert (card.state, card.serial) == ("taken_back", certificate.serial)
    assert "Ask the Academy" in card.waiting_text


def test_nothing_is_issued_before_its_time() -> None:
    assert actions.issue_certificate(enrolment_id=worlds.finished(confirmed=False).pk, now=NOON) is None
    unfinished = worlds.joined(worlds.person(email="b@example.org"), worlds.course(1, code="B"))
    assert actions.issue_certificate(enrolment_id=unfinished.pk, now=NOON) is None
    none = finished_without_certificate()
    assert actions.issue_certificate(enrolment_id=none.pk, now=NOON) is None
    assert not Certificate.objects.exists()
    assert not enrolments_due().exists()


def finished_without_certificate() -> Enrolment:
    cara = worlds.person(email="c@example.org")
    actions.confirm_name(name="Cara", by=cara, now=NOON)
    made = worlds.course(1, code="C", certificate_kind="none")
    mark_read(lesson=worlds.lessons(made)[0], by=worlds.signed_in(cara), now=NOON)
    return Enrolment.objects.get(account=cara)


def test_the_sweep_sees_what_is_due_and_what_is_unprinted() -> None:
    place = worlds.finished()
    assert list(enrolments_due()) == [place]
    certificate = worlds.issued(place)
    assert not enrolments_due().exists()
    assert list(unprinted()) == [certificate]
    actions.make_pdf(certificate_id=certificate.pk)
    assert not unprinted().exists()


def test_printing_twice_keeps_the_first_file() -> None:
    certificate = worlds.printed(worlds.finished())
    actions.make_pdf(certificate_id=certificate.pk)
    before = certificate.pdf
    certificate.refresh_from_db()
    assert certificate.pdf == before
    with default_storage.open(str(certificate.pdf)) as file:
        assert file.read(5) == b"%PDF-"


def test_confirming_the_name_makes_it_due() -> None:
    place = worlds.finished(confirmed=False)
    assert not enrolments_due().exists()
    actions.confirm_name(name="  Amara   D. ", by=place.account, now=NOON)
    assert list(enrolments_due()) == [place]
    assert worlds.issued(Enrolment.objects.get()).name == "Amara D."


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_so() -> None:
    place = worlds.finished()
    old = worlds.printed(place)
    new = actions.correct_name(
        certificate_id=old.pk, name="Amara Jane Diallo", by=place.account, now=later(days=1)
    )
    old.refresh_from_db()
    assert (old.state, old.name, new.name) == (CertificateState.REPLACED, "Amara Diallo", "Amara Jane Diallo")
    assert new.serial != old.serial
    assert new.replaces == old
    page = Client().get(reverse("verify-certificate", args=[old.serial])).content.decode()
    assert "eplaced" in page


def test_the_same_name_again_replaces_nothing() -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    assert actions.correct_name(certificate_id=old.pk, name="Amara Diallo", by=place.account, now=NOON) == old


def test_a_correction_is_written_down() -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    new = actions.correct_name(certificate_id=old.pk, name="Amara J.", by=place.account, now=NOON)
    event = AuditEvent.objects.get(action="certificate_replaced")
    assert (event.chain, event.object_id, event.actor_id) == (chain_of(place), str(new.pk), place.account_id)
    assert broken_links(chain_of(place)) == []


def test_nobody_else_corrects_my_certificate() -> None:
    certificate = worlds.issued(worlds.finished())
    with pytest.raises(Refused, match="somebody else"):
        actions.correct_name(
            certificate_id=certificate.pk, name="X Y", by=worlds.person(email="x@example.org"), now=NOON
        )


def test_an_old_certificate_is_not_corrected_again() -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    actions.correct_name(certificate_id=old.pk, name="New Name", by=place.account, now=NOON)
    with pytest.raises(Refused, match="no longer valid"):
        actions.correct_name(certificate_id=old.pk, name="Newer Name", by=place.account, now=NOON)


@pytest.mark.parametrize("change", [{"name": "Somebody"}, {"serial": "NACO-2222-2222-2222"}, {"lessons": 99}])
def test_the_database_keeps_what_was_printed(change: dict) -> None:
    worlds.issued(worlds.finished())
    with pytest.raises(IntegrityError, match="cannot be taken back"), transaction.atomic():
        Certificate.objects.update(**change)


def test_the_database_refuses_a_second_live_one_and_any_deletion() -> None:
    one = worlds.issued(worlds.finished())
    one.pk, one.serial, one.token = None, "NACO-2222-2222-2222", "x" * 22
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)
    with pytest.raises(IntegrityError, match="rows are kept"), transaction.atomic():
        Certificate.objects.all().delete()
