"""Asking for a qualification, being put forward and being accepted; each refusal with its reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.hubs.states import HubStatus
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.registrations.acceptance_actions import accept, confirm_details, decline, record_check
from learners.registrations.acceptance_policies import may_accept
from learners.registrations.actions import Wish, answer, ask, begin, lock, put_forward
from learners.registrations.models import QualRegistration
from learners.registrations.states import Check, RegistrationState
from tests.cast import person
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.steps import (
    World,
    accepted,
    asked,
    checked,
    close,
    detailed,
    end_of_registering,
    make_world,
    numbered,
    unapprove,
)

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = RegistrationState


@pytest.fixture
def world() -> World:
    return make_world()


def test_the_way_from_the_question_to_the_number(world: World) -> None:
    made = accepted(world)
    assert made.state == S.ACCEPTED and made.accepted_by == world.cast.coordinator
    assert [one.unit.number for one in made.units.select_related("unit")] == [1, 2]
    numbered(world, made)
    assert (made.state, made.ao_number, made.late_why) == (S.REGISTERED, "AO-1", "")
    assert made.details.get().told_at == NOON
    begin(lock(made.pk), by=world.cast.learner, now=NOON)
    begin(lock(made.pk), by=world.cast.learner, now=NOON + timedelta(days=1))
    made.refresh_from_db()
    assert (made.state, made.began_at) == (S.IN_PROGRESS, NOON)
    told = AuditEvent.objects.filter(chain=chain_of(made)).order_by("seq").values_list("action", flat=True)
    assert list(told) == [
        "registration_asked",
        "registration_details",
        *["registration_checked"] * 3,
        "registration_accepted",
        "registration_number",
        "registration_began",
    ]
    assert broken_links(chain_of(made)) == []


def test_pressing_twice_asks_once(world: World) -> None:
    assert asked(world).pk == asked(world).pk and QualRegistration.objects.count() == 1


def close_hub(world: World) -> None:
    type(world.cast.harbour).objects.update(status=HubStatus.CLOSED)


def have_one(world: World) -> None:
    qualifying.registered(world.cast.learner, world.cast.harbour, world.cast.manager)


def have_one_by_another_row(world: World) -> None:
    other = person("Amara Twice", email=None)
    qualifying.registered(other, world.cast.harbour, world.cast.manager)
    Account.objects.filter(pk=other.pk).update(joined_to=world.cast.learner, is_active=False)


def close_account(world: World) -> None:
    Account.objects.filter(pk=world.cast.learner.pk).update(is_active=False)


REFUSALS: list[tuple[Callable[[World], None], str]] = [
    (close, "is closed to new learners. Ask for the version of today."),
    (end_of_registering, "closed on 19 November 2026"),
    (unapprove, "Harbour Road is not an approved site for Sample Awarding Organisation on 20 November 2026"),
    (close_hub, "Harbour Road is closed. Choose another hub."),
    (have_one, "There is a registration for"),
    (have_one_by_another_row, "There is a registration for"),
    (close_account, "This account is closed."),
]


@pytest.mark.parametrize(("change", "said"), REFUSALS, ids=lambda one: getattr(one, "__name__", ""))
def test_asking_is_refused_with_the_reason(world: World, change: Callable[[World], None], said: str) -> None:
    change(world)
    before = QualRegistration.objects.count()
    with pytest.raises(Refused, match=said.replace(".", r"\.")):
        asked(world)
    assert QualRegistration.objects.count() == before


def test_a_hub_that_is_no_site_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Millfield is not an approved site"):
        ask(
            version_id=world.version.pk,
            hub_id=world.cast.millfield.pk,
            wish=Wish(),
            by=world.cast.learner,
            now=NOON,
        )


def test_somebody_too_young_is_told_from_when(world: World) -> None:
    with pytest.raises(Refused, match="of 16 or over, and today the age is 15"):
        asked(world, world.cast.minor)


def test_the_birth_date_decides_on_the_day_of_acceptance(world: World) -> None:
    made, cora = asked(world), world.cast.coordinator
    sixteen_tomorrow = TODAY.replace(year=TODAY.year - 16) + timedelta(days=1)
    detailed(made, world.cast.learner, born=sixteen_tomorrow)
    checked(made, cora)
    with pytest.raises(Refused, match="for people of 16 or over, and on this day the age is 15"):
        accept(registration_id=made.pk, target_end_on=None, by=cora, now=NOON)
    accept(registration_id=made.pk, target_end_on=None, by=cora, now=NOON + timedelta(days=1))


def test_a_row_that_was_joined_is_not_put_forward(world: World) -> None:
    other = person("Amara Twice", email=None, hub=world.cast.harbour)
    Account.objects.filter(pk=other.pk).update(joined_to=world.cast.learner, is_active=False)
    with pytest.raises(Refused, match="joined to another one of the same person"):
        forwarded(world, other)


def forwarded(world: World, who: Account, by: Account | None = None) -> QualRegistration:
    return put_forward(
        account_id=who.pk,
        version_id=world.version.pk,
        hub_id=world.cast.harbour.pk,
        wish=Wish(),
        by=by or world.cast.coordinator,
        now=NOON,
    )


def test_who_is_put_forward_says_yes_themselves(world: World) -> None:
    made, amara, cora = forwarded(world, world.cast.learner), world.cast.learner, world.cast.coordinator
    detailed(made, cora)
    checked(made, cora)
    with pytest.raises(
        Refused, match="The learner has not said yes yet. .*The learner has to read their details"
    ):
        accept(registration_id=made.pk, target_end_on=None, by=cora, now=NOON)
    with pytest.raises(Refused, match="Only the learner can say yes"):
        answer(registration_id=made.pk, yes=True, by=cora, now=NOON)
    answer(registration_id=made.pk, yes=True, by=amara, now=NOON)
    with pytest.raises(Refused, match="You have said yes already"):
        answer(registration_id=made.pk, yes=True, by=amara, now=NOON)
    newest = made.details.get()
    with pytest.raises(Refused, match="Only the learner can say that their details are right"):
        confirm_details(registration_id=made.pk, details_id=newest.pk, by=cora, now=NOON)
    confirm_details(registration_id=made.pk, details_id=newest.pk, by=amara, now=NOON)
    accept(registration_id=made.pk, target_end_on=None, by=cora, now=NOON)


def test_who_says_no_is_not_kept(world: World) -> None:
    made = forwarded(world, world.cast.learner)
    answer(registration_id=made.pk, yes=False, by=world.cast.learner, now=NOON)
    made.refresh_from_db()
    assert (made.state, made.ended_why) == (S.WITHDRAWN, "The learner said no.")


@pytest.mark.parametrize(
    "who", ["other_coordinator", "trainer", "assessor", "learner", "quality", "stranger"]
)
def test_only_the_hub_and_the_manager_put_forward(world: World, who: str) -> None:
    by = getattr(world.cast, who)
    with pytest.raises(Refused, match="This is you|put forward by its coordinator"):
        forwarded(world, world.cast.learner, by)


def test_what_is_missing_is_said(world: World) -> None:
    made, cora = asked(world), world.cast.coordinator
    ruling = may_accept(cora, made, now=NOON)
    assert ruling.reason == (
        "Not yet: Look at something that proves who they are, and write down what it was. Talk through access needs "
        "and earlier learning, and write down when. Give the induction, and write down when. The name, as it is to be "
        "printed, and the birth date are missing."
    )
    with pytest.raises(Refused, match="This day has not come yet"):
        record_check(
            registration_id=made.pk,
            what=Check.TALK,
            done_on=TODAY + timedelta(days=1),
            how="",
            by=cora,
            now=NOON,
        )


@pytest.mark.parametrize("change", [close, end_of_registering, unapprove])
def test_nobody_is_accepted_where_nobody_could_ask(world: World, change: Callable[[World], None]) -> None:
    made = asked(world)
    detailed(made, world.cast.learner)
    checked(made, world.cast.coordinator)
    change(world)
    with pytest.raises(Refused, match="closed|not an approved site"):
        accept(registration_id=made.pk, target_end_on=None, by=world.cast.coordinator, now=NOON)


def test_declining_says_why(world: World) -> None:
    made, cora = asked(world), world.cast.coordinator
    with pytest.raises(Refused, match="Say why"):
        decline(registration_id=made.pk, why="  ", by=cora, now=NOON)
    decline(registration_id=made.pk, why="Come back in spring.", by=cora, now=NOON)
    made.refresh_from_db()
    assert (made.state, made.ended_why) == (S.DECLINED, "Come back in spring.")
    assert asked(world).pk != made.pk, "who was declined may ask again"
