"""The photo of the paper that a parent or guardian signed."""

from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from academy.accounts.models import GuardianConsent
from academy.shared.photos import read_photo
from academy.shared.rulings import Refused
from learners.enrolments.consent_actions import Agreement, record_consent
from learners.enrolments.states import PlaceState
from tests.browsing import browser
from tests.factories.photos import picture, upload
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, state
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
SENT = {"guardian_name": "Pat Young", "contact": "01632 960 001", "sure": "on"}
PAT = Agreement("Pat Young", "01632 960 001")


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def files() -> list[Path]:
    return sorted(Path(settings.MEDIA_ROOT, "guardians").glob("*"))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def at(name: str, place) -> str:
    return reverse(name, args=[place.cohort.token, place.pk])


def test_a_photo_of_the_paper_is_kept_with_the_yes() -> None:
    place, client = booked(dates.cohort(), kit()), browser(dates.coordinator())
    client.post(at("guardian-consent", place), {**SENT, "paper": upload(picture(turned=6))})
    assert state(place) == PlaceState.CONFIRMED
    consent = GuardianConsent.objects.get()
    assert consent.paper.startswith("guardians/")
    page = words(client.get(at("date-person", place)))
    assert "Photo of the paper" in page and "01632 960 001" in page
    shown = client.get(at("guardian-paper", place))
    assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
    assert shown["Content-Disposition"].startswith("attachment")
    assert b"".join(shown).startswith(b"\xff\xd8")


def test_it_can_be_added_later_and_is_not_replaced() -> None:
    place, client = booked(dates.cohort(), kit()), browser(dates.coordinator())
    address, before = at("guardian-consent", place), files()
    client.post(address, SENT)
    assert "Add a photo of the paper" in words(client.get(at("date-person", place)))
    assert 'value="Pat Young"' in words(client.get(address)), "nobody types it twice"
    client.post(address, {**SENT, "paper": upload()})
    first = GuardianConsent.objects.get().paper
    client.post(address, {**SENT, "paper": upload(picture(shade=91))})
    assert GuardianConsent.objects.get().paper == first
    assert len(files()) == len(before) + 1, "the second photo is not kept anywhere"


def test_what_is_no_photo_is_said_and_nothing_typed_is_lost() -> None:
    place, client = booked(dates.cohort(), kit()), browser(dates.coordinator())
    answer = client.post(at("guardian-consent", place), {**SENT, "paper": upload(b"%PDF-1.7")})
    assert answer.status_code == 422 and "We cannot read this file as a photo" in words(answer)
    assert 'value="Pat Young"' in words(answer)
    assert not GuardianConsent.objects.exists()


def test_a_refusal_leaves_no_file_behind() -> None:
    grown, before = booked(dates.cohort(), worlds.person()), files()
    photo = read_photo(upload())
    with pytest.raises(Refused, match="18 or over"):
        record_consent(place_id=grown.pk, agreement=PAT, photo=photo, by=dates.coordinator(), now=NOON)
    with pytest.raises(Refused, match="You cannot agree for yourself"):
        record_consent(place_id=grown.pk, agreement=PAT, photo=photo, by=grown.account, now=NOON)
    assert files() == before


def test_only_who_runs_the_dates_sees_it(caplog) -> None:
    place = booked(dates.cohort(), kit())
    address = at("guardian-paper", place)
    cora = dates.coordinator()
    assert browser(cora).get(address).status_code == 404, "there is none yet"
    photo = read_photo(upload())
    record_consent(place_id=place.pk, agreement=PAT, photo=photo, by=cora, now=NOON)
    elsewhere = dates.coordinator(dates.hub("elsewhere"), "ella@example.org")
    for nobody in (place.account, elsewhere, dates.trainer()):
        assert browser(nobody).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    default_storage.delete(GuardianConsent.objects.get().paper)
    answer = browser(cora).get(address)
    assert answer.status_code == 404 and "We cannot find this photo just now" in words(answer)
