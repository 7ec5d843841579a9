"""Several phones at once, on real connections: nothing is lost, nothing is done twice, nobody waits for ever."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.attendance.actions import Wanted, mark_people, merge_marks, undo_mark
from learners.attendance.models import AttendanceMark, RegisterSignoff, WalkIn
from learners.attendance.queries import line_of, on_the_register, signed_version, standings
from learners.attendance.sign_actions import amend_register, sign_register
from learners.attendance.walk_in_actions import add_walk_in
from learners.certificates.actions import issue_certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, MORNING, group, kept, mark, session_of
from tests.learners.places import dates
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]

NAMES = ("Amara Bello", "Ben Whitlow", "Cai Moss", "Dee Ray")


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def test_phones_that_send_the_same_at_once_write_each_press_once() -> None:
    cohort, places, jo = group(*NAMES)
    session = session_of(cohort)
    batch = [kept(f"k{n}", place, "present", ago=9 - n, place=n) for n, place in enumerate(places)]
    batch.append(kept("walk", "", name="Kit Lawal", place=9))
    at_once(
        *[lambda: merge_marks(session_id=session.pk, kept=batch, by=jo, now=MORNING)] * 4,
        *[lambda: merge_marks(session_id=session.pk, kept=batch[::-1], by=jo, now=MORNING)] * 4,
    )
    assert AttendanceMark.objects.filter(device="phone-a").count() == len(places)
    assert WalkIn.objects.count() == 1
    assert {one.mark for one in standings(session.pk).values()} == {"present"}


def test_a_double_click_signs_once() -> None:
    cohort, places, jo = group(*NAMES)
    session = session_of(cohort)
    mark(session, jo, *((place, "present") for place in places), now=EVENING)
    at_once(*[lambda: sign_register(session_id=session.pk, by=jo, now=EVENING)] * 8)
    assert RegisterSignoff.objects.count() == 1
    assert AuditEvent.objects.filter(action="register_signed").count() == 1
    assert AuditEvent.objects.filter(action="course_completed").count() == len(places)


def test_a_mark_that_meets_the_signature_is_in_it_or_waits_beside_it() -> None:
    cohort, places, jo = group(*NAMES)
    session = session_of(cohort)
    mark(session, jo, *((place, "present") for place in places), now=EVENING)
    late = [kept("late", places[0], "absent")]
    at_once(
        lambda: sign_register(session_id=session.pk, by=jo, now=EVENING),
        lambda: merge_marks(session_id=session.pk, kept=late, by=jo, now=EVENING + timedelta(seconds=1)),
    )
    version = RegisterSignoff.objects.get()
    assert standings(session.pk)[places[0].pk].mark == "absent", "the press is kept"
    places[0].refresh_from_db()
    signed = {line["enrolment"]: line["mark"] for line in version.lines}[places[0].pk]
    assert (signed, places[0].state) in (("absent", "no_show"), ("present", "attended"))


def test_two_amendments_at_once_are_two_versions_or_one_is_told() -> None:
    cohort, places, jo = group(*NAMES)
    session, cora = session_of(cohort), dates.coordinator()
    mark(session, jo, *((place, "absent") for place in places), now=EVENING)
    sign_register(session_id=session.pk, by=jo, now=EVENING)

    def change(who, place) -> None:
        wanted = [Wanted(place.pk, "present")]
        try:
            amend_register(session_id=session.pk, wanted=wanted, reason="They came.", by=who, now=EVENING)
        except Refused as refusal:
            assert "Nothing is different" in str(refusal)  # the other one's version came between

    at_once(*[lambda: change(jo, places[0])] * 3, *[lambda: change(cora, places[1])] * 3)
    assert list(RegisterSignoff.objects.values_list("version", flat=True)) == [1, 2, 3]
    final = signed_version(session.pk)
    assert final is not None
    assert [line["mark"] for line in final.lines] == ["present", "present", "absent", "absent"]


def test_walk_ins_at_once_never_share_a_seat() -> None:
    cohort, _, jo = group("Amara Bello", capacity=3)
    session = session_of(cohort)
    at_once(
        *[
            lambda name=name: add_walk_in(
                session_id=session.pk, name=name, by=jo, now=MORNING, make_room=True
            )
            for name in ("Ada", "Bo", "Cy", "Di", "Ed", "Flo")
        ]
    )
    cohort.refresh_from_db()
    seats = list(Enrolment.objects.holding().order_by("seat").values_list("seat", flat=True))
    assert (seats, cohort.capacity) == (list(range(1, 8)), 7)


def sign_what_stands(cohort, session, jo) -> None:
    """Whoever is not marked was absent, and the register says what its presses say."""
    stands = standings(session.pk)
    unmarked = [place for place in on_the_register(cohort.pk) if place.pk not in stands]
    if unmarked:
        wanted = [Wanted(place.pk, "absent") for place in unmarked]
    else:
        wanted = []
    if signed_version(session.pk) is None:
        mark_people(session_id=session.pk, wanted=wanted, by=jo, now=EVENING + timedelta(hours=1))
        sign_register(session_id=session.pk, by=jo, now=EVENING + timedelta(hours=1))
    else:
        try:
            amend_register(
                session_id=session.pk, wanted=wanted, reason="End.", by=jo, now=EVENING + timedelta(hours=1)
            )
        except Refused as refusal:
            assert "Nothing is different" in str(refusal)


def check_what_is_signed(cohort, session) -> None:
    """The newest version is what the presses say, places follow it, and every chain is whole."""
    final, stands = signed_version(session.pk), standings(session.pk)
    assert final is not None
    assert final.lines == [line_of(place, stands[place.pk]) for place in on_the_register(cohort.pk)]
    for place in on_the_register(cohort.pk):
        assert place.state == ("no_show" if stands[place.pk].mark == "absent" else "attended")
        assert broken_links(chain_of(place)) == []
    assert broken_links(chain_of(cohort)) == []


def test_everything_at_once_waits_for_nobody_for_ever() -> None:
    """Eight people press whatever there is to press; the register is what its presses say, and chains are whole."""
    cohort, places, jo = group(*NAMES, capacity=12)
    cora, session = dates.coordinator(), session_of(cohort)
    people = [worlds.person(f"Extra {n}", f"x{n}@example.org").pk for n in range(4)]

    def press(chance: random.Random, number: int, step: int) -> None:
        place, by, now = chance.choice(places), chance.choice((jo, cora)), EVENING + timedelta(seconds=step)
        match chance.randrange(9):
            case 0 | 1:
                wanted = [Wanted(place.pk, chance.choice(("present", "late", "absent")))]
                mark_people(session_id=session.pk, wanted=wanted, by=by, now=now)
            case 2:
                batch = [kept(f"{number}-{step}", place, "present", device=f"phone-{number}", place=step)]
                merge_marks(session_id=session.pk, kept=batch, by=by, now=now)
            case 3:
                if key := AttendanceMark.objects.filter(undoes="").values_list("key", flat=True).first():
                    undo_mark(session_id=session.pk, key=key, by=by, now=now)
            case 4:
                who = chance.choice(people)
                add_walk_in(session_id=session.pk, account_id=who, by=by, now=now, make_room=True)
            case 5:
                sign_register(session_id=session.pk, by=by, now=now)
            case 6:
                wanted = [Wanted(place.pk, chance.choice(("present", "absent")))]
                amend_register(session_id=session.pk, wanted=wanted, reason=f"Step {step}.", by=by, now=now)
            case 7:
                cancel_place(place_id=place.pk, by=place.account, now=now)
            case 8:
                issue_certificate(enrolment_id=place.pk, now=now)

    def client(number: int) -> None:
        chance = random.Random(number)
        for step in range(20):
            with suppress(Refused):  # told why
                press(chance, number, step)

    at_once(*(lambda number=number: client(number) for number in range(8)))
    sign_what_stands(cohort, session, jo)
    check_what_is_signed(cohort, session)


def test_booking_while_a_register_is_signed_waits_for_its_turn() -> None:
    cohort, places, jo = group(*NAMES, capacity=8)
    session = session_of(cohort)
    mark(session, jo, *((place, "present") for place in places), now=EVENING)
    una = worlds.person("Una Waite", "una@example.org")

    def book() -> None:
        try:
            book_place(cohort_id=cohort.pk, account_id=una.pk, by=una, now=EVENING)
        except Refused as refusal:
            assert "has begun already" in str(refusal)

    at_once(book, lambda: sign_register(session_id=session.pk, by=jo, now=EVENING))
    assert RegisterSignoff.objects.get().there == len(places)
