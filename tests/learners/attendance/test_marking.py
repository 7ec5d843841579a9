"""Marks: who may make them and when; undone, kept on phones, merged; nothing of them is ever lost."""

from datetime import timedelta
from itertools import permutations

import pytest
from django.db import IntegrityError, connection, transaction

from academy.accounts.models import RoleAssignment
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.attendance.actions import Wanted, mark_people, merge_marks, undo_mark
from learners.attendance.models import AttendanceMark, WalkIn
from learners.attendance.queries import standings
from learners.attendance.states import Source
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import cancel_place
from learners.enrolments.states import PlaceState
from tests.learners.attendance.registers import MORNING, group, kept, mark, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def says(session: Session) -> dict[int, str]:
    return {who: standing.mark for who, standing in standings(session.pk).items()}


def test_marks_are_rows_and_the_newest_holds() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    assert mark(session, jo, (amara, "present"), (ben, "absent")) == 2
    assert (
        mark(session, jo, (amara, "present"), (ben, "late"), now=MORNING + timedelta(minutes=30), minutes=20)
        == 1
    )
    assert says(session) == {amara.pk: "present", ben.pk: "late"}
    assert standings(session.pk)[ben.pk].minutes == 20
    assert AttendanceMark.objects.count() == 3


def test_minutes_belong_to_who_missed_some_of_it() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    mark(session_of(cohort), jo, (amara, "present"), minutes=20)
    assert standings(session_of(cohort).pk)[amara.pk].minutes is None


def test_undo_brings_back_the_mark_before_and_works_once() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    mark(session, jo, (amara, "late"))
    mark(session, jo, (amara, "absent"), now=MORNING + timedelta(minutes=1))
    key = standings(session.pk)[amara.pk].key
    later = MORNING + timedelta(minutes=2)
    assert undo_mark(session_id=session.pk, key=key, by=jo, now=later)
    assert not undo_mark(session_id=session.pk, key=key, by=jo, now=later)
    assert says(session) == {amara.pk: "late"}
    with pytest.raises(Refused, match="not on this register"):
        undo_mark(session_id=session.pk, key="nonsense", by=jo, now=later)


def test_only_those_who_run_the_dates_mark() -> None:
    cohort, (amara,), _ = group("Amara Bello")
    session = session_of(cohort)
    elsewhere = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    other_trainer = dates.trainer(email="tom@example.org")
    for who in (elsewhere, other_trainer, amara.account):
        with pytest.raises(
            Refused, match="for the trainers of these dates and the coordinator of Harbour Road"
        ):
            mark(session, who, (amara, "present"))
    mark(session, dates.coordinator(), (amara, "present"))
    assert says(session) == {amara.pk: "present"}


def test_before_the_day_only_who_told_us() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    with pytest.raises(Refused, match="This session is on Thursday 3 December. Until then"):
        mark(session, jo, (amara, "present"), now=NOON)
    mark(session, jo, (amara, "told_us"), now=NOON)
    assert says(session) == {amara.pk: "told_us"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"state": CohortState.DRAFT}, "still being prepared"),
        (
            {"state": CohortState.CANCELLED, "cancelled_at": NOON, "cancelled_why": "The hall is flooded."},
            "The hall is flooded. There is no register",
        ),
    ],
)
def test_dates_that_are_not_held_have_no_register(facts, words: str) -> None:
    cohort, (amara,), jo = group("Amara Bello")
    Cohort.objects.filter(pk=cohort.pk).update(**facts)
    with pytest.raises(Refused, match=words):
        mark(session_of(cohort), jo, (amara, "present"))


def test_a_cancelled_session_has_no_register() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    Session.objects.update(cancelled_at=NOON)
    with pytest.raises(Refused, match="was cancelled, so it has no register"):
        mark(session_of(cohort), jo, (amara, "present"))


def test_a_place_of_other_dates_is_not_on_this_register() -> None:
    cohort, _, jo = group("Amara Bello")
    _, (stranger,), _ = group("Zoe Quill")
    with pytest.raises(Refused, match="no place on these dates any more"):
        mark(session_of(cohort), jo, (stranger, "present"))


def test_a_signed_register_is_not_marked_on_screen() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "absent"))
    with pytest.raises(Refused, match="This register is signed. Press “Change the register”"):
        mark(session, jo, (amara, "present"), now=MORNING + timedelta(hours=8))


