"""Breaks, leaving, moving to another hub or version, and running out: nothing that was done is lost."""

from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.actions import close_version, new_version, open_version
from courses.qualifications.models import Centre, QualificationVersion, Site
from learners.portfolio.models import EvidenceLink
from learners.registrations.acceptance_actions import record_number
from learners.registrations.models import QualRegistration
from learners.registrations.side_actions import come_back, lapse_due, take_break, transfer, withdraw
from learners.registrations.states import LIVE, TRANSITIONS, RegistrationState
from learners.registrations.tasks import lapse_due as lapse_task
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.qualifying import LONG_AGO, NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = RegistrationState
BACK = TODAY + timedelta(days=40)


def on_it(cast: Cast, state: RegistrationState = S.IN_PROGRESS) -> QualRegistration:
    return qualifying.registered(cast.learner, cast.harbour, cast.manager, state)


def breaks(made: QualRegistration, by: Account, back: object = BACK) -> None:
    take_break(registration_id=made.pk, back_on=back, why="A new baby", by=by, now=NOON)  # type: ignore[arg-type]
    made.refresh_from_db()


@pytest.mark.parametrize("state", [S.ACCEPTED, S.REGISTERED, S.IN_PROGRESS])
@pytest.mark.parametrize("who", ["learner", "coordinator", "manager"])
def test_a_break_ends_where_it_began(cast: Cast, state: RegistrationState, who: str) -> None:
    made, by = on_it(cast, state), getattr(cast, who)
    breaks(made, by)
    assert (made.state, made.before_break, made.break_until) == (S.ON_BREAK, state, BACK)
    come_back(registration_id=made.pk, by=by, now=NOON)
    made.refresh_from_db()
    assert (made.state, made.before_break, made.break_until) == (state, "", None)


@pytest.mark.parametrize(
    "who", ["neighbour", "other_coordinator", "trainer", "assessor", "quality", "editor"]
)
def test_others_end_nothing(cast: Cast, who: str) -> None:
    made, by = on_it(cast), getattr(cast, who)
    for act in (
        lambda: breaks(made, by),
        lambda: come_back(registration_id=made.pk, by=by, now=NOON),
        lambda: withdraw(registration_id=made.pk, why="No", by=by, now=NOON),
    ):
        with pytest.raises(Refused, match="coordinator of the learner's hub"):
            act()


def test_a_break_needs_a_day_to_come_back(cast: Cast) -> None:
    made = on_it(cast)
    with pytest.raises(Refused, match="Choose a day after today"):
        breaks(made, cast.learner, TODAY)
    QualificationVersion.objects.update(certifies_until=TODAY + timedelta(days=10))
    with pytest.raises(Refused, match="last day for certificates"):
        breaks(made, cast.learner)
    with pytest.raises(Refused, match="“under way”"):
        come_back(registration_id=made.pk, by=cast.learner, now=NOON)


def test_leaving_needs_a_reason_and_frees_the_assessor(cast: Cast) -> None:
    made = on_it(cast)
    given = qualifying.allocated(made, cast.assessor)
    with pytest.raises(Refused, match="Say why"):
        withdraw(registration_id=made.pk, why=" ", by=cast.learner, now=NOON)
    withdraw(registration_id=made.pk, why="Moved away", by=cast.learner, now=NOON)
    made.refresh_from_db()
    given.refresh_from_db()
    assert (made.state, made.ended_why, given.ends_on) == (S.WITHDRAWN, "Moved away", TODAY)
    with pytest.raises(Refused, match="“withdrawn”"):
        withdraw(registration_id=made.pk, why="Again", by=cast.learner, now=NOON)


@pytest.mark.parametrize("state", [one for one in S if one not in LIVE])
def test_what_is_over_stays_so(cast: Cast, state: RegistrationState) -> None:
    made = on_it(cast, state)
    for act in (
        lambda: breaks(made, cast.learner),
        lambda: come_back(registration_id=made.pk, by=cast.learner, now=NOON),
        lambda: withdraw(registration_id=made.pk, why="No", by=cast.learner, now=NOON),
        lambda: moves(made, cast, cast.millfield.pk),
    ):
        with pytest.raises(Refused, match="nothing of this kind"):
            act()


# --- moving -----------------------------------------------------------------------------------------------------


def moves(
    made: QualRegistration, cast: Cast, hub: int, version: int | None = None, by: Account | None = None
) -> QualRegistration:
    return transfer(
        registration_id=made.pk,
        hub_id=hub,
        version_id=version or made.version_id,
        why="She moved to Millfield",
        by=by or cast.coordinator,
        now=NOON,
    )


