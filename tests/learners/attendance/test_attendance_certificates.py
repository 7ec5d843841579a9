"""Certificates of attendance: for exactly those who earned them, with days, hours and hub, never a level (INV-24)."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared import pdf
from courses.catalogue.kinds import CertificateKind
from learners.attendance.actions import Wanted
from learners.attendance.sign_actions import amend_register
from learners.attendance.walk_in_actions import add_walk_in
from learners.certificates.actions import confirm_name, correct_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.certificates.policies import may_be_issued
from learners.certificates.printing import when_words
from learners.certificates.queries import cards_of, enrolments_due
from tests.cast import BACKEND
from tests.learners.attendance.registers import EVENING, MORNING, group, session_of, signed

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_signing_nudges_the_certificates_of_those_who_earned_them(
    nudges, django_capture_on_commit_callbacks
) -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss")
    with django_capture_on_commit_callbacks(execute=True):
        signed(session_of(cohort), jo, (amara, "present"), (ben, "late"), (cai, "absent"))
    asked = [ids["enrolment_id"] for name, ids in nudges if name == "learners.certificates.issue"]
    assert asked == [amara.pk, ben.pk]


def test_it_says_days_hours_and_hub() -> None:
    cohort, (amara,), jo = group("Amara Bello", days=2)
    week = timedelta(days=7)
    confirm_name(name="Amara J. Bello", by=amara.account, now=EVENING)
    signed(session_of(cohort), jo, (amara, "present"))
    signed(session_of(cohort, 2), jo, (amara, "present"), now=EVENING + week + timedelta(days=3))
    certificate = issue_certificate(enrolment_id=amara.pk, now=EVENING + week + timedelta(days=3))
    assert certificate is not None
    assert (certificate.kind, certificate.template_version) == (CertificateKind.ATTENDANCE, "attendance-1")
    assert (certificate.name, certificate.hub_name, certificate.minutes) == (
        "Amara J. Bello",
        "Harbour Road",
        720,
    )
    assert when_words(certificate) == "for 12 hours from 3 December 2026 to 10 December 2026"
    assert (certificate.began_on, certificate.completed_on) == (date(2026, 12, 3), date(2026, 12, 10))


def test_nobody_else_gets_one() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    for place in (amara, ben):
        confirm_name(name=place.account.full_name, by=place.account, now=EVENING)
    assert issue_certificate(enrolment_id=amara.pk, now=EVENING) is None
    signed(session_of(cohort), jo, (amara, "present"), (ben, "told_us"))
    assert [place.pk for place in enrolments_due()] == [amara.pk]
    assert issue_certificate(enrolment_id=ben.pk, now=EVENING) is None


def test_one_that_an_amendment_took_away_before_it_was_issued_is_not_issued() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "present"))
    amend_register(
        session_id=session.pk, wanted=[Wanted(amara.pk, "absent")], reason="Not she.", by=jo, now=EVENING
    )
    confirm_name(name="Amara", by=amara.account, now=EVENING)
    amara.refresh_from_db()
    assert "says that a day is missing. Ask your trainer" in may_be_issued(amara).reason
    assert not enrolments_due().exists()
    assert issue_certificate(enrolment_id=amara.pk, now=EVENING) is None


def test_a_corrected_name_keeps_the_days_of_the_first() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    confirm_name(name="Amara", by=amara.account, now=EVENING)
    signed(session, jo, (amara, "present"))
    old = issue_certificate(enrolment_id=amara.pk, now=EVENING)
    assert old is not None
    amend_register(
        session_id=session.pk, wanted=[Wanted(amara.pk, "absent")], reason="Not she.", by=jo, now=EVENING
    )
    new = correct_name(certificate_id=old.pk, name="Amara B.", by=amara.account, now=EVENING)
    assert (new.minutes, new.began_on, new.completed_on) == (360, date(2026, 12, 3), date(2026, 12, 3))


def test_a_walk_in_without_an_address_gets_theirs_printed() -> None:
    cohort, (amara,), jo = group("Amara Bello", capacity=4)
    kit = add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", by=jo, now=MORNING).enrolment
    signed(session_of(cohort), jo, (amara, "present"))
    certificate = issue_certificate(enrolment_id=kit.pk, now=EVENING)
    assert certificate is not None
    make_pdf(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    assert certificate.name == "Kit Lawal" and certificate.pdf


FORBIDDEN = ("level", "credit", "awarding", "ofqual", "accredited", "diploma", "grade", "pass")


def test_its_template_knows_no_word_of_a_qualification() -> None:
    for name in ("attendance.typ", "paper.typ"):
        words = (Path(pdf.TEMPLATES) / "certificates" / name).read_text(encoding="utf-8").lower()
        words = words.replace("heading(level: 1", "").replace("it is not a qualification", "")
        for word in (*FORBIDDEN, "qualif"):
            assert word not in words, f"{name} says {word}"


def test_a_certificate_has_no_column_of_a_qualification() -> None:
    names = {field.name for field in Certificate._meta.get_fields()}
    assert not names & {"level", "credits", "awarding_organisation", "ao", "unit", "grade"}


def test_my_learning_and_its_own_page_show_it(client: Client) -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    signed(session_of(cohort), jo, (amara, "present"), (ben, "present"))
    client.force_login(amara.account, backend=BACKEND)
    assert "We are making your certificate" in client.get("/my-learning/").content.decode()
    certificate = issue_certificate(enrolment_id=amara.pk, now=EVENING)
    assert certificate is not None
    assert certificate.serial in client.get("/my-learning/").content.decode()
    page = client.get(reverse("certificate", args=[certificate.token])).content.decode()
    assert "for 6 hours on 3 December 2026" in page and "somebody took part in a course" in page


def test_nobody_waits_for_a_certificate_that_an_amendment_took_away(client: Client) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "present"))
    wanted = [Wanted(amara.pk, "absent")]
    amend_register(session_id=session.pk, wanted=wanted, reason="Not she.", by=jo, now=EVENING)
    amara.refresh_from_db()
    assert cards_of([amara], name_confirmed=True) == ()
