"""Holds: who places and who lifts them, and that they stop the sign-off until then."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from learners.adjustments.hold_actions import keep_hold, lift_hold, place_hold
from learners.adjustments.models import AssessmentHold
from learners.adjustments.queries import holds_on
from learners.registrations.states import RegistrationState
from tests.cast import hold
from tests.learners import judging, qualifying, signatures
from tests.learners.adjustments.ways import World, events, world
from tests.learners.assessment.attacks import conflict
from tests.learners.conftest import Nudges
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
SOON = TODAY + timedelta(days=14)
WHY = "An appeal is open."


@pytest.fixture
def here() -> World:
    return world()


def place(here: World, **facts: object) -> AssessmentHold:
    said = {"unit_id": here.unit.pk, "reason": WHY, "review_on": SOON, "by": here.cast.quality}
    return place_hold(registration_id=here.registration.pk, now=NOON, **{**said, **facts})  # type: ignore[arg-type]


def test_the_lead_places_one_and_it_is_told(
    here: World, nudges: Nudges, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        made = place(here)
    assert nudges == [("learners.reminders.send_due", {"kind": "hold_placed"})]
    assert place(here).pk == made.pk
    assert [one.pk for one in holds_on(here.registration, here.unit)] == [made.pk]
    assert events(here.registration) == ["hold_placed"]


def test_the_manager_places_one_too(here: World) -> None:
    assert place(here, by=here.cast.manager, unit_id=None).unit_id is None


@pytest.mark.parametrize("who", ["assessor", "coordinator", "learner", "stranger", "trainer"])
def test_nobody_else_does(here: World, who: str) -> None:
    with pytest.raises(Refused):
        place(here, by=getattr(here.cast, who))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"reason": " "}, "Write why"),
        ({"review_on": TODAY}, "day after today"),
        ({"unit_id": 9999}, "not one that the learner takes"),
    ],
)
def test_it_says_what_is_missing(here: World, facts: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        place(here, **facts)


def test_not_on_what_is_over(here: World) -> None:
    type(here.registration).objects.filter(pk=here.registration.pk).update(
        state=RegistrationState.WITHDRAWN, ended_at=NOON
    )
    with pytest.raises(Refused, match="ended"):
        place(here)


def test_somebody_looks_again_and_it_stays(here: World) -> None:
    made = place(here)
    later = SOON + timedelta(days=14)
    with pytest.raises(Refused, match="what you found"):
        keep_hold(hold_id=made.pk, review_on=later, words=" ", by=here.cast.quality, now=NOON)
    with pytest.raises(Refused, match="day after today"):
        keep_hold(hold_id=made.pk, review_on=TODAY, words="Still open.", by=here.cast.quality, now=NOON)
    with pytest.raises(Refused, match="stands already"):
        keep_hold(hold_id=made.pk, review_on=SOON, words="Still open.", by=here.cast.quality, now=NOON)
    with pytest.raises(Refused):
        keep_hold(hold_id=made.pk, review_on=later, words="Still open.", by=here.cast.assessor, now=NOON)
    kept = keep_hold(hold_id=made.pk, review_on=later, words="Still open.", by=here.cast.manager, now=NOON)
    assert kept.review_on == later
    assert events(here.registration) == ["hold_placed", "hold_kept"]


def test_the_lead_lifts_it_with_words(here: World) -> None:
    made = place(here)
    with pytest.raises(Refused, match="what came of it"):
        lift_hold(hold_id=made.pk, why=" ", by=here.cast.quality, now=NOON)
    lifted = lift_hold(hold_id=made.pk, why="The appeal is answered.", by=here.cast.quality, now=NOON)
    assert (lifted.lifted_by, lifted.lifted_why) == (here.cast.quality, "The appeal is answered.")
    assert lift_hold(hold_id=made.pk, why="The appeal is answered.", by=here.cast.quality, now=NOON).pk
    with pytest.raises(Refused, match="lifted already"):
        lift_hold(hold_id=made.pk, why="Again", by=here.cast.quality, now=NOON)
    with pytest.raises(Refused, match="lifted already"):
        keep_hold(hold_id=made.pk, review_on=SOON, words="Again", by=here.cast.quality, now=NOON)
    assert holds_on(here.registration) == ()


@pytest.mark.parametrize("who", ["manager", "assessor", "coordinator", "learner"])
def test_nobody_else_lifts_it(here: World, who: str) -> None:
    """INV-08: also not a superuser."""
    made = place(here)
    by = getattr(here.cast, who)
    by.is_superuser = True
    by.save()
    with pytest.raises(Refused):
        lift_hold(hold_id=made.pk, why="It is fine.", by=by, now=NOON)
    assert holds_on(here.registration)


@pytest.mark.parametrize("whole", [True, False])
def test_a_lead_does_not_lift_it_from_what_they_assess(whole: bool) -> None:
    here = world(number=2)
    qualifying.assessor(here.cast.quality, here.cast.manager)
    hold(here.cast.quality, Role.ASSESSOR, here.cast.harbour)
    qualifying.allocated(here.registration, here.cast.quality, here.unit)
    made = place(here, unit_id=None if whole else here.unit.pk)
    with pytest.raises(Refused, match="You assess this yourself"):
        lift_hold(hold_id=made.pk, why="Fine.", by=here.cast.quality, now=NOON)
    other = place(here, unit_id=judging.unit_of(here.registration, 2).pk)
    assert lift_hold(hold_id=other.pk, why="Fine.", by=here.cast.quality, now=NOON).lifted_at == NOON


def test_inv_05_nothing_while_a_conflict_is_open(here: World) -> None:
    made = place(here)
    conflict(here.cast, here.registration, here.cast.quality)
    with pytest.raises(Refused, match="conflict of interest"):
        lift_hold(hold_id=made.pk, why="Fine.", by=here.cast.quality, now=NOON)
    with pytest.raises(Refused, match="conflict of interest"):
        place(here, reason="Another")


def test_the_database_signs_nothing_under_a_hold(here: World) -> None:
    made = place(here)
    judging.judged(here.registration, here.cast.assessor)
    signoff = signatures.signoff_of(here.registration)
    with pytest.raises(IntegrityError, match="a hold stands on it"), transaction.atomic():
        signatures.signs(signoff, here.cast.assessor)
    lift_hold(hold_id=made.pk, why="The appeal is answered.", by=here.cast.quality, now=NOON)
    assert signatures.signs(signoff, here.cast.assessor).pk