def test_the_database_keeps_every_mark() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    mark(session_of(cohort), jo, (amara, "present"))
    for act in (
        lambda: AttendanceMark.objects.update(mark="absent"),
        lambda: AttendanceMark.objects.all()._raw_delete(using=connection.alias),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    wrong = {"minutes": 5, "mark": "present"}, {"mark": ""}, {"mark": "asleep"}, {"undoes": "x"}
    for facts in wrong:
        row = AttendanceMark.objects.get()
        row.pk, row.key = None, f"other-{facts}"[:36]
        for name, value in facts.items():
            setattr(row, name, value)
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


# --- what phones kept


def test_two_phones_end_in_the_same_register_in_whatever_order() -> None:
    orders = []
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    hall = session_of(cohort).venue
    assert hall is not None
    for number, order in enumerate(permutations(range(4))):
        session = dates.session(cohort, number + 2, dates.FIRST_DAY, hall)
        batches = [
            [kept(f"a1-{number}", amara, "absent", ago=600, place=1)],
            [kept(f"a2-{number}", amara, "late", ago=300, place=2, minutes=10)],
            [kept(f"b1-{number}", amara, "present", ago=400, device="phone-b")],
            [kept(f"b2-{number}", ben, "present", ago=200, device="phone-b", place=2)],
        ]
        for place in (*order, *order):  # every one twice, as when an answer was lost
            merge_marks(session_id=session.pk, kept=batches[place], by=jo, now=MORNING + timedelta(hours=1))
        orders.append({who: (one.mark, one.minutes) for who, one in standings(session.pk).items()})
        assert AttendanceMark.objects.filter(session=session).count() == 4
    assert orders == [{amara.pk: ("late", 10), ben.pk: ("present", None)}] * 24


def test_an_undo_that_comes_before_its_press() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    mark(session, jo, (amara, "present"))
    for press in (kept("u", amara, ago=5, place=3, undoes="p"), kept("p", amara, "absent", ago=9, place=2)):
        merge_marks(session_id=session.pk, kept=[press], by=jo, now=MORNING + timedelta(minutes=9))
    assert says(session) == {amara.pk: "present"}


def test_one_press_that_cannot_be_taken_stops_no_other() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    cancel_place(place_id=ben.pk, by=ben.account, now=NOON)
    batch = [
        kept("1", ben, "present"),
        kept("2", amara, "present", place=2),
        kept("3", "nobody", "absent", place=3),
    ]
    merged = merge_marks(session_id=session_of(cohort).pk, kept=batch, by=jo, now=MORNING)
    assert merged.taken == ["2"]
    assert set(merged.refused) == {"1", "3"}
    assert "If they are here, add them as a walk-in" in merged.refused["1"]


def test_it_is_known_which_marks_were_kept_without_signal() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    batch = [kept("1", amara, "present", ago=300), kept("2", ben, "late", place=2)]
    merge_marks(session_id=session_of(cohort).pk, kept=batch, by=jo, now=MORNING)
    first, second = AttendanceMark.objects.order_by("key")
    assert (first.source, first.marked_at, first.recorded_at) == (
        Source.OFFLINE,
        MORNING - timedelta(minutes=5),
        MORNING,
    )
    assert (second.source, second.marked_at) == (Source.SCREEN, MORNING)


def test_a_phone_with_a_wrong_clock_cannot_mark_the_future() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    merge_marks(
        session_id=session_of(cohort).pk, kept=[kept("1", amara, "present", ago=-9999)], by=jo, now=MORNING
    )
    assert AttendanceMark.objects.get().marked_at == MORNING


def test_marks_that_come_after_signing_are_kept_and_change_nothing_signed() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    version = signed(session, jo, (amara, "absent"))
    after = MORNING + timedelta(hours=9)
    late = [kept("1", amara, "late", ago=60)]
    merged = merge_marks(session_id=session.pk, kept=late, by=jo, now=after)
    assert merged.signed and merged.taken == ["1"]
    version.refresh_from_db()
    assert version.lines[0]["mark"] == "absent" and says(session) == {amara.pk: "late"}


def test_a_trainer_taken_off_after_the_session_may_send_what_they_marked_before() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    off = MORNING + timedelta(hours=5)
    CohortTrainer.objects.filter(account=jo).update(removed_at=off)
    batch = [kept("1", amara, "present", ago=7200), kept("2", ben, "present", ago=60, place=2)]
    merged = merge_marks(session_id=session.pk, kept=batch, by=jo, now=off + timedelta(hours=1))
    assert merged.taken == ["1"]
    assert "taken off these dates before you marked this" in merged.refused["2"]
    with pytest.raises(Refused):
        mark(session, jo, (ben, "present"), now=off + timedelta(hours=1))


def test_a_trainer_taken_off_before_it_may_not() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    CohortTrainer.objects.filter(account=jo).update(removed_at=NOON)
    with pytest.raises(Refused, match="What you marked stays on this phone"):
        merge_marks(session_id=session_of(cohort).pk, kept=[kept("1", amara, "present")], by=jo, now=MORNING)


def test_a_role_that_has_ended_marks_nothing() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    RoleAssignment.objects.filter(account=jo).update(ends_on=dates.FIRST_DAY)
    with pytest.raises(Refused):
        mark_people(
            session_id=session_of(cohort).pk, wanted=[Wanted(amara.pk, "present")], by=jo, now=MORNING
        )


def test_a_walk_in_that_two_phones_added_is_one_person() -> None:
    cohort, _, jo = group("Amara Bello")
    session = session_of(cohort)
    one = [kept("wa", "", name="Kit Lawal", ago=60), kept("ma", "wa", "late", ago=30, place=2, minutes=5)]
    other = [
        kept("wb", "", name="kit  lawal", ago=50, device="phone-b"),
        kept("mb", "wb", "present", ago=10, device="phone-b", place=2),
    ]
    merge_marks(session_id=session.pk, kept=one, by=jo, now=MORNING)
    assert list(says(session).values()) == ["late"], "they were added before they were marked"
    for batch in (other, one, other):
        merged = merge_marks(session_id=session.pk, kept=batch, by=jo, now=MORNING)
        assert not merged.refused
    place = Enrolment.objects.get(account__full_name="Kit Lawal")
    assert place.state == PlaceState.CONFIRMED
    assert WalkIn.objects.count() == 1
    assert merged.places == {"wb": place.pk}
    assert says(session)[place.pk] == "present"
