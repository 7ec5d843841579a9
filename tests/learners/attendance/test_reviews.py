"""A register that is changed after the certificate: looked at again, and somebody decides."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from learners.attendance.actions import Wanted
from learners.attendance.sign_actions import amend_register
from learners.certificates.actions import confirm_name, correct_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.certificates.queries import cards_of
from learners.certificates.review_actions import decide, look_again, look_again_at, look_again_at_doubtful
from learners.certificates.review_queries import to_decide
from learners.certificates.states import CertificateState
from learners.enrolments.models import Enrolment
from tests.browsing import browser
from tests.chains import broken_links
from tests.learners.attendance.registers import EVENING, group, session_of, signed
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]
LATER = EVENING + timedelta(hours=1)
WHY = "The trainer is sure that she was there."


def issued(place: Enrolment) -> Certificate:
    confirm_name(name=place.account.full_name, by=place.account, now=EVENING)
    certificate = issue_certificate(enrolment_id=place.pk, now=EVENING)
    assert certificate is not None
    make_pdf(certificate_id=certificate.pk)
    return certificate


def changed(session, by: Account, *marks: tuple[Enrolment, str], now=LATER) -> None:
    wanted = [Wanted(place.pk, said) for place, said in marks]
    amend_register(session_id=session.pk, wanted=wanted, reason=f"Now {marks[0][1]}.", by=by, now=now)


def doubted(*names: str):
    """The first has a certificate, and the register says since that they were not there."""
    cohort, places, jo = group(*(names or ("Amara Bello",)))
    session = session_of(cohort)
    signed(session, jo, *((place, "present") for place in places))
    certificates = [issued(place) for place in places]
    changed(session, jo, (places[0], "absent"))
    look_again_at(cohort_id=cohort.pk, now=LATER)
    return cohort, places, jo, certificates


def state(certificate: Certificate) -> str:
    certificate.refresh_from_db()
    return certificate.state


def manager() -> Account:
    who = Account.objects.create_user(email="mona@example.org", full_name="Mona Manager", is_adult=True)
    who.roles.create(role=Role.MANAGER, starts_on="2026-01-01")
    return who


def test_an_amendment_nudges(nudges, django_capture_on_commit_callbacks) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    with django_capture_on_commit_callbacks(execute=True):
        signed(session_of(cohort), jo, (amara, "present"))
    assert "learners.certificates.look_again" not in [name for name, _ in nudges]
    with django_capture_on_commit_callbacks(execute=True):
        changed(session_of(cohort), jo, (amara, "absent"))
    assert ("learners.certificates.look_again", {"cohort_id": cohort.pk}) in nudges


def test_only_the_one_that_is_not_earned_any_more_is_looked_at_again() -> None:
    cohort, places, _, (amaras, bens) = doubted("Amara Bello", "Ben Whitlow")
    assert (state(amaras), amaras.review_since, amaras.ended_at) == (
        CertificateState.UNDER_REVIEW,
        LATER,
        None,
    )
    assert state(bens) == CertificateState.ISSUED
    assert look_again_at(cohort_id=cohort.pk, now=LATER) == 0, "any repeat changes nothing"
    assert broken_links(chain_of(places[0])) == []
    assert issue_certificate(enrolment_id=places[0].pk, now=LATER) == amaras, "no second one beside it"


def test_the_sweep_finds_what_a_nudge_missed() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    signed(session_of(cohort), jo, (amara, "present"))
    certificate = issued(amara)
    look_again_at_doubtful(now=EVENING)
    assert state(certificate) == CertificateState.ISSUED
    changed(session_of(cohort), jo, (amara, "absent"))
    look_again_at_doubtful(now=LATER + timedelta(days=30))
    assert state(certificate) == CertificateState.UNDER_REVIEW
    changed(session_of(cohort), jo, (amara, "present"), now=LATER + timedelta(days=31))
    look_again_at_doubtful(now=LATER + timedelta(days=60))
    assert state(certificate) == CertificateState.ISSUED


def test_when_the_register_is_put_right_it_counts_again_by_itself() -> None:
    cohort, (amara,), jo, (certificate,) = doubted()
    changed(session_of(cohort), jo, (amara, "present"), now=LATER + timedelta(hours=1))
    assert look_again_at(cohort_id=cohort.pk, now=LATER + timedelta(hours=1)) == 1
    assert (state(certificate), certificate.review_since) == (CertificateState.ISSUED, None)


def test_too_few_people_after_an_amendment_is_a_doubt_about_all() -> None:
    cohort, places, jo = group("Amara Bello", "Ben Whitlow", min_for_certificate=2)
    signed(session_of(cohort), jo, *((place, "present") for place in places))
    certificates = [issued(place) for place in places]
    changed(session_of(cohort), jo, (places[0], "absent"))
    look_again_at_doubtful(now=LATER)
    assert {state(one) for one in certificates} == {CertificateState.UNDER_REVIEW}


def test_who_newly_earns_one_gets_it() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    signed(session_of(cohort), jo, (amara, "absent"))
    changed(session_of(cohort), jo, (amara, "present"))
    assert issued(amara).state == CertificateState.ISSUED


def test_a_day_that_was_entered_twice_gives_one_certificate() -> None:
    cohort, (amara, again), jo = group("Amara Bello", "Mara Bello")
    signed(session_of(cohort), jo, (amara, "present"), (again, "present"))
    first, second = issued(amara), issued(again)
    Enrolment.objects.filter(pk=again.pk).update(counts_for=amara)
    look_again_at_doubtful(now=LATER)
    assert (state(first), state(second)) == (CertificateState.ISSUED, CertificateState.UNDER_REVIEW)


def test_it_is_kept_with_a_reason_and_not_asked_again() -> None:
    cohort, (amara,), jo, (certificate,) = doubted()
    cora = dates.coordinator()
    for _ in range(2):
        decide(certificate_id=certificate.pk, keep=True, why=f" {WHY} ", by=cora, now=LATER)
    assert (state(certificate), certificate.kept_why) == (CertificateState.ISSUED, WHY)
    look_again_at_doubtful(now=LATER)
    assert state(certificate) == CertificateState.ISSUED
    changed(session_of(cohort), jo, (amara, "present"), now=LATER + timedelta(hours=1))
    look_again(enrolment_id=amara.pk, now=LATER + timedelta(hours=1))
    changed(session_of(cohort), jo, (amara, "absent"), now=LATER + timedelta(hours=2))
    look_again(enrolment_id=amara.pk, now=LATER + timedelta(hours=2))
    assert state(certificate) == CertificateState.UNDER_REVIEW, "a new change is a new question"


def test_it_is_taken_back_with_a_reason_for_good() -> None:
    cohort, (amara,), jo, (certificate,) = doubted()
    for _ in range(2):
        decide(
            certificate_id=certificate.pk, keep=False, why="She was at home.", by=manager_once(), now=LATER
        )
    assert (state(certificate), certificate.ended_reason) == (CertificateState.REVOKED, "She was at home.")
    with pytest.raises(Refused, match="Somebody has decided this already"):
        decide(certificate_id=certificate.pk, keep=True, why=WHY, by=dates.coordinator(), now=LATER)
    changed(session_of(cohort), jo, (amara, "present"), now=LATER + timedelta(hours=1))
    look_again_at_doubtful(now=LATER + timedelta(hours=1))
    assert state(certificate) == CertificateState.REVOKED


def manager_once() -> Account:
    return Account.objects.filter(email="mona@example.org").first() or manager()


def test_who_may_not_decide_hears_why() -> None:
    _, (amara,), jo, (certificate,) = doubted()
    for nobody, why in (
        (jo, "decided by the coordinator of Harbour Road"),
        (dates.coordinator(dates.hub("elsewhere"), "ella@example.org"), "decided by the coordinator"),
    ):
        with pytest.raises(Refused, match=why):
            decide(certificate_id=certificate.pk, keep=True, why=WHY, by=nobody, now=LATER)
    amara.account.roles.create(role=Role.MANAGER, starts_on="2026-01-01")
    with pytest.raises(Refused, match="This is your own certificate"):
        decide(certificate_id=certificate.pk, keep=True, why=WHY, by=amara.account, now=LATER)
    with pytest.raises(Refused, match="Say why"):
        decide(certificate_id=certificate.pk, keep=True, why="  ", by=dates.coordinator(), now=LATER)
    assert state(certificate) == CertificateState.UNDER_REVIEW


def test_one_that_is_not_in_doubt_is_not_decided() -> None:
    _, _, _, (_, bens) = doubted("Amara Bello", "Ben Whitlow")
    with pytest.raises(Refused, match="Somebody has decided this already"):
        decide(certificate_id=bens.pk, keep=False, why=WHY, by=dates.coordinator(), now=LATER)


def test_its_name_waits() -> None:
    _, (amara,), _, (certificate,) = doubted()
    with pytest.raises(Refused, match="Correct the name when that is settled"):
        correct_name(certificate_id=certificate.pk, name="Amara J. Bello", by=amara.account, now=LATER)


def test_the_database_keeps_one_live_certificate_and_its_moment() -> None:
    _, _, _, (certificate,) = doubted()
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(review_since=None)
    copy = Certificate.objects.get(pk=certificate.pk)
    copy.pk, copy.serial, copy.token, copy.state, copy.review_since = None, "X", "Y", "issued", None
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


# --- what people see


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_everybody_hears_it_in_kind_words() -> None:
    cohort, (amara,), jo, (certificate,) = doubted()
    (card,) = cards_of([Enrolment.objects.select_related("course").get(pk=amara.pk)], name_confirmed=True)
    assert card.state == "under_review" and "You need do nothing" in card.waiting_text
    with time_machine.travel(LATER, tick=False):
        assert "You need do nothing" in words(browser(amara.account).get("/my-learning/"))
        own = words(browser(amara.account).get(reverse("certificate", args=[certificate.token])))
        assert "Being looked at again" in own and "My name is wrong" not in own
        verified = words(Client().get(reverse("verify-certificate", args=[certificate.serial])))
        assert "The Academy is looking at it again" in verified
        assert "This is a real certificate" not in verified and "It does not count" not in verified
        signed_page = words(browser(jo).get(reverse("register", args=[session_of(cohort).uid])))
        assert "the coordinator of Harbour Road decides" in signed_page
        listed = words(browser(jo).get(reverse("cohort-certificates", args=[cohort.pk])))
        assert "Being looked at again" in listed, "also of somebody who was not there at all"


def test_the_coordinator_decides_on_a_page() -> None:
    _, (amara,), jo, (certificate,) = doubted()
    address = reverse("certificate-review", args=[certificate.token])
    with time_machine.travel(LATER, tick=False):
        cora = browser(dates.coordinator())
        assert "1 certificate to look at again" in words(cora.get(reverse("today")))
        assert address in words(cora.get(reverse("certificate-reviews")))
        page = words(cora.get(address))
        assert "you were not there for all of it" in page and "Now absent." in page
        bad = cora.post(address, {"keep": "no", "why": ""})
        assert bad.status_code == 422 and "Say why." in words(bad)
        done = cora.post(address, {"keep": "no", "why": "She was at home."}, follow=True)
        assert "The certificate is taken back." in words(done) and "Nothing to look at" in words(done)
        assert "She was at home." in words(cora.get(address)), "the page stays, with what was decided"
        late = cora.post(address, {"keep": "yes", "why": WHY})
        assert late.status_code == 422 and "Somebody has decided this already" in words(late)
        mine = browser(amara.account)
        assert "She was at home." in words(mine.get(reverse("certificate", args=[certificate.token])))
        for nobody in (jo, amara.account):
            assert browser(nobody).get(address).status_code == 403


def test_a_hub_sees_its_own_only(django_assert_max_num_queries) -> None:
    doubted()
    ella = dates.coordinator(dates.hub("elsewhere"), "ella@example.org")
    assert not to_decide(ella, now=LATER).exists()
    with time_machine.travel(LATER, tick=False):
        client = browser(dates.coordinator())
        client.get(reverse("certificate-reviews"))
        with django_assert_max_num_queries(8):
            client.get(reverse("certificate-reviews"))


def test_the_page_of_one_keeps_to_its_queries(django_assert_max_num_queries) -> None:
    _, _, _, certificates = doubted(*(f"Person{number} Bello" for number in range(8)))
    with time_machine.travel(LATER, tick=False):
        client = browser(dates.coordinator())
        address = reverse("certificate-review", args=[certificates[0].token])
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
