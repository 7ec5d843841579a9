"""After a unit was signed: silence, unlocking, and when the whole is assessed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.assessment.signoff_actions import tell_silent
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.signoff_queries import signoff_board
from learners.assessment.states import SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.side_actions import come_back, take_break
from learners.registrations.states import RegistrationState
from tests.cast import person
from tests.learners import judging, qualifying, signatures
from tests.learners.assessment.signing import (
    confirms,
    countersigns,
    judged,
    judged_by_trainee,
    signs,
    unlocks,
    working,
)
from tests.learners.judging import unit_of
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(minutes=5)


@pytest.mark.both
def test_silence_is_written_down_and_blocks_nothing() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)  # a Friday
    thursday = datetime(2026, 12, 3, 5, 50, tzinfo=UTC)
    assert tell_silent(now=thursday) == 0
    assert tell_silent(now=thursday + timedelta(days=1)) == 1
    assert tell_silent(now=thursday + timedelta(days=2)) == 0
    signoff.refresh_from_db()
    assert signoff.state == SignoffState.LEARNER_TOLD
    assert AuditEvent.objects.get(action="unit_told").actor_id is None
    assert signoff_board(one, now=NOON)[0].who == "the internal quality assurer"
    assert confirms(signoff, cast.learner).state == SignoffState.LEARNER_CONFIRMED


def test_how_long_the_learner_is_asked_is_a_setting(settings: Any) -> None:
    settings.UNIT_CONFIRM_DAYS = 3
    cast, one = judged()
    signs(one, cast.assessor)  # a Friday
    assert signoff_board(one, now=NOON)[0].asked_until == date(2026, 11, 25)
    assert tell_silent(now=NOON + timedelta(days=4)) == 0
    assert tell_silent(now=NOON + timedelta(days=5)) == 1


@pytest.mark.both
def test_a_break_is_no_silence() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    begun, back = NOON + timedelta(hours=1), NOON + timedelta(days=35)
    take_break(registration_id=one.pk, back_on=back.date(), why="Rest", by=cast.learner, now=begun)
    come_back(registration_id=one.pk, by=cast.learner, now=back)
    assert tell_silent(now=back + timedelta(hours=1)) == 0
    assert tell_silent(now=back + timedelta(days=30)) == 1
    signoff.refresh_from_db()
    assert signoff.state == SignoffState.LEARNER_TOLD


def test_inv_15_unlocking_voids_every_signature_and_leaves_it_to_be_seen() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    confirms(signoff, cast.learner)
    made = unlocks(signoff, cast.assessor, now=LATER)
    signoff.refresh_from_db()
    assert (signoff.state, signoff.asked_at, made.was) == (
        SignoffState.OPEN,
        None,
        SignoffState.LEARNER_CONFIRMED,
    )
    assert {row.voided_by for row in Signature.objects.all()} == {made}
    event = AuditEvent.objects.get(action="unit_unlocked")
    assert event.detail.reason == made.reason
    assert event.detail.after["voided"] == list(Signature.objects.values_list("pk", flat=True))
    board = signoff_board(one, now=NOON)[0]
    assert ([row.what for row in board.voided], board.counting) == (["Assessor", "Learner"], ())
    assert signs(one, cast.assessor, now=LATER).state == SignoffState.ASSESSOR_SIGNED
    assert Signature.objects.count() == 3


def test_inv_15_not_without_a_reason() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    for reason in ("", "   ", "x" * 501):
        with pytest.raises(Refused):
            unlocks(signoff, cast.assessor, reason=reason)
    assert Signature.objects.get().voided_at is None


def test_inv_19_it_is_taken_back_in_a_session_of_ones_own() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    for how in ("hub", "password", ""):
        with pytest.raises(Refused, match="has to be your own"):
            unlocks(signoff, cast.assessor, how=how)
    assert Signature.objects.get().voided_at is None


@pytest.mark.parametrize(
    "who", ["stranger", "manager", "coordinator", "trainer", "learner", "second_manager"]
)
def test_inv_15_nobody_else_unlocks(who: str) -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    with pytest.raises(Refused):
        unlocks(signoff, getattr(cast, who))


def test_inv_15_after_the_quality_signature_only_the_lead() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    confirms(signoff, cast.learner)
    checker = person("Chi Checks")
    signatures.signs(signoff, checker, SignedAs.QUALITY)
    signatures.move(signoff, SignoffState.CLEARED)
    with pytest.raises(Refused, match="only the lead quality assurer"):
        unlocks(signoff, cast.assessor)
    assert unlocks(signoff, cast.quality).was == SignoffState.CLEARED


def test_an_assessor_whose_account_is_closed_unlocks_nothing_but_the_lead_does() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    cast.assessor.is_active = False
    cast.assessor.save()
    with pytest.raises(Refused):
        unlocks(signoff, cast.assessor)
    assert unlocks(signoff, cast.quality).pk
    assert Signature.objects.get().name == "Asa Assessor"


@pytest.mark.both
def test_the_last_unit_makes_the_whole_assessed_and_unlocking_undoes_it() -> None:
    cast, one = judged()
    signs(one, cast.assessor)
    judging.judged(one, cast.assessor, number=2)
    second = signs(one, cast.assessor, number=2, now=LATER)
    one.refresh_from_db()
    assert one.state == RegistrationState.ASSESSED
    assert confirms(second, cast.learner, now=LATER).state == SignoffState.LEARNER_CONFIRMED
    unlocks(second, cast.assessor)
    one.refresh_from_db()
    assert one.state == RegistrationState.IN_PROGRESS


def test_a_trainees_last_unit_is_assessed_once_it_is_countersigned() -> None:
    cast, one = judged_by_trainee()
    judging.countersigned(judging.judged(one, cast.trainer, number=2), cast.stranger)
    first, second = signs(one, cast.trainer), signs(one, cast.trainer, number=2)
    countersigns(first, cast.stranger)
    one.refresh_from_db()
    assert one.state == RegistrationState.IN_PROGRESS
    countersigns(second, cast.stranger)
    one.refresh_from_db()
    assert one.state == RegistrationState.ASSESSED


def test_where_nothing_was_handed_in_the_work_begins_with_the_signature() -> None:
    cast, one = working()
    QualRegistration.objects.filter(pk=one.pk).update(state=RegistrationState.REGISTERED)
    one.units.filter(unit=unit_of(one)).delete()
    qualifying.allocated(one, cast.assessor)
    judging.judged(one, cast.assessor, number=2)
    signs(one, cast.assessor, number=2)
    one.refresh_from_db()
    assert (one.state, one.began_at) == (RegistrationState.ASSESSED, NOON)


def test_nothing_is_ever_cleared_here() -> None:
    cast, one = judged()
    signoff = signs(one, cast.assessor)
    confirms(signoff, cast.learner)
    assert tell_silent(now=NOON + timedelta(days=400)) == 0
    assert UnitSignoff.objects.get().state == SignoffState.LEARNER_CONFIRMED


def test_the_board_says_who_is_next_and_why_not() -> None:
    cast, one = judged()
    first, second = signoff_board(one, now=NOON)
    assert (first.met, first.of, first.lacks, first.who) == (3, 3, "", "Asa Assessor")
    assert (second.met, second.of) == (0, 1)
    assert "Not yet: 1.1" in second.lacks
    assert second.who == "Amara Bello and Asa Assessor"
    signs(one, cast.assessor)
    first = signoff_board(one, now=NOON)[0]
    assert (first.who, first.asks_learner) == ("Amara Bello", True)
    assert str(first.asked_until) == "2026-12-04"
