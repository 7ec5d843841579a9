"""Details, units and the awarding organisation's number; each refusal with its reason."""

from datetime import timedelta

import pytest

from academy.shared.rulings import Refused
from courses.qualifications.models import OptionalGroup, QualificationVersion, Site, Unit
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.acceptance_actions import (
    choose_units,
    confirm_details,
    decline,
    record_number,
    say_told,
)
from learners.registrations.actions import Wish, ask, begin, lock
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_be_judged
from learners.registrations.states import RegistrationState
from tests.cast import person
from tests.learners import qualifying
from tests.learners.qualifying import LONG_AGO, NOON, TODAY
from tests.learners.registrations.steps import (
    GOOD_ULN,
    ULN,
    World,
    accepted,
    asked,
    checked,
    close,
    detailed,
    make_world,
    numbered,
    unapprove,
)

pytestmark = [pytest.mark.both, pytest.mark.django_db]
S = RegistrationState


@pytest.fixture
def world() -> World:
    return make_world()


# --- details --------------------------------------------------------------------------------------------------


def test_details_are_rows_that_never_change(world: World) -> None:
    made, amara, cora = asked(world), world.cast.learner, world.cast.coordinator
    detailed(made, cora, "Amara Belo")
    detailed(made, amara, "Amara  Bello", uln="1234 567 899")
    detailed(made, amara, "Amara Bello", uln=GOOD_ULN)
    rows = list(made.details.order_by("number"))
    assert [(one.legal_name, one.confirmed_at) for one in rows] == [
        ("Amara Belo", None),
        ("Amara Bello", NOON),
    ]
    assert (rows[1].uln, rows[1].notice_version) == (GOOD_ULN, "uln-2026-11")
    assert rows[0].notice_version == ""
    amara.refresh_from_db()
    assert (amara.full_name, amara.name_for_certificate) == ("Amara Bello", "")


def test_confirming_what_was_changed_meanwhile_is_refused(world: World) -> None:
    made, amara, cora = asked(world), world.cast.learner, world.cast.coordinator
    detailed(made, cora, "Amara Belo")
    seen = made.details.get()
    detailed(made, cora, "Amara Bela")
    with pytest.raises(Refused, match="changed while you read them"):
        confirm_details(registration_id=made.pk, details_id=seen.pk, by=amara, now=NOON)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"name": "12"}, "A name needs at least one letter"),
        ({"born": TODAY + timedelta(days=1)}, "That date has not come yet"),
        ({"uln": "123"}, "has ten digits"),
        ({"uln": ULN}, "one of them is wrong"),
    ],
)
def test_details_that_cannot_be_are_refused(world: World, facts: dict[str, object], said: str) -> None:
    made = asked(world)
    with pytest.raises(Refused, match=said):
        detailed(made, world.cast.learner, **facts)  # type: ignore[arg-type]
    assert not made.details.exists()


def test_a_correction_after_the_number_waits_to_be_passed_on(world: World) -> None:
    made = accepted(world)
    numbered(world, made)
    with pytest.raises(Refused, match="No corrected details wait"):
        say_told(registration_id=made.pk, by=world.cast.manager, now=NOON)
    detailed(made, world.cast.learner, "Amara Ngozi Bello")
    newest = made.details.order_by("-number").first()
    assert newest and newest.told_at is None
    with pytest.raises(Refused, match="centre administrator"):
        say_told(registration_id=made.pk, by=world.cast.coordinator, now=NOON)
    say_told(registration_id=made.pk, by=world.cast.manager, now=NOON)
    newest.refresh_from_db()
    assert newest.told_at == NOON


# --- units ----------------------------------------------------------------------------------------------------


def optional(world: World) -> tuple[Unit, Unit]:
    """One of two is taken."""
    QualificationVersion.objects.update(frozen_at=None)
    group = OptionalGroup.objects.create(version=world.version, title="Where you organise", fewest=1, most=1)
    street, work = (
        Unit.objects.create(version=world.version, number=number, title=title, group=group)
        for number, title in ((3, "In a street"), (4, "At work"))
    )
    return street, work


def test_optional_units_follow_the_rule_of_combination(world: World) -> None:
    street, work = optional(world)
    made, amara = accepted(world), world.cast.learner
    with pytest.raises(Refused, match="at least 1 of “Where you organise”. So far: 0"):
        choose_units(registration_id=made.pk, units=[], by=amara, now=NOON)
    with pytest.raises(Refused, match="at most 1"):
        choose_units(registration_id=made.pk, units=[street.pk, work.pk], by=amara, now=NOON)
    choose_units(registration_id=made.pk, units=[street.pk], by=amara, now=NOON)
    choose_units(registration_id=made.pk, units=[work.pk], by=amara, now=NOON)
    assert [one.unit.number for one in made.units.select_related("unit")] == [1, 2, 4]
    begin(lock(made.pk), by=amara, now=NOON)
    with pytest.raises(Refused, match="Work has begun"):
        choose_units(registration_id=made.pk, units=[street.pk], by=amara, now=NOON)


def test_a_unit_that_somebody_was_given_stays(world: World) -> None:
    street, work = optional(world)
    made, amara = accepted(world), world.cast.learner
    choose_units(registration_id=made.pk, units=[street.pk], by=amara, now=NOON)
    qualifying.allocated(made, world.cast.assessor, street)
    with pytest.raises(Refused, match="given to one of these units by name"):
        choose_units(registration_id=made.pk, units=[work.pk], by=amara, now=NOON)


