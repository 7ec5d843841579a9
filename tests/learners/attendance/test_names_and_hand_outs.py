"""Which name a certificate is made out to when nobody chose one, and handing certificates to those without e-mail."""

import io
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared.models import AuditEvent
from learners.attendance.walk_in_actions import add_walk_in
from learners.certificates.actions import confirm_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.certificates.queries import enrolments_due
from tests.browsing import browser
from tests.cast import BACKEND
from tests.learners.attendance.registers import EVENING, MORNING, group, mark, session_of, signed
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def issue_all() -> None:
    for place in enrolments_due():
        certificate = issue_certificate(enrolment_id=place.pk, now=EVENING)
        assert certificate is not None
        make_pdf(certificate_id=certificate.pk)


def test_a_signed_name_is_printed_for_whoever_chose_none_and_was_there() -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss")
    confirm_name(name="Amara J. Bello", by=amara.account, now=MORNING)
    signed(session_of(cohort), jo, (amara, "present"), (ben, "late"), (cai, "absent"))
    issue_all()
    names = Certificate.objects.order_by("name").values_list("name", flat=True)
    assert list(names) == ["Amara J. Bello", "Ben Whitlow"]
    cai.account.refresh_from_db()
    assert (cai.account.name_for_certificate, cai.account.certificate_name_confirmed_at) == ("", None)
    (event,) = AuditEvent.objects.filter(action="certificate_name_from_register")
    assert (event.actor_id, event.object_id) == (jo.pk, str(ben.account_id))


def test_whoever_signs_is_told_that_these_names_are_printed() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    client = browser(jo)
    session = session_of(cohort)
    address = reverse("register-sign", args=[session.uid])
    assert "made out to these names" not in client.get(address).content.decode()
    mark(session, jo, (amara, "present"))
    assert "made out to these names" in client.get(address).content.decode()


def test_booking_shows_the_name_and_where_to_choose_another(client: Client) -> None:
    cohort = dates.cohort()
    _, (amara,), _ = group("Amara Bello", code="X2")
    client.force_login(amara.account, backend=BACKEND)
    page = client.get(reverse("book-place", args=[cohort.token])).content.decode()
    assert "We put you down as <b>Amara Bello</b>" in page
    assert reverse("confirm-certificate-name") in page


def test_the_page_says_who_holds_one_and_whom_to_hand_it(django_assert_max_num_queries) -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss", capacity=4)
    add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", by=jo, now=MORNING)
    address = reverse("cohort-certificates", args=[cohort.pk])
    assert "No certificates yet." in browser(jo).get(address).content.decode()
    signed(session_of(cohort), jo, (amara, "present"), (ben, "late"), (cai, "absent"))
    issue_all()
    client = browser(jo)
    with django_assert_max_num_queries(9):
        page = client.get(address).content.decode()
    assert page.count("No e-mail reaches them") == 1 and page.count("certificate to print") == 3
    assert "Cai Moss" not in page
    kit = Certificate.objects.get(name="Kit Lawal")
    assert reverse("certificate-pdf", args=[kit.token]) in page


def test_what_was_not_earned_and_what_is_not_made_yet() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow", days=2)
    signed(session_of(cohort), jo, (amara, "present"), (ben, "present"))
    later = EVENING.replace(day=10)
    signed(session_of(cohort, 2), jo, (amara, "present"), (ben, "absent"), now=later)
    page = browser(jo).get(reverse("cohort-certificates", args=[cohort.pk])).content.decode()
    assert "Being made" in page and "They missed some of what counts." in page
    assert "Get all files" not in page


def test_too_few_people_is_said() -> None:
    cohort, (amara,), jo = group("Amara Bello", min_for_certificate=3)
    signed(session_of(cohort), jo, (amara, "present"))
    page = browser(jo).get(reverse("cohort-certificates", args=[cohort.pk])).content.decode()
    assert "Fewer people came than these certificates need." in page


def test_all_files_in_one_for_the_printer() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    signed(session_of(cohort), jo, (amara, "present"), (ben, "present"))
    issue_all()
    answer = browser(jo).get(reverse("cohort-certificate-files", args=[cohort.pk]))
    assert answer["Content-Disposition"] == f'attachment; filename="certificates-{cohort.pk}.zip"'
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bundle:  # type: ignore[attr-defined]
        names = sorted(bundle.namelist())
        assert [name.split("_NACO")[0] for name in names] == ["Amara_Bello", "Ben_Whitlow"]
        assert all(bundle.read(name).startswith(b"%PDF-") for name in names)


def test_neither_page_nor_files_are_for_another_trainer() -> None:
    cohort, _, _ = group("Amara Bello")
    other = browser(dates.trainer(email="other@example.org"))
    for name in ("cohort-certificates", "cohort-certificate-files"):
        answer = other.get(reverse(name, args=[cohort.pk]))
        assert answer.status_code == 403
        assert "Ask the coordinator to put you on the dates" in answer.content.decode()
