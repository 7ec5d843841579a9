"""The pages of signing a unit off: what each reader finds there, and what it refuses."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.shared.models import AuditEvent
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.states import SignoffState
from tests.browsing import browser, words_of
from tests.cast import person
from tests.learners import judging, qualifying
from tests.learners.adjustments import ways
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.signing import (
    confirms,
    countersigns,
    judged,
    judged_by_trainee,
    signs,
    unlocks,
    working,
)
from tests.learners.assessment.signoff_screens import HUB, OWN, opened_by, seen_on, unit_page
from tests.learners.judging import criteria_of
from tests.learners.qualifying import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_session")]


def test_the_assessor_signs_on_the_page() -> None:
    cast, one = judged()
    client = browser(cast.assessor)
    page = words_of(client, unit_page(one))
    assert "3 of 3 criteria met" in page and "Who is next: Asa Assessor" in page
    assert "I have judged every criterion" in page and "Three talks, each with an open question" in page
    answer = client.post(unit_page(one), {"do": "sign", "comment": "Good work.", "seen": seen_on(page)})
    assert answer.headers["Location"] == unit_page(one)
    page = words_of(client, unit_page(one))
    assert "Signed. Next: Amara Bello." in page
    assert "is asked to confirm until Friday 4 December 2026" in page or "4 December 2026" in page
    assert "Good work." in page and "Take the sign-off back" in page


def test_inv_14_the_screen_offers_no_way_past_a_criterion() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.assessor)
    judging.judged(one, cast.assessor, criteria=criteria_of(one)[:2])
    client = browser(cast.assessor)
    page = words_of(client, unit_page(one))
    assert 'aria-disabled="true" aria-describedby="not-signed"' in page
    assert "Every criterion has to be met and confirmed" in page and "2 of 3 criteria met" in page
    answer = client.post(unit_page(one), {"do": "sign"})
    assert answer.status_code == 422
    assert "Every criterion has to be met" in answer.content.decode()
    assert not UnitSignoff.objects.exists()


def test_inv_15_the_screen_asks_why_and_shows_what_was_voided() -> None:
    cast, one = judged()
    confirms(signs(one, cast.assessor), cast.learner)
    client, address = browser(cast.assessor), reverse("unlock", args=[one.token, 1])
    assert "counts no more" in words_of(client, address)
    answer = client.post(address, {"reason": " "})
    assert answer.status_code == 422 and "Say why." in answer.content.decode()
    assert not Unlocking.objects.exists()
    assert client.post(address, {"reason": "The wrong recording."}).status_code == 302
    page = words_of(client, unit_page(one))
    assert page.count("Does not count any more") == 2
    assert "Taken back by Asa Assessor" in page and "The wrong recording." in page
    assert "The wrong recording." in words_of(browser(cast.learner), reverse("units", args=[one.token]))


def test_inv_15_whoever_may_not_take_it_back_reads_why() -> None:
    cast, one = judged()
    qualifying.allocated(one, cast.stranger, judging.unit_of(one, 2))
    signs(one, cast.assessor)
    client, address = browser(cast.stranger), reverse("unlock", args=[one.token, 1])
    assert "Only the assessor who signed" in words_of(client, address)
    assert client.post(address, {"reason": "I want to."}).status_code == 422
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_inv_01_the_learner_is_led_to_their_own_page_and_signs_nothing() -> None:
    cast, one = judged()
    qualifying.assessor(cast.learner, cast.manager)
    answer = browser(cast.learner).post(unit_page(one), {"do": "sign"})
    assert answer.headers["Location"] == reverse("units", args=[one.token])
    assert not Signature.objects.exists()


@pytest.mark.parametrize("who", ["manager", "coordinator", "neighbour", "trainer", "root"])
def test_inv_08_the_pages_are_closed_to_whoever_has_only_a_role(who: str) -> None:
    cast, one = judged()
    by = person("Rae Root", is_superuser=True) if who == "root" else getattr(cast, who)
    for name, args in (("unit-signoff", [1]), ("unit-signoffs", []), ("unlock", [1]), ("units", [])):
        path = reverse(name, args=[one.token, *args])
        assert browser(by).get(path).status_code == 403
        assert browser(by).post(path, {"do": "sign", "reason": "x", "unit": 1}).status_code in (403, 405)
    assert not Signature.objects.exists()


def test_inv_05_a_conflict_closes_the_page() -> None:
    cast, one = judged()
    conflict(cast, one, cast.assessor)
    assert "conflict of interest" in words_of(browser(cast.assessor), unit_page(one), status=403)


def test_inv_06_whoever_checks_the_unit_reads_it_and_cannot_sign() -> None:
    cast, one = judged()
    qualifying.allocated(one, cast.quality, task="quality")  # type: ignore[arg-type]
    client = browser(cast.quality)
    assert "given this unit to check" in words_of(client, unit_page(one))
    assert client.post(unit_page(one), {"do": "sign"}).status_code == 422


def test_inv_19_first_show_that_it_is_you_and_nothing_typed_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    opened_by(monkeypatch, HUB)
    client = browser(cast.assessor)
    page = words_of(client, unit_page(one))
    assert "First show that it is you." in page and "Sign this unit off" not in page
    answer = client.post(unit_page(one), {"do": "sign", "comment": "Typed already"})
    assert answer.headers["Location"] == f"{reverse('confirm-yourself')}?next={unit_page(one)}"
    opened_by(monkeypatch, OWN)
    assert "Typed already" in words_of(client, unit_page(one))
    assert not Signature.objects.exists()


def test_inv_19_it_is_taken_back_in_a_session_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    client, page = browser(cast.assessor), reverse("unlock", args=[one.token, 1])
    opened_by(monkeypatch, HUB)
    assert "First show that it is you" in words_of(client, page)
    answer = client.post(page, {"reason": "The wrong recording."})
    assert answer.headers["Location"].startswith(reverse("confirm-yourself"))
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED
    opened_by(monkeypatch, OWN)
    assert "The wrong recording." in words_of(client, page)
    assert client.post(page, {"reason": "The wrong recording."}).status_code == 302
    assert UnitSignoff.objects.get().state == SignoffState.OPEN


def test_whoever_signed_can_take_it_back_after_the_learner_went_to_another() -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    one.allocations.filter(person=cast.assessor).update(ends_on=TODAY)
    client = browser(cast.assessor)
    assert "Take the sign-off back" in words_of(client, unit_page(one))
    assert (
        client.post(reverse("unlock", args=[one.token, 1]), {"reason": "The wrong recording."}).status_code
        == 302
    )
    assert client.get(unit_page(one)).status_code == 403


def test_inv_48_only_who_was_not_given_the_learner_is_written_down() -> None:
    cast, one = judged()
    words_of(browser(cast.assessor), unit_page(one))
    words_of(browser(cast.learner), reverse("units", args=[one.token]))
    assert not AuditEvent.objects.filter(action="work_read").exists()
    words_of(browser(cast.quality), unit_page(one))
    assert AuditEvent.objects.get(action="work_read").actor_id == cast.quality.pk


def test_a_hold_is_shown_with_who_lifts_it() -> None:
    cast, one = judged()
    ways.held(one, cast.quality, reason="A complaint is looked into")
    page = words_of(browser(cast.assessor), unit_page(one))
    assert "A hold stands on this" in page and "the lead quality assurer looks at it again" in page
    page = words_of(browser(cast.learner), reverse("units", args=[one.token]))
    assert "On hold" in page and "A complaint" not in page


def test_a_unit_that_the_learner_does_not_take_is_not_there() -> None:
    cast, one = judged()
    assert browser(cast.assessor).get(unit_page(one, 9)).status_code == 404
    assert browser(cast.assessor).get(reverse("unlock", args=[one.token, 2])).status_code == 302


def _asked(client: Client, address: str) -> int:
    """How many queries the page takes; what moves a transaction along is none."""
    words_of(client, address)
    with CaptureQueriesContext(connection) as queries:
        words_of(client, address)
    return sum("SAVEPOINT" not in one["sql"] for one in queries.captured_queries)


@pytest.mark.parametrize(
    ("name", "who", "most"),
    [
        ("unit-signoff", "trainer", 21),
        (
            "unit-signoff",
            "stranger",
            28,
        ),  # and whether they are asked, what they sign, and that they read it is written down
        ("unit-signoffs", "trainer", 15),
        ("unit-signoffs", "stranger", 21),
        ("units", "learner", 15),
    ],
)
def test_the_number_of_queries_does_not_grow(name: str, who: str, most: int) -> None:
    """However many units are signed, and however often one was taken back."""
    cast, one = judged_by_trainee()
    page = reverse(name, args=[one.token, 1] if name == "unit-signoff" else [one.token])
    for _ in range(3):
        signoff = countersigns(signs(one, cast.trainer), cast.stranger)
        unlocks(confirms(signoff, cast.learner), cast.trainer)
    reader = browser(getattr(cast, who))
    open_ = _asked(reader, page) if who != "stranger" else 0  # they see it only while they are asked
    first = signs(one, cast.trainer)
    waits = _asked(reader, page)
    judging.countersigned(judging.judged(one, cast.trainer, criteria=criteria_of(one, 2)), cast.stranger)
    second = signs(one, cast.trainer, 2)
    both_wait = _asked(reader, page)
    assert both_wait <= waits <= most and open_ <= most, f"{open_}, {waits} and {both_wait}"
    countersigns(first, cast.stranger)
    if who == "learner":
        with_one = _asked(reader, page)
        countersigns(second, cast.stranger)
        assert _asked(reader, page) <= with_one <= most