# --- the number (INV-18) ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "who", ["coordinator", "other_coordinator", "trainer", "assessor", "learner", "quality"]
)
def test_inv_18_only_the_centre_records_the_number(world: World, who: str) -> None:
    made = accepted(world)
    with pytest.raises(Refused):
        record_number(
            registration_id=made.pk,
            number="AO-1",
            registered_on=TODAY,
            by=getattr(world.cast, who),
            now=NOON,
        )
    made.refresh_from_db()
    assert (made.state, made.ao_number) == (S.ACCEPTED, "")


def test_inv_18_the_centre_administrator_records_it(world: World) -> None:
    made, admin = accepted(world), person("Ada Admin")
    qualifying.task_of(admin, world.version, QualificationTask.CENTRE_ADMIN)
    record_number(registration_id=made.pk, number=" AO 1 ", registered_on=TODAY, by=admin, now=NOON)
    made.refresh_from_db()
    assert (made.ao_number, made.number_recorded_by) == ("AO 1", admin)


def test_inv_01_nobody_looks_after_their_own_registration(world: World) -> None:
    made = ask(
        version_id=world.version.pk,
        hub_id=world.cast.harbour.pk,
        wish=Wish(),
        by=world.cast.manager,
        now=NOON,
    )
    for act in (
        lambda: checked(made, world.cast.manager),
        lambda: decline(registration_id=made.pk, why="No", by=world.cast.manager, now=NOON),
        lambda: numbered(world, made),
    ):
        with pytest.raises(Refused, match="This is your own registration"):
            act()


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"number": "  "}, "Write the number"),
        ({"on": TODAY + timedelta(days=1)}, "has not come yet"),
        ({"on": TODAY - timedelta(days=1)}, "accepted on 20/11/2026"),
    ],
)
def test_a_number_that_cannot_be_is_refused(world: World, facts: dict[str, object], said: str) -> None:
    made = accepted(world)
    with pytest.raises(Refused, match=said):
        numbered(world, made, **facts)  # type: ignore[arg-type]


def test_one_number_is_one_learner(world: World) -> None:
    made = accepted(world)
    other = qualifying.registered(world.cast.stranger, world.cast.harbour, world.cast.manager)
    with pytest.raises(Refused, match="Another learner has this number"):
        numbered(world, made, other.ao_number)
    made.refresh_from_db()
    assert made.state == S.ACCEPTED


def test_inv_18_a_late_registration_is_flagged(world: World, settings: object) -> None:
    made = accepted(world)
    begin(lock(made.pk), by=world.cast.learner, now=NOON)
    made.refresh_from_db()
    assert made.state == S.ACCEPTED
    later = NOON + timedelta(days=2)
    record_number(
        registration_id=made.pk, number="AO-1", registered_on=later.date(), by=world.cast.manager, now=later
    )
    made.refresh_from_db()
    assert made.state == S.IN_PROGRESS
    assert made.late_why == "Work began before the awarding organisation had the learner."
    record_number(
        registration_id=made.pk, number="AO-2", registered_on=later.date(), by=world.cast.manager, now=later
    )
    made.refresh_from_db()
    assert made.ao_number == "AO-2" and made.late_why, "a number put right later stays late"


def test_inv_18_too_many_days_are_late(world: World) -> None:
    made, later = accepted(world), NOON + timedelta(days=29)
    record_number(
        registration_id=made.pk, number="AO-1", registered_on=later.date(), by=world.cast.manager, now=later
    )
    made.refresh_from_db()
    assert made.late_why == "Registered 29 days after acceptance. The Academy's own limit is 28."


def test_inv_18_nothing_is_judged_without_the_number(world: World, settings) -> None:  # type: ignore[no-untyped-def]
    made = accepted(world)
    assert "number is not recorded yet" in may_be_judged(made, on=TODAY).reason
    settings.JUDGE_WITHOUT_NUMBER = "warn"
    warned = may_be_judged(made, on=TODAY)
    assert warned and "number is not recorded yet" in warned.reason
    settings.JUDGE_WITHOUT_NUMBER = "block"
    numbered(world, made)
    assert may_be_judged(made, on=TODAY) and not may_be_judged(made, on=TODAY).reason


def test_a_hub_that_lost_its_approval_judges_nothing(world: World) -> None:
    made = accepted(world)
    numbered(world, made)
    unapprove(world)
    assert "Nothing is lost" in may_be_judged(made, on=TODAY).reason
    Site.objects.update(approved_from=LONG_AGO, approved_until=None)
    QualificationVersion.objects.update(certifies_until=TODAY)
    made = QualRegistration.objects.get(pk=made.pk)
    assert may_be_judged(made, on=TODAY)
    assert "is over" in may_be_judged(made, on=TODAY + timedelta(days=1)).reason


def test_a_version_closed_while_people_are_on_it_goes_on(world: World) -> None:
    made = accepted(world)
    numbered(world, made)
    close(world)
    made.refresh_from_db()
    assert may_be_judged(made, on=TODAY)


@pytest.mark.parametrize("declared_by", ["coordinator", "learner"])
def test_inv_05_an_open_conflict_closes_what_the_hub_does(world: World, declared_by: str) -> None:
    made, cora, amara = asked(world), world.cast.coordinator, world.cast.learner
    person, other = (cora, amara) if declared_by == "coordinator" else (amara, cora)
    qualifying.conflict(person, other)
    with pytest.raises(Refused, match="A conflict of interest between you and this learner is open"):
        checked(made, cora)
    checked(made, world.cast.manager)
