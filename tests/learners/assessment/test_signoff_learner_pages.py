"""The learner's page of their units: what they read there about signing, and how they confirm."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from learners.assessment.signoff_actions import tell_silent
from learners.assessment.signoff_models import UnitSignoff
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.states import Outcome
from tests.browsing import browser, words_of
from tests.learners import judging, qualifying
from tests.learners.assessment.signing import judged, signs, working
from tests.learners.assessment.signoff_screens import HUB, OWN, opened_by
from tests.learners.judging import criteria_of
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_session")]


def test_inv_19_the_learner_confirms_in_a_session_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    opened_by(monkeypatch, HUB)
    client, address = browser(cast.learner), reverse("units", args=[one.token])
    assert "I confirm this" not in words_of(client, address)
    answer = client.post(address, {"unit": "1", "comment": "Thank you"})
    assert answer.headers["Location"].startswith(reverse("confirm-yourself"))
    opened_by(monkeypatch, OWN)
    assert "Thank you" in words_of(client, address)
    seen = UnitSignoff.objects.get().asked_at.isoformat()  # type: ignore[union-attr]
    assert f'name="seen" value="{seen}"' in words_of(client, address)
    assert client.post(address, {"unit": "1", "comment": "Thank you", "seen": seen}).status_code == 302
    page = words_of(client, address)
    assert "Waiting for the quality check" in page and "Confirmed. The quality check is next." in page


def test_inv_13_the_learner_reads_only_what_was_released() -> None:
    cast, one = working()
    qualifying.allocated(one, cast.trainer)
    judging.judged(one, cast.trainer)
    page = words_of(browser(cast.learner), reverse("units", args=[one.token]))
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
    client, address = browser(cast.learner), reverse("units", args=[one.token])
    page = words_of(client, address)
    assert "3 of 3 things met" in page and "Your assessor signs the unit off next." in page
    signs(one, cast.assessor)
    page = words_of(client, address)
    assert "Signed off: please confirm" in page and "confirm it by 4 December" in page
    tell_silent(now=NOON + timedelta(days=30))
    page = words_of(client, address)
    assert "did not hear from you" in page and "I confirm this" in page


def test_what_was_typed_for_one_unit_stands_at_that_unit_only(monkeypatch: pytest.MonkeyPatch) -> None:
    cast, one = judged()
    judging.judged(one, cast.assessor, number=2)
    first = signs(one, cast.assessor)
    signs(one, cast.assessor, 2)
    client, page = browser(cast.learner), reverse("units", args=[one.token])
    opened_by(monkeypatch, HUB)
    client.post(page, {"unit": "1", "comment": "I am proud of this."})
    opened_by(monkeypatch, OWN)
    assert words_of(client, page).count("I am proud of this.") == 1
    assert first.asked_at is not None
    sent = {"unit": "1", "comment": "I am proud of this.", "seen": first.asked_at.isoformat()}
    assert client.post(page, sent).status_code == 302
    shown = words_of(client, page)
    assert "<textarea" in shown and not re.search(r"<textarea[^>]*>\s*I am proud", shown)
