"""Saying what a piece shows: who may, for which registration, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from academy.shared import clock
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.portfolio.actions import read_evidence
from learners.portfolio.link_actions import Shown, say_what_it_shows
from learners.portfolio.link_queries import to_show
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.states import AllocatedAs, Nature, RegistrationState
from tests.browsing import browser
from tests.learners import qualifying
from tests.learners.portfolio.pages import Scene, seen
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]


def tries(
    scene: Scene, item: EvidenceItem, registration: object = None, by: object = None, **more: object
) -> int:
    """The first criterion of the registration, by Amara."""
    entry = registration or scene.registration
    shown = more.pop("shown", [Shown(qualifying.criteria(scene.registration)[0].pk)])
    return say_what_it_shows(
        item_id=item.pk,
        registration_id=entry.pk,  # type: ignore[attr-defined]
        shown=shown,  # type: ignore[arg-type]
        by=by or scene.cast.learner,  # type: ignore[arg-type]
        now=NOON,
    )


def test_linking_is_written_down_and_moves_the_registration(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    assert tries(scene, item) == 1
    scene.registration.refresh_from_db()
    assert scene.registration.moved_at == NOON
    events = AuditEvent.objects.filter(action="evidence_linked")
    assert [event.chain for event in events] == [f"qualregistration:{scene.registration.pk}"]
    tries(scene, item)
    assert events.count() == 1, "nothing changed the second time"


def test_nobody_links_the_piece_of_another_or_to_the_way_of_another(scene: Scene) -> None:
    """Screen, action, database."""
    cast = scene.cast
    item, hers = qualifying.piece(cast.learner), qualifying.piece(cast.stranger)
    address = reverse("evidence-shows", args=[hers.token, scene.registration.token])
    assert browser(cast.learner).get(address).status_code == 404
    address = reverse("evidence-shows", args=[item.token, scene.other.token])
    assert browser(cast.learner).get(address).status_code == 404
    for piece, registration in ((hers, scene.registration), (item, scene.other)):
        with pytest.raises(Refused, match="Only the learner"):
            tries(scene, piece, registration)
        with pytest.raises(IntegrityError, match="belongs to somebody else"), transaction.atomic():
            qualifying.shows(piece, registration)
    with pytest.raises(Refused, match="Only the learner"):
        tries(scene, item, by=cast.assessor)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.APPLIED, "as soon as your hub has accepted you"),
        (RegistrationState.ON_BREAK, "on a break"),
        (RegistrationState.WITHDRAWN, "has ended"),
        (RegistrationState.LAPSED, "has ended"),
        (RegistrationState.ASSESSED, "signed off"),
    ],
)
def test_the_state_of_the_registration_says_why_not(
    scene: Scene, state: RegistrationState, words: str
) -> None:
    item = qualifying.piece(scene.cast.learner)
    scene.registration.state = state
    scene.registration.before_break = RegistrationState.IN_PROGRESS
    scene.registration.save()
    with pytest.raises(Refused, match=words):
        tries(scene, item)
    address = reverse("evidence-shows", args=[item.token, scene.registration.token])
    response = browser(scene.cast.learner).get(address)
    assert response.status_code == 403
    assert words in seen(response)


def test_only_criteria_of_units_that_the_learner_takes(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    last = qualifying.criteria(scene.registration)[-1]
    scene.registration.units.filter(unit=last.outcome.unit_id).delete()
    for pk in (last.pk, 999999):
        with pytest.raises(Refused, match="a unit that you do not take"):
            tries(scene, item, shown=[Shown(pk)])
    assert last.text not in seen(
        browser(scene.cast.learner).get(
            reverse("evidence-shows", args=[item.token, scene.registration.token])
        )
    )


def test_what_was_taken_out_is_brought_back_first(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, withdrawn_at=NOON)
    with pytest.raises(Refused, match="Bring it back first"):
        tries(scene, item)


def test_a_course_is_context_and_the_page_says_so(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner, kind=EvidenceKind.COURSE)
    address = reverse("evidence-shows", args=[item.token, scene.registration.token])
    assert "never shows anything by itself" in seen(browser(scene.cast.learner).get(address))
    assert not any(one.fits for unit in to_show(item, scene.registration) for one in unit.criteria)


def test_a_prescribed_way_goes_before_the_others_in_what_is_suggested(scene: Scene) -> None:
    item = qualifying.piece(scene.cast.learner)
    units = to_show(item, scene.registration)
    assert [unit.title for unit in units] == [
        f"Unit {unit.number}: {unit.title}" for unit in scene_units(scene)
    ]
    observed = [one for unit in units for one in unit.criteria if one.must]
    assert observed
    assert not any(one.fits for one in observed), "a reflection is no observation"


def scene_units(scene: Scene) -> list[qualifying.Unit]:
    return list(scene.registration.version.units.order_by("number"))


def test_an_assessor_hears_nothing_of_another_qualification(scene: Scene) -> None:
    cast = scene.cast
    item = qualifying.piece(cast.learner)
    qualifying.shows(item, scene.registration)
    scene.registration.state, scene.registration.ended_at = "withdrawn", NOON
    scene.registration.save()
    second = qualifying.registered(cast.learner, cast.millfield, cast.manager, ao_number="AO-2")
    qualifying.allocated(second, cast.quality, None, AllocatedAs.QUALITY)
    criterion = qualifying.criteria(second)[0]
    shown = [Shown(criterion.pk, note="For the second one alone")]
    say_what_it_shows(item_id=item.pk, registration_id=second.pk, shown=shown, by=cast.learner, now=NOON)
    address = reverse("evidence", args=[item.token])
    assert "For the second one alone" not in seen(browser(cast.assessor).get(address))
    assert "For the second one alone" in seen(browser(cast.quality).get(address))
    assert "For the second one alone" in seen(browser(cast.learner).get(address))


def test_inv_05_a_conflict_closes_a_piece_to_whoever_was_given_it(scene: Scene) -> None:
    cast = scene.cast
    item = qualifying.piece(cast.learner)
    qualifying.shows(item, scene.registration)
    address = reverse("evidence", args=[item.token])
    assert browser(cast.assessor).get(address).status_code == 200
    ConflictDeclaration.objects.create(
        person=cast.assessor,
        other=cast.learner,
        nature=Nature.FAMILY,
        starts_on=clock.today(),
        declared_by=cast.assessor,
        declared_at=clock.now(),
    )
    assert browser(cast.assessor).get(address).status_code == 403
    with pytest.raises(Refused):
        read_evidence(item_id=item.pk, by=cast.assessor, now=clock.now())