def test_within_the_centre_it_is_the_same_registration(cast: Cast) -> None:
    made = on_it(cast)
    given = qualifying.allocated(made, cast.assessor)
    qualifying.version_at(cast.millfield, cast.manager)
    assert moves(made, cast, cast.millfield.pk).pk == made.pk
    made.refresh_from_db()
    given.refresh_from_db()
    assert (made.state, made.hub, made.ao_number) == (S.IN_PROGRESS, cast.millfield, f"AO-{cast.learner.pk}")
    assert given.ends_on is None, "the assessor goes on"
    event = AuditEvent.objects.filter(chain=f"qualregistration:{made.pk}").get()
    assert event.action == "registration_moved" and event.detail.before == {"hub": cast.harbour.pk}


def test_at_another_centre_the_number_is_asked_for_anew(cast: Cast) -> None:
    made = on_it(cast)
    centre = Centre.objects.create(
        name="Another Centre",
        awarding_organisation=made.version.qualification.awarding_organisation,
        approved_from=LONG_AGO,
    )
    Site.objects.create(centre=centre, hub=cast.millfield, approved_from=LONG_AGO)
    given = qualifying.allocated(made, cast.assessor)
    qualifying.shows(qualifying.piece(cast.learner), made, note="See the middle")
    new = moves(made, cast, cast.millfield.pk)
    made.refresh_from_db()
    given.refresh_from_db()
    assert (made.state, made.ended_why, given.ends_on) == (S.TRANSFERRED, "She moved to Millfield", TODAY)
    assert (new.state, new.ao_number, new.began_at, new.continues) == (S.ACCEPTED, "", None, made)
    assert new.units.count() == made.units.count() == 2
    assert new.details.get().legal_name == "Amara Bello" and new.details.get().confirmed_at
    assert list(QualRegistration.objects.live()) == [new]
    assert [one.note for one in EvidenceLink.objects.filter(registration=new)] == ["See the middle"]
    chain = AuditEvent.objects.filter(chain=f"qualregistration:{new.pk}").get()
    assert chain.action == "registration_continues"
    record_number(
        registration_id=new.pk, number=made.ao_number, registered_on=TODAY, by=cast.manager, now=NOON
    )
    new.refresh_from_db()
    assert new.state == S.REGISTERED


def test_to_the_next_version_the_units_are_those_of_that_one(cast: Cast) -> None:
    made = on_it(cast)
    close_version(version_id=made.version_id, by=cast.manager, now=NOON)
    following = new_version(version_id=made.version_id, by=cast.manager, now=NOON)
    with pytest.raises(Refused, match="being prepared"):
        moves(made, cast, cast.harbour.pk, following.pk)
    open_version(version_id=following.pk, by=cast.manager, now=NOON)
    qualifying.shows(qualifying.piece(cast.learner), made)
    new = moves(made, cast, cast.harbour.pk, following.pk)
    assert not EvidenceLink.objects.filter(registration=new).exists(), "the criteria are others"
    assert new.state == S.ACCEPTED and {one.unit.version_id for one in new.units.all()} == {following.pk}


def test_who_lost_their_site_can_go_on_elsewhere(cast: Cast) -> None:
    made = on_it(cast)
    Site.objects.update(approved_until=TODAY)
    qualifying.version_at(cast.millfield, cast.manager)
    QualificationVersion.objects.update(state="closed")
    assert moves(made, cast, cast.millfield.pk).state == S.IN_PROGRESS


def test_nobody_moves_to_nowhere(cast: Cast) -> None:
    made = on_it(cast)
    with pytest.raises(Refused, match="This is where the registration is"):
        moves(made, cast, cast.harbour.pk)
    with pytest.raises(Refused, match="Millfield is not an approved site"):
        moves(made, cast, cast.millfield.pk)
    with pytest.raises(Refused, match="coordinator of the learner's hub"):
        moves(made, cast, cast.millfield.pk, by=cast.other_coordinator)
    with pytest.raises(Refused, match="This is your own registration"):
        moves(made, cast, cast.millfield.pk, by=cast.learner)


# --- running out ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(S))
def test_what_may_lapse_does_after_the_last_day(cast: Cast, state: RegistrationState) -> None:
    facts = {"before_break": S.ACCEPTED} if state == S.ON_BREAK else {}
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager, state, **facts)
    QualificationVersion.objects.update(certifies_until=TODAY)
    assert lapse_due(now=NOON) == 0
    lapses = S.LAPSED in TRANSITIONS[state]
    assert lapse_due(now=NOON + timedelta(days=1)) == lapses
    assert lapse_due(now=NOON + timedelta(days=1)) == 0
    made.refresh_from_db()
    assert made.state == (S.LAPSED if lapses else state)


def test_the_nightly_task_ends_them(cast: Cast, settings: object) -> None:
    on_it(cast)
    QualificationVersion.objects.update(certifies_until=LONG_AGO)
    lapse_task()
    assert QualRegistration.objects.get().state == S.LAPSED
