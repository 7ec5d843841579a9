"""Photos of the signed sheet beside a register."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from academy.shared.audit import chain_of
from academy.shared.photos import read_photo
from academy.shared.rulings import Refused
from learners.attendance.models import SheetPhoto
from learners.attendance.photo_actions import add_photos, remove_photo
from learners.attendance.policies import MOST_PHOTOS
from tests.browsing import browser
from tests.chains import broken_links
from tests.factories.photos import picture, upload
from tests.learners.attendance.registers import EVENING, MORNING, group, session_of, signed
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]
MOST = 12  # queries of any page


@pytest.fixture(autouse=True)
def _after_the_session():
    with time_machine.travel(EVENING, tick=False):
        yield


def photo(shade: int = 90):
    return read_photo(upload(picture(shade=shade)))


def files() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT, "registers").glob("*"))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_several_are_kept_also_after_the_signature_and_none_twice() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session, before = session_of(cohort), files()
    assert add_photos(session_id=session.pk, photos=[photo(), photo(91)], by=jo, now=EVENING) == 2
    signed(session, jo, (amara, "present"))
    assert add_photos(session_id=session.pk, photos=[photo(), photo(92)], by=jo, now=EVENING) == 1
    assert SheetPhoto.objects.count() == 3 and len(files()) == len(before) + 3
    assert broken_links(chain_of(cohort)) == []


def test_one_that_is_refused_leaves_no_file_behind() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session, before = session_of(cohort), files()
    many = [photo(shade) for shade in range(MOST_PHOTOS + 1)]
    with pytest.raises(Refused, match="12 photos at most"):
        add_photos(session_id=session.pk, photos=many, by=jo, now=EVENING)
    with pytest.raises(Refused, match="no sheet to show yet"):
        add_photos(session_id=session.pk, photos=[photo()], by=jo, now=MORNING - timedelta(days=1))
    for nobody in (amara.account, dates.coordinator(dates.hub("elsewhere"), "cora@example.org")):
        with pytest.raises(Refused, match="Registers are for the trainers"):
            add_photos(session_id=session.pk, photos=[photo()], by=nobody, now=EVENING)
    assert not SheetPhoto.objects.exists() and files() == before


def test_a_fault_in_the_middle_leaves_no_file_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    cohort, _, jo = group("Amara Bello")
    before = files()
    monkeypatch.setattr("learners.attendance.photo_actions.audit", lambda *args, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add_photos(session_id=session_of(cohort).pk, photos=[photo()], by=jo, now=EVENING)
    assert files() == before and not SheetPhoto.objects.exists()


def test_one_that_is_taken_away_leaves_who_did_it(django_capture_on_commit_callbacks) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    add_photos(session_id=session.pk, photos=[photo(), photo(91)], by=jo, now=EVENING)
    first, second = SheetPhoto.objects.all()
    name = first.file
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_photo(photo_id=first.pk, by=jo, now=EVENING)
    assert not remove_photo(photo_id=first.pk, by=jo, now=EVENING)
    first.refresh_from_db()
    assert (first.file, first.removed_by) == ("", jo)
    assert not default_storage.exists(name) and default_storage.exists(second.file)
    assert add_photos(session_id=session.pk, photos=[photo()], by=jo, now=EVENING) == 1, "it may come back"
    signed(session, jo, (amara, "present"))
    with pytest.raises(Refused, match="The register is signed, and these photos belong to it"):
        remove_photo(photo_id=second.pk, by=jo, now=EVENING)
    assert remove_photo(photo_id=second.pk, by=dates.coordinator(), now=EVENING)


def test_a_form_adds_them_and_shows_them() -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    client, address = browser(jo), reverse("register-photos", args=[session.uid])
    assert "No photo yet" in words(client.get(address))
    answer = client.post(address, {"photos": [upload(), upload(picture(shade=91))]}, follow=True)
    assert "2 photos kept." in words(answer)
    one = SheetPhoto.objects.all()[0]
    picture_at = reverse("register-photo", args=[session.uid, one.token])
    assert picture_at in words(answer)
    shown = client.get(picture_at)
    assert shown["Content-Type"] == "image/jpeg" and shown["Content-Disposition"].startswith("attachment")
    assert b"".join(shown).startswith(b"\xff\xd8")
    assert "That photo is here already." in words(client.post(address, {"photos": upload()}, follow=True))
    gone = client.post(reverse("register-photo-delete", args=[session.uid, one.token]), follow=True)
    assert "The photo is deleted." in words(gone)
    assert client.get(picture_at).status_code == 404
    page = words(client.get(reverse("register", args=[session.uid])))
    assert reverse("register-photos", args=[session.uid]) in page


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ([], "Choose a photo first"),
        ([b"%PDF-1.7"], "We cannot read this file as a photo"),
        ([picture(), b"no picture"], "Nothing was kept. We cannot read this file"),
        ([picture(shade=one) for one in range(6)], "Send 5 photos at a time"),
    ],
)
def test_what_cannot_be_kept_is_said(sent: list[bytes], why: str) -> None:
    cohort, _, jo = group("Amara Bello")
    address = reverse("register-photos", args=[session_of(cohort).uid])
    answer = browser(jo).post(address, {"photos": [upload(content) for content in sent]})
    assert answer.status_code == 400 and why in words(answer)
    assert not SheetPhoto.objects.exists()


def test_only_who_runs_the_dates_sees_them() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    add_photos(session_id=session.pk, photos=[photo()], by=jo, now=EVENING)
    one = SheetPhoto.objects.get()
    addresses = [
        reverse("register-photos", args=[session.uid]),
        reverse("register-photo", args=[session.uid, one.token]),
    ]
    delete = reverse("register-photo-delete", args=[session.uid, one.token])
    for nobody in (amara.account, dates.coordinator(dates.hub("elsewhere"), "cora@example.org")):
        client = browser(nobody)
        assert [client.get(address).status_code for address in addresses] == [403, 403]
        assert client.post(delete).status_code == 403
    assert Client().get(addresses[1]).status_code == 302
    other = session_of(dates.cohort(2, trainers=(jo,)))
    assert browser(jo).get(reverse("register-photo", args=[other.uid, one.token])).status_code == 404


def test_a_file_that_is_missing_is_a_page_that_says_so(caplog) -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    add_photos(session_id=session.pk, photos=[photo()], by=jo, now=EVENING)
    one = SheetPhoto.objects.get()
    default_storage.delete(one.file)
    answer = browser(jo).get(reverse("register-photo", args=[session.uid, one.token]))
    assert answer.status_code == 404 and "We cannot find this photo just now" in words(answer)
    assert "is missing" in caplog.text


def test_the_page_asks_the_same_for_few_and_for_many(django_assert_max_num_queries) -> None:
    cohort, _, jo = group("Amara Bello")
    session, client = session_of(cohort), browser(jo)
    add_photos(session_id=session.pk, photos=[photo(shade) for shade in range(12)], by=jo, now=EVENING)
    client.get(reverse("register-photos", args=[session.uid]))
    with django_assert_max_num_queries(MOST):
        assert "12 photos at most" in words(client.get(reverse("register-photos", args=[session.uid])))
