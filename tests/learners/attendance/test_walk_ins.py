"""Whoever comes to the door: a name is enough."""

from datetime import date, timedelta

import pytest

from academy.accounts.models import Account, GuardianConsent
from academy.accounts.rules import NotAName
from academy.shared.rulings import Refused
from learners.attendance.models import AttendanceMark, WalkIn
from learners.attendance.queries import standings
from learners.attendance.walk_in_actions import NoRoom, add_walk_in
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState, Source
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, MORNING, group, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_a_name_alone_gives_a_person_a_place_a_mark_and_a_slip() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    session = session_of(cohort)
    walk_in = add_walk_in(session_id=session.pk, name=" Kit   Lawal", by=jo, now=MORNING)
    place, kit = walk_in.enrolment, walk_in.enrolment.account
    assert (kit.full_name, kit.email, kit.hub, kit.name_for_certificate) == (
        "Kit Lawal",
        None,
        cohort.hub,
        "Kit Lawal",
    )
    assert (place.state, place.seat, place.source, place.booked_by) == (
        PlaceState.CONFIRMED,
        2,
        Source.DOOR,
        jo,
    )
    assert standings(session.pk)[place.pk].mark == "present"
    assert walk_in.newcomer and walk_in.code.startswith("DAY-")


def test_a_second_of_the_same_name_is_another_person() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    for _ in range(2):
        add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", by=jo, now=MORNING)
    assert Account.objects.filter(full_name="Kit Lawal").count() == 2


def test_the_same_form_sent_twice_adds_one() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    for _ in range(2):
        add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", key="k", by=jo, now=MORNING)
    assert WalkIn.objects.count() == AttendanceMark.objects.count() == 1


def test_somebody_known_keeps_their_record_and_the_place_they_waited_for() -> None:
    cohort, _, jo = group("Amara Bello", capacity=2)
    (amara,) = Enrolment.objects.all()
    known = worlds.person("Una Waite", "una@example.org")
    walk_in = add_walk_in(session_id=session_of(cohort).pk, account_id=known.pk, by=jo, now=MORNING)
    assert walk_in.enrolment.account == known and not walk_in.newcomer
    again = add_walk_in(session_id=session_of(cohort).pk, account_id=amara.account_id, by=jo, now=MORNING)
    assert again.enrolment == amara, "who has a place needs no other"


def test_who_waits_on_the_list_gets_the_place_at_the_door() -> None:
    cohort = dates.cohort(1, trainers=(jo := dates.trainer(email="jo@example.org"),))
    people = [worlds.person(name, f"{name}@example.org") for name in ("amara", "ben")]
    places = [book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON) for who in people]
    assert places[1].state == PlaceState.WAITLISTED
    walk_in = add_walk_in(
        session_id=session_of(cohort).pk, account_id=people[1].pk, by=jo, now=MORNING, make_room=True
    )
    assert walk_in.enrolment_id == places[1].pk
    assert walk_in.enrolment.state == PlaceState.CONFIRMED


def test_a_full_room_takes_one_more_only_when_the_trainer_says_so() -> None:
    cohort, _, jo = group("Amara Bello", capacity=1)
    with pytest.raises(NoRoom, match="Every place is taken. If there is room, tick “Make room for one more”"):
        add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", by=jo, now=MORNING)
    assert not Account.objects.filter(full_name="Kit Lawal").exists()
    add_walk_in(session_id=session_of(cohort).pk, name="Kit Lawal", by=jo, now=MORNING, make_room=True)
    cohort.refresh_from_db()
    assert (cohort.capacity, Enrolment.objects.holding().count()) == (2, 2)


def test_under_18_a_guardian_has_to_agree_first() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    kit = Account.objects.create_user(full_name="Kit Young", is_adult=False, date_of_birth=date(2011, 5, 1))
    session = session_of(cohort)
    with pytest.raises(Refused, match="a parent or guardian has to agree"):
        add_walk_in(session_id=session.pk, account_id=kit.pk, by=jo, now=MORNING)
    GuardianConsent.objects.create(
        account=kit,
        guardian_name="Sal Young",
        contact="07700 900123",
        scope="This course.",
        given_on=dates.FIRST_DAY,
        ends_on=date(2029, 5, 1),
        recorded_by=jo,
        recorded_at=MORNING,
    )
    assert add_walk_in(session_id=session.pk, account_id=kit.pk, by=jo, now=MORNING).enrolment.seat == 2


@pytest.mark.parametrize("name", ["", "  ", "1234", "x" * 121])
def test_a_name_has_to_be_one(name: str) -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    with pytest.raises(NotAName):
        add_walk_in(session_id=session_of(cohort).pk, name=name, by=jo, now=MORNING)


def test_nobody_walks_in_before_the_day_or_for_somebody_elses_hub() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    session = session_of(cohort)
    with pytest.raises(Refused, match="Until then"):
        add_walk_in(session_id=session.pk, name="Kit Lawal", by=jo, now=MORNING - timedelta(days=1))
    stranger = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    with pytest.raises(Refused, match="for the trainers of these dates"):
        add_walk_in(session_id=session.pk, name="Kit Lawal", by=stranger, now=MORNING)


def test_a_walk_in_earns_what_everybody_earns() -> None:
    cohort, (amara,), jo = group("Amara Bello", capacity=4)
    session = session_of(cohort)
    place = add_walk_in(session_id=session.pk, name="Kit Lawal", by=jo, now=MORNING).enrolment
    signed(session, jo, (amara, "present"))
    place.refresh_from_db()
    assert (place.state, place.completed_at) == (PlaceState.ATTENDED, EVENING)
