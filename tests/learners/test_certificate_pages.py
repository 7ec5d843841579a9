"""The pages of certificates: the holder's own, and the one where anybody checks a number (INV-35)."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.certificates import actions
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_why_it_was_taken_back_is_for_its_holder(client: Client) -> None:
    place = worlds.finished()
    certificate = worlds.printed(place)
    worlds.take_back(certificate)
    address = reverse("certificate", args=[certificate.token])
    assert "wrong person" not in client.get(address).content.decode()
    client.force_login(place.account, backend=BACKEND)
    assert "wrong person" in client.get(address).content.decode()


def test_the_form_sent_twice_gets_the_one_new_certificate(client: Client) -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    client.force_login(place.account, backend=BACKEND)
    address = reverse("correct-certificate-name", args=[old.token])
    answers = [client.post(address, {"name": "Amara  Jane Diallo"}) for _ in range(2)]
    new = Certificate.objects.get(replaces=old)
    assert [answer.headers["Location"] for answer in answers] == [
        reverse("certificate", args=[new.token])
    ] * 2
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("name", ["123", "🙂", "A\u202eb"])
def test_what_is_no_name_is_explained(client: Client, name: str) -> None:
    place = worlds.finished(confirmed=False)
    client.force_login(place.account, backend=BACKEND)
    answer = client.post(reverse("confirm-certificate-name"), {"name": name})
    assert answer.status_code == 200
    assert "field__error" in answer.content.decode()
    certificate = issue_with_name(place)
    address = reverse("correct-certificate-name", args=[certificate.token])
    assert "field__error" in client.post(address, {"name": name}).content.decode()


def issue_with_name(place: Enrolment) -> Certificate:
    actions.confirm_name(name="Amara Diallo", by=place.account, now=NOON)
    return worlds.issued(place)


def test_anyone_verifies_and_sees_nothing_else(client: Client) -> None:
    certificate = worlds.issued(worlds.finished())
    answer = client.get(reverse("verify-certificate", args=[certificate.serial.lower()]))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Amara Diallo" in page and "A taste of organising" in page
    assert "amara@example.org" not in page and certificate.token not in page
    assert answer["X-Robots-Tag"] == "noindex"


def hide(certificate: Certificate, *, hidden: bool = True) -> None:
    holder = certificate.enrolment.account
    actions.hide_certificate(certificate_id=certificate.pk, hidden=hidden, by=holder, now=NOON)


def test_a_hidden_or_unknown_number_looks_the_same(client: Client) -> None:
    certificate = worlds.issued(worlds.finished())
    hide(certificate)
    for serial in (certificate.serial, "NACO-2222-2222-2222"):
        assert client.get(reverse("verify-certificate", args=[serial])).status_code == 404
    hide(certificate, hidden=False)
    assert client.get(reverse("verify-certificate", args=[certificate.serial])).status_code == 200


def test_hiding_twice_is_written_down_once_and_is_for_the_holder_alone() -> None:
    place = worlds.finished()
    certificate = worlds.issued(place)
    for _ in range(2):
        hide(certificate)
    assert AuditEvent.objects.filter(chain=chain_of(place), action="certificate_hidden").count() == 1
    with pytest.raises(Refused, match="somebody else"):
        actions.hide_certificate(
            certificate_id=certificate.pk, hidden=False, by=worlds.person(email="x@example.org"), now=NOON
        )


def test_a_certificate_of_somebody_under_eighteen_begins_closed(client: Client) -> None:
    place = worlds.finished()
    amara = place.account
    amara.is_adult, amara.date_of_birth = False, NOON.date().replace(year=2010)
    amara.save()
    certificate = worlds.issued(place)
    address = reverse("verify-certificate", args=[certificate.serial])
    assert client.get(address).status_code == 404
    hide(certificate, hidden=False)
    assert client.get(address).status_code == 200


def test_nobody_else_opens_or_closes_my_certificate(client: Client) -> None:
    certificate = worlds.issued(worlds.finished())
    client.force_login(worlds.person(email="x@example.org"), backend=BACKEND)
    answer = client.post(reverse("hide-certificate", args=[certificate.token]), {"hidden": "yes"})
    assert answer.status_code == 403
    assert "somebody else" in answer.content.decode()
    certificate.refresh_from_db()
    assert not certificate.hidden


def test_whoever_hid_the_old_name_has_hidden_the_new_one(client: Client) -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    hide(old)
    new = actions.correct_name(certificate_id=old.pk, name="Amara Jane", by=place.account, now=NOON)
    for certificate in (old, new):
        answer = client.get(reverse("verify-certificate", args=[certificate.serial]))
        assert answer.status_code == 404
    page = reverse("certificate", args=[old.token])
    assert new.token not in client.get(page).content.decode(), "a hidden one is not found through the old one"
    client.force_login(place.account, backend=BACKEND)
    assert new.token in client.get(page).content.decode()


def test_an_old_name_can_be_hidden_too(client: Client) -> None:
    place = worlds.finished()
    old = worlds.issued(place)
    actions.correct_name(certificate_id=old.pk, name="Amara Jane", by=place.account, now=NOON)
    address = reverse("hide-certificate", args=[old.token])
    page = reverse("certificate", args=[old.token])
    assert address not in client.get(page).content.decode()
    client.force_login(place.account, backend=BACKEND)
    assert address in client.get(page).content.decode()
    assert client.post(address, {"hidden": "yes"}).headers["Location"] == page
    assert client.get(address).headers["Location"] == page, "where signing in leads back to"
    assert client.get(reverse("verify-certificate", args=[old.serial])).status_code == 404


def test_only_its_holder_can_change_it_from_its_page(client: Client) -> None:
    certificate = worlds.printed(worlds.finished())
    page = reverse("certificate", args=[certificate.token])
    for who in (None, worlds.person(email="x@example.org")):
        if who is not None:
            client.force_login(who, backend=BACKEND)
        words = client.get(page).content.decode()
        assert "Amara Diallo" in words and "My name is wrong" not in words and "Hide it" not in words
    client.force_login(certificate.enrolment.account, backend=BACKEND)
    assert "My name is wrong" in client.get(page).content.decode()


def test_a_number_is_found_however_it_is_typed(client: Client) -> None:
    serial = worlds.issued(worlds.finished()).serial
    typed = serial.replace("-", " ").lower()
    answer = client.get(reverse("verify"), {"serial": typed})
    assert answer.headers["Location"] == reverse("verify-certificate", args=[serial])
    assert client.get(reverse("verify"), {"serial": "123"}).status_code == 400


def test_verifying_is_limited(client: Client) -> None:
    answers = [client.get(reverse("verify-certificate", args=["NACO-2222-2222-2222"])) for _ in range(61)]
    assert {answer.status_code for answer in answers[:60]} == {404}
    assert answers[60].status_code == 429


def test_the_limit_is_for_an_hour(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    monkeypatch.setattr("academy.shared.limits.cache.add", lambda key, one, seconds: lengths.append(seconds))
    monkeypatch.setattr("academy.shared.limits.cache.incr", lambda key: 61)
    assert client.get(reverse("verify-certificate", args=["NACO-2222-2222-2222"])).status_code == 429
    assert lengths == [3600]


def test_the_file_is_given_and_missing_files_are_explained(client: Client) -> None:
    certificate = worlds.printed(worlds.finished())
    address = reverse("certificate-pdf", args=[certificate.token])
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Robots-Tag"] == "noindex"
    default_storage.delete(str(certificate.pdf))
    missing = client.get(address)
    assert missing.status_code == 404
    assert "still verifies" in missing.content.decode()
