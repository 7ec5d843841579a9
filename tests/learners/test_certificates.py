"""Certificates: issued once, frozen, for the name that was confirmed (INV-24, 30, 35, 36)."""

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from academy.shared.rulings import Refused
from learners.certificates import actions
from learners.certificates.models import Certificate
from learners.certificates.queries import enrolments_due, unprinted
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from learners.progress.actions import mark_read
from tests.learners import worlds
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def finished(name: str = "Amara Diallo", *, confirmed: bool = True, **course) -> Enrolment:
    """A place on a course of one lesson that is done."""
    amara = worlds.person()
    if confirmed:
        actions.confirm_name(name=name, by=amara, now=NOON)
    made = worlds.course(1, **course)
    mark_read(lesson=worlds.lessons(made)[0], by=worlds.signed_in(amara), now=NOON)
    return Enrolment.objects.get()


def issue(place: Enrolment, now=NOON) -> Certificate:
    certificate = actions.issue_certificate(enrolment_id=place.pk, now=now)
    assert certificate is not None
    return certificate


def printed(place: Enrolment) -> Certificate:
    certificate = issue(place)
    actions.make_pdf(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    return certificate


def test_issued_once_however_often_it_is_asked() -> None:
    place = finished()
    first = issue(place)
    assert issue(place, now=later(days=1)) == first
    assert (first.name, first.course_title, first.lessons) == ("Amara Diallo", "A taste of organising", 1)
    assert first.completed_on.isoformat() == "2026-11-20"


def test_nothing_is_issued_before_its_time() -> None:
    assert actions.issue_certificate(enrolment_id=finished(confirmed=False).pk, now=NOON) is None
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
    place = finished()
    assert list(enrolments_due()) == [place]
    certificate = issue(place)
    assert not enrolments_due().exists()
    assert list(unprinted()) == [certificate]
    actions.make_pdf(certificate_id=certificate.pk)
    assert not unprinted().exists()


def test_printing_twice_keeps_the_first_file() -> None:
    certificate = printed(finished())
    actions.make_pdf(certificate_id=certificate.pk)
    before = certificate.pdf
    certificate.refresh_from_db()
    assert certificate.pdf == before
    with default_storage.open(str(certificate.pdf)) as file:
        assert file.read(5) == b"%PDF-"


def test_confirming_the_name_makes_it_due() -> None:
    place = finished(confirmed=False)
    assert not enrolments_due().exists()
    actions.confirm_name(name="  Amara   D. ", by=place.account, now=NOON)
    assert list(enrolments_due()) == [place]
    assert issue(Enrolment.objects.get()).name == "Amara D."


def test_a_corrected_name_is_a_new_certificate_and_the_old_one_says_so() -> None:
    place = finished()
    old = printed(place)
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
    place = finished()
    old = issue(place)
    assert actions.correct_name(certificate_id=old.pk, name="Amara Diallo", by=place.account, now=NOON) == old


def test_nobody_else_corrects_my_certificate() -> None:
    certificate = issue(finished())
    with pytest.raises(Refused, match="somebody else"):
        actions.correct_name(
            certificate_id=certificate.pk, name="X Y", by=worlds.person(email="x@example.org"), now=NOON
        )


def test_an_old_certificate_is_not_corrected_again() -> None:
    place = finished()
    old = issue(place)
    actions.correct_name(certificate_id=old.pk, name="New Name", by=place.account, now=NOON)
    with pytest.raises(Refused, match="no longer valid"):
        actions.correct_name(certificate_id=old.pk, name="Newer Name", by=place.account, now=NOON)


@pytest.mark.parametrize("change", [{"name": "Somebody"}, {"serial": "NACO-2222-2222-2222"}, {"lessons": 99}])
def test_the_database_keeps_what_was_printed(change: dict) -> None:
    issue(finished())
    with pytest.raises(IntegrityError, match="cannot be taken back"), transaction.atomic():
        Certificate.objects.update(**change)


def test_the_database_refuses_a_second_live_one_and_any_deletion() -> None:
    one = issue(finished())
    one.pk, one.serial, one.token = None, "NACO-2222-2222-2222", "x" * 22
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save(force_insert=True)
    with pytest.raises(IntegrityError, match="rows are kept"), transaction.atomic():
        Certificate.objects.all().delete()


def test_anyone_verifies_and_sees_nothing_else(client: Client) -> None:
    certificate = issue(finished())
    answer = client.get(reverse("verify-certificate", args=[certificate.serial.lower()]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Amara Diallo" in page and "A taste of organising" in page
    assert "amara@example.org" not in page and certificate.token not in page
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_hidden_or_unknown_number_looks_the_same(client: Client) -> None:
    certificate = issue(finished())
    actions.hide_certificate(certificate_id=certificate.pk, hidden=True, by=certificate.enrolment.account)
    for serial in (certificate.serial, "NACO-2222-2222-2222"):
        assert client.get(reverse("verify-certificate", args=[serial])).status_code == 404


def test_a_number_is_found_however_it_is_typed(client: Client) -> None:
    serial = issue(finished()).serial
    typed = serial.replace("-", " ").lower()
    answer = client.get(reverse("verify"), {"serial": typed})
    assert answer.headers["Location"] == reverse("verify-certificate", args=[serial])
    assert client.get(reverse("verify"), {"serial": "123"}).status_code == 400


def test_verifying_is_limited(client: Client) -> None:
    answers = [client.get(reverse("verify-certificate", args=["NACO-2222-2222-2222"])) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {404}
    assert answers[60].status_code == 429


def test_the_file_is_given_and_missing_files_are_explained(client: Client) -> None:
    certificate = printed(finished())
    address = reverse("certificate-pdf", args=[certificate.token])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    default_storage.delete(str(certificate.pdf))
    missing = client.get(address)
    assert missing.status_code == 404
    assert "still verifies" in missing.content.decode()


def test_a_certificate_of_somebody_under_eighteen_begins_closed(client: Client) -> None:
    amara = worlds.person()
    amara.is_adult, amara.date_of_birth = False, NOON.date().replace(year=2010)
    amara.save()
    actions.confirm_name(name="Amara", by=amara, now=NOON)
    mark_read(lesson=worlds.lessons(worlds.course(1))[0], by=worlds.signed_in(amara), now=NOON)
    certificate = issue(Enrolment.objects.get())
    address = reverse("verify-certificate", args=[certificate.serial])
    assert client.get(address).status_code == 404
    actions.hide_certificate(certificate_id=certificate.pk, hidden=False, by=amara)
    assert client.get(address).status_code == 200


def test_nobody_else_opens_or_closes_my_certificate(client: Client) -> None:
    certificate = issue(finished())
    client.force_login(
        worlds.person(email="x@example.org"), backend="django.contrib.auth.backends.ModelBackend"
    )
    answer = client.post(reverse("hide-certificate", args=[certificate.token]), {"hidden": "yes"})
    assert answer.status_code == 403
    assert "somebody else" in answer.content.decode()
    certificate.refresh_from_db()
    assert not certificate.hidden
