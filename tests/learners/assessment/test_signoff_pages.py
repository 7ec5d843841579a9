"""The pages of signing a unit off: what each reader finds there, and what it refuses."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.signed_in_how import Way
from academy.shared.models import AuditEvent
from academy.shared.rulings import Ruling
from learners.adjustments.models import AssessmentHold
from learners.assessment.signoff_actions import tell_silent
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.states import SignoffState
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.cast import BACKEND, person
from tests.learners import judging, qualifying
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
from tests.learners.judging import criteria_of
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
OWN, HUB = (Way.EMAIL, Ruling.yes()), (Way.HUB, Ruling.no("You signed in with a code from your hub."))


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)
    opened_by(monkeypatch, OWN)


def opened_by(monkeypatch: pytest.MonkeyPatch, how: tuple[Way, Ruling]) -> None:
    monkeypatch.setattr("learners.assessment.signoff_views.way_of", lambda request: how[0])
    monkeypatch.setattr("learners.assessment.signoff_views.may_sign", lambda request, now: how[1])


def as_(who: Account) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(who, backend=BACKEND)
    return browser


def unit_page(one: QualRegistration, number: int = 1) -> str:
    return reverse("unit-signoff", args=[one.token, number])


def seen_on(page: str) -> str:
    """What a form sends along of what its reader saw."""
    found = re.search(r'name="seen" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def words(browser: Client, path: str, status: int = 200) -> str:
    answer = browser.get(path)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_assessor_signs_on_the_page() -> None:
    cast, one = judged()
    browser = as_(cast.assessor)
    page = words(browser, unit_page(one))
    assert "3 of 3 criteria met" in page and "Who is next: Asa Assessor" in page
    assert "I have judged every criterion" in page and "Three talks, each with an open question" in page
    answer = browser.post(unit_page(one), {"do": "sign", "comment": "Good work.", "seen": seen_on(page)})
    assert answer.headers["Location"] == unit_page(one)
    page = words(browser, unit_page(one))
    assert "Signed. Next: Amara Bello." in page
    assert "is asked to confirm until Friday 4 December 2026" in page or "4 December 2026" in page
    assert "Good work." in page and "Take the sign-off back" in page


def test_inv_14_the_screen_offers_no_way_past_a_criterion() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.assessor)
    judging.judged(one, cast.assessor, criteria=criteria_of(one)[:2])
    browser = as_(cast.assessor)
    page = words(browser, unit_page(one))
    assert 'aria-disabled="true" aria-describedby="not-signed"' in page
    assert "Every criterion has to be met and confirmed" in page and "2 of 3 criteria met" in page
    answer = browser.post(unit_page(one), {"do": "sign"})
    assert answer.status_code == 422
    assert "Every criterion has to be met" in answer.content.decode()
    assert not UnitSignoff.objects.exists()


def test_inv_15_the_screen_asks_why_and_shows_what_was_voided() -> None:
    cast, one = judged()
    confirms(signs(one, cast.assessor), cast.learner)
    browser, address = as_(cast.assessor), reverse("unlock", args=[one.token, 1])
    assert "counts no more" in words(browser, address)
    answer = browser.post(address, {"reason": " "})
    assert answer.status_code == 422 and "Say why." in answer.content.decode()
    assert not Unlocking.objects.exists()
    assert browser.post(address, {"reason": "The wrong recording."}).status_code == 302
    page = words(browser, unit_page(one))
    assert page.count("Does not count any more") == 2
    assert "Taken back by Asa Assessor" in page and "The wrong recording." in page
    assert "The wrong recording." in words(as_(cast.learner), reverse("units", args=[one.token]))


def test_inv_15_whoever_may_not_take_it_back_reads_why() -> None:
    cast, one = judged()
    qualifying.allocated(one, cast.stranger, judging.unit_of(one, 2))
    signs(one, cast.assessor)
    browser, address = as_(cast.stranger), reverse("unlock", args=[one.token, 1])
    assert "Only the assessor who signed" in words(browser, address)
    assert browser.post(address, {"reason": "I want to."}).status_code == 422
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_inv_01_the_learner_is_led_to_their_own_page_and_signs_nothing() -> None:
    cast, one = judged()
    qualifying.assessor(cast.learner, cast.manager)
    answer = as_(cast.learner).post(unit_page(one), {"do": "sign"})
    assert answer.headers["Location"] == reverse("units", args=[one.token])
    assert not Signature.objects.exists()


@pytest.mark.parametrize("who", ["manager", "coordinator", "neighbour", "trainer", "root"])
def test_inv_08_the_pages_are_closed_to_whoever_has_only_a_role(who: str) -> None:
    cast, one = judged()
    by = person("Rae Root", is_superuser=True) if who == "root" else getattr(cast, who)
    for name, args in (("unit-signoff", [1]), ("unit-signoffs", []), ("unlock", [1]), ("units", [])):
        path = reverse(name, args=[one.token, *args])
        assert as_(by).get(path).status_code == 403
        assert as_(by).post(path, {"do": "sign", "reason": "x", "unit": 1}).status_code in (403, 405)
    assert not Signature.objects.exists()


def test_inv_05_a_conflict_closes_the_page() -> None:
    cast, one = judged()
    conflict(cast, one, cast.assessor)
    assert "conflict of interest" in words(as_(cast.assessor), unit_page(one), status=403)


def test_inv_06_whoever_checks_the_unit_reads_it_and_cannot_sign() -> None:
    cast, one = judged()
    qualifying.allocated(one, cast.quality, task="quality")  # type: ignore[arg-type]
    browser = as_(cast.quality)
    assert "given this unit to check" in words(browser, unit_page(one))
    assert browser.post(unit_page(one), {"do": "sign"}).status_code == 422


def test_inv_19_first_show_that_it_is_you_and_nothing_typed_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    opened_by(monkeypatch, HUB)
    browser = as_(cast.assessor)
    page = words(browser, unit_page(one))
    assert "First show that it is you." in page and "Sign this unit off" not in page
    answer = browser.post(unit_page(one), {"do": "sign", "comment": "Typed already"})
    assert answer.headers["Location"] == f"{reverse('confirm-yourself')}?next={unit_page(one)}"
    opened_by(monkeypatch, OWN)
    assert "Typed already" in words(browser, unit_page(one))
    assert not Signature.objects.exists()


def test_inv_19_the_learner_confirms_in_a_session_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    opened_by(monkeypatch, HUB)
    browser, address = as_(cast.learner), reverse("units", args=[one.token])
    assert "I confirm this" not in words(browser, address)
    answer = browser.post(address, {"unit": "1", "comment": "Thank you"})
    assert answer.headers["Location"].startswith(reverse("confirm-yourself"))
    opened_by(monkeypatch, OWN)
    assert "Thank you" in words(browser, address)
    seen = UnitSignoff.objects.get().asked_at.isoformat()  # type: ignore[union-attr]
    assert f'name="seen" value="{seen}"' in words(browser, address)
    assert browser.post(address, {"unit": "1", "comment": "Thank you", "seen": seen}).status_code == 302
    page = words(browser, address)
    assert "Waiting for the quality check" in page and "Confirmed. The quality check is next." in page


def test_inv_13_the_learner_reads_only_what_was_released() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.trainer)
    judging.judged(one, cast.trainer)
    page = words(as_(cast.learner), reverse("units", args=[one.token]))
    assert "0 of 3 things met" in page and "Not begun" in page


def test_the_learners_page_in_plain_words() -> None:
    cast, one = judged()
    for criterion in criteria_of(one):
        CriterionAnswer.objects.create(
            registration=one,
            criterion=criterion,
            submission=one.submissions.get(),
            outcome=Outcome.MET,
            released_at=NOON,
        )
    browser, address = as_(cast.learner), reverse("units", args=[one.token])
    page = words(browser, address)
    assert "3 of 3 things met" in page and "Your assessor signs the unit off next." in page
    signs(one, cast.assessor)
    page = words(browser, address)
    assert "Signed off: please confirm" in page and "confirm it by 4 December" in page
    tell_silent(now=NOON + timedelta(days=30))
    page = words(browser, address)
    assert "did not hear from you" in page and "I confirm this" in page


def test_the_countersigner_finds_it_signs_and_is_written_down() -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    browser = as_(cast.stranger)
    page = words(browser, unit_page(one))
    assert "Countersign this unit" in page and "Countersigned by Bea Other." in page
    assert AuditEvent.objects.filter(action="work_read", actor_id=cast.stranger.pk).exists()
    assert "second assessor looks at it now" in words(as_(cast.learner), reverse("units", args=[one.token]))
    sent = {"do": "countersign", "seen": seen_on(page)}
    assert browser.post(unit_page(one), sent).status_code in (302, 403)
    assert UnitSignoff.objects.get().state == SignoffState.COUNTERSIGNED


def test_inv_19_what_changed_since_the_page_was_opened_is_read_before_it_is_signed() -> None:
    cast, one = judged()
    browser = as_(cast.assessor)
    old = seen_on(words(browser, unit_page(one)))
    unlocks(signs(one, cast.assessor), cast.quality, "1.1 rests on the wrong recording.")
    answer = browser.post(unit_page(one), {"do": "sign", "comment": "Good work.", "seen": old})
    page = answer.content.decode()
    assert answer.status_code == 422 and "changed since you opened the page" in page and "Good work." in page
    assert UnitSignoff.objects.get().state == SignoffState.OPEN
    assert browser.post(unit_page(one), {"do": "sign", "seen": seen_on(page)}).status_code == 302
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_inv_19_a_countersigner_reads_what_was_signed_anew() -> None:
    cast, one = judged_by_trainee()
    first = signs(one, cast.trainer)
    browser = as_(cast.stranger)
    old = seen_on(words(browser, unit_page(one)))
    unlocks(first, cast.trainer)
    signs(one, cast.trainer, now=NOON + timedelta(minutes=1))
    answer = browser.post(unit_page(one), {"do": "countersign", "comment": "Fine.", "seen": old})
    assert answer.status_code == 422 and "changed since you opened the page" in answer.content.decode()
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_a_comment_that_comes_after_the_signature_is_handed_back() -> None:
    cast, one = judged()
    browser = as_(cast.assessor)
    seen = seen_on(words(browser, unit_page(one)))
    signs(one, cast.assessor, comment="Good work.")
    answer = browser.post(unit_page(one), {"do": "sign", "comment": "Better than good.", "seen": seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a signature does not change" in page and "Better than good." in page
    assert browser.post(unit_page(one), {"do": "sign", "comment": "Good work."}).status_code == 302


def test_inv_19_it_is_taken_back_in_a_session_of_ones_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    browser, page = as_(cast.assessor), reverse("unlock", args=[one.token, 1])
    opened_by(monkeypatch, HUB)
    assert "First show that it is you" in words(browser, page)
    answer = browser.post(page, {"reason": "The wrong recording."})
    assert answer.headers["Location"].startswith(reverse("confirm-yourself"))
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED
    opened_by(monkeypatch, OWN)
    assert "The wrong recording." in words(browser, page)
    assert browser.post(page, {"reason": "The wrong recording."}).status_code == 302
    assert UnitSignoff.objects.get().state == SignoffState.OPEN


def test_what_was_typed_for_one_unit_stands_at_that_unit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    judging.judged(one, cast.assessor, number=2)
    first = signs(one, cast.assessor)
    signs(one, cast.assessor, 2)
    browser, page = as_(cast.learner), reverse("units", args=[one.token])
    opened_by(monkeypatch, HUB)
    browser.post(page, {"unit": "1", "comment": "I am proud of this."})
    opened_by(monkeypatch, OWN)
    assert words(browser, page).count("I am proud of this.") == 1
    assert first.asked_at is not None
    sent = {"unit": "1", "comment": "I am proud of this.", "seen": first.asked_at.isoformat()}
    assert browser.post(page, sent).status_code == 302
    shown = words(browser, page)
    assert "<textarea" in shown and not re.search(r"<textarea[^>]*>\s*I am proud", shown)


def test_whoever_signed_can_take_it_back_after_the_learner_went_to_another() -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    one.allocations.filter(person=cast.assessor).update(ends_on=TODAY)
    browser = as_(cast.assessor)
    assert "Take the sign-off back" in words(browser, unit_page(one))
    assert (
        browser.post(reverse("unlock", args=[one.token, 1]), {"reason": "The wrong recording."}).status_code
        == 302
    )
    assert browser.get(unit_page(one)).status_code == 403


def test_inv_48_only_who_was_not_given_the_learner_is_written_down() -> None:
    cast, one = judged()
    words(as_(cast.assessor), unit_page(one))
    words(as_(cast.learner), reverse("units", args=[one.token]))
    assert not AuditEvent.objects.filter(action="work_read").exists()
    words(as_(cast.quality), unit_page(one))
    assert AuditEvent.objects.get(action="work_read").actor_id == cast.quality.pk


def test_a_hold_is_shown_with_who_lifts_it() -> None:
    cast, one = judged()
    AssessmentHold.objects.create(
        registration=one,
        reason="A complaint is looked into",
        review_on=TODAY + timedelta(days=9),
        placed_by=cast.quality,
        placed_at=NOON,
    )
    page = words(as_(cast.assessor), unit_page(one))
    assert "A hold stands on this" in page and "the lead quality assurer looks at it again" in page
    page = words(as_(cast.learner), reverse("units", args=[one.token]))
    assert "On hold" in page and "A complaint" not in page


def test_a_unit_that_the_learner_does_not_take_is_not_there() -> None:
    cast, one = judged()
    assert as_(cast.assessor).get(unit_page(one, 9)).status_code == 404
    assert as_(cast.assessor).get(reverse("unlock", args=[one.token, 2])).status_code == 302


def _asked(browser: Client, address: str) -> int:
    """How many queries the page takes; what moves a transaction along is none."""
    words(browser, address)
    with CaptureQueriesContext(connection) as queries:
        words(browser, address)
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
    reader = as_(getattr(cast, who))
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
