"""Whoever signs has read it: what changed since the page was opened is read first, and nothing typed is lost."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.shared.models import AuditEvent
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import SignoffState
from tests.browsing import browser, words_of
from tests.learners.assessment.signing import judged, judged_by_trainee, signs, unlocks
from tests.learners.assessment.signoff_screens import seen_on, unit_page
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_session")]


def test_the_countersigner_finds_it_signs_and_is_written_down() -> None:
    cast, one = judged_by_trainee()
    signs(one, cast.trainer)
    client = browser(cast.stranger)
    page = words_of(client, unit_page(one))
    assert "Countersign this unit" in page and "Countersigned by Bea Other." in page
    assert AuditEvent.objects.filter(action="work_read", actor_id=cast.stranger.pk).exists()
    assert "second assessor looks at it now" in words_of(
        browser(cast.learner), reverse("units", args=[one.token])
    )
    sent = {"do": "countersign", "seen": seen_on(page)}
    assert client.post(unit_page(one), sent).status_code in (302, 403)
    assert UnitSignoff.objects.get().state == SignoffState.COUNTERSIGNED


def test_inv_19_what_changed_since_the_page_was_opened_is_read_before_it_is_signed() -> None:
    cast, one = judged()
    client = browser(cast.assessor)
    old = seen_on(words_of(client, unit_page(one)))
    unlocks(signs(one, cast.assessor), cast.quality, "1.1 rests on the wrong recording.")
    answer = client.post(unit_page(one), {"do": "sign", "comment": "Good work.", "seen": old})
    page = answer.content.decode()
    assert answer.status_code == 422 and "changed since you opened the page" in page and "Good work." in page
    assert UnitSignoff.objects.get().state == SignoffState.OPEN
    assert client.post(unit_page(one), {"do": "sign", "seen": seen_on(page)}).status_code == 302
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_inv_19_a_countersigner_reads_what_was_signed_anew() -> None:
    cast, one = judged_by_trainee()
    first = signs(one, cast.trainer)
    client = browser(cast.stranger)
    old = seen_on(words_of(client, unit_page(one)))
    unlocks(first, cast.trainer)
    signs(one, cast.trainer, now=NOON + timedelta(minutes=1))
    answer = client.post(unit_page(one), {"do": "countersign", "comment": "Fine.", "seen": old})
    assert answer.status_code == 422 and "changed since you opened the page" in answer.content.decode()
    assert UnitSignoff.objects.get().state == SignoffState.ASSESSOR_SIGNED


def test_a_comment_that_comes_after_the_signature_is_handed_back() -> None:
    cast, one = judged()
    client = browser(cast.assessor)
    seen = seen_on(words_of(client, unit_page(one)))
    signs(one, cast.assessor, comment="Good work.")
    answer = client.post(unit_page(one), {"do": "sign", "comment": "Better than good.", "seen": seen})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a signature does not change" in page and "Better than good." in page
    assert client.post(unit_page(one), {"do": "sign", "comment": "Good work."}).status_code == 302
