"""The code on the wall: people say for themselves that they are here, and nobody learns who else is."""

from datetime import timedelta

import pytest

from academy.accounts.rules import NotAName
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from learners.attendance.door_codes import Holds, code_of, has_words, read_code, words_of
from learners.attendance.here_actions import (
    MOST_WAITING,
    Answer,
    check_in,
    settle_as_not_here,
    settle_as_place,
    settle_as_walk_in,
)
from learners.attendance.here_queries import session_with_words, waiting_at
from learners.attendance.models import AttendanceMark, CheckInRequest
from learners.attendance.queries import standings
from learners.attendance.register_queries import register_of
from learners.attendance.states import Settled, Source
from learners.attendance.walk_in_actions import add_walk_in
from learners.enrolments.door_code import door_code, read_door_code
from tests.chains import broken_links
from tests.learners.attendance.registers import EVENING, MORNING, booked, group, mark, session_of, signed
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NINE = MORNING - timedelta(minutes=20)  # half an hour before it begins
PHONE, OTHER = "p" * 22, "o" * 22


def here(session, typed: str, *, device: str = PHONE, now=MORNING, **more) -> Answer:
    return check_in(session_id=session.pk, typed=typed, device=device, now=now, **more)


# --- codes


def test_a_code_holds_for_two_minutes_and_for_its_session_alone() -> None:
    code = code_of(7, at=MORNING)
    assert read_code(code, now=MORNING).session_id == 7
    assert read_code(code, now=MORNING + timedelta(seconds=119)).holds == Holds.YES
    assert read_code(code, now=MORNING + timedelta(seconds=120)).holds == Holds.NO_LONGER
    assert read_code(code, now=MORNING - timedelta(seconds=1)).holds == Holds.NO_LONGER, "none from tomorrow"
    assert code_of(7, at=MORNING + timedelta(seconds=60)) != code
    _, step, sign = code.split("-")
    for wrong in (
        f"8-{step}-{sign}",
        f"7-{step}1-{sign}",
        f"7-{step}-{sign[:-1]}",
        "",
        "7",
        "a-b-c",
        "-" * 70,
        "7-é-x",
    ):
        assert read_code(wrong, now=MORNING).holds == Holds.NEVER, wrong


def test_the_words_change_with_the_code() -> None:
    said = words_of(7, at=MORNING)
    assert len(said.split()) == 3
    assert has_words(7, said.upper().replace(" ", " - "), now=MORNING + timedelta(seconds=119))
    assert not has_words(7, said, now=MORNING + timedelta(seconds=120))
    assert not has_words(8, said, now=MORNING)
    assert not has_words(7, "", now=MORNING)


def test_words_lead_to_the_one_session_that_is_open() -> None:
    cohort, _, _ = group("Amara Bello")
    session = session_of(cohort)
    assert session_with_words(words_of(session.pk, at=MORNING), now=MORNING) == session
    assert session_with_words(words_of(session.pk, at=EVENING), now=EVENING) is None, "it is over"
    assert session_with_words("no such words", now=MORNING) is None


@pytest.mark.parametrize(
    ("typed", "is_number"),
    [
        ("402 718", True),
        ("402-718", True),
        ("402718", True),
        ("40271", False),
        ("Amara", False),
        ("٤٠٢٧١٨", False),
    ],
)
def test_the_number_of_a_place_is_six_figures(typed: str, is_number: bool) -> None:
    assert read_door_code(typed) == ("402 718" if is_number else "")


# --- saying that one is here


def test_a_name_marks_the_one_person_who_has_it() -> None:
    cohort, (amara, _), _ = group("Amara Béllo", "Ben Whitlow")
    session = session_of(cohort)
    assert here(session, "  amara   BELLO ") == Answer.TOLD
    found = AttendanceMark.objects.get()
    assert (found.enrolment, found.mark, found.source) == (amara, "present", Source.SELF)
    assert (found.recorded_by, found.marked_at) == (amara.account, MORNING)
    assert not CheckInRequest.objects.exists()
    row = next(row for row in register_of(session).rows if row.enrolment_id == amara.pk)
    assert row.checked_in == MORNING


def test_pressing_twice_is_harmless() -> None:
    cohort, _, _ = group("Amara Bello")
    for _ in range(2):
        assert here(session_of(cohort), "Amara Bello") == Answer.TOLD
        assert here(session_of(cohort), "Kit Lawal") == Answer.TOLD
    assert AttendanceMark.objects.count() == CheckInRequest.objects.count() == 1


def test_the_number_of_a_place_is_certain() -> None:
    cohort, (amara, ben), _ = group("Amara Bello", "Ben Bello")
    session = session_of(cohort)
    for _ in range(2):
        assert here(session, door_code(ben.pk)) == Answer.HERE
    assert list(standings(session.pk)) == [ben.pk]
    with pytest.raises(Refused, match="We know no place here with this number"):
        here(session, "000 000" if door_code(amara.pk) != "000 000" else "000 001")
    assert not CheckInRequest.objects.exists()


def test_a_number_is_of_these_dates_only() -> None:
    cohort, _, jo = group("Amara Bello")
    other = dates.cohort(4, trainers=(jo,))
    far = booked(other, "Zed Away")
    with pytest.raises(Refused, match="no place here"):
        here(session_of(cohort), door_code(far.pk))


def test_who_is_signed_in_needs_no_name() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    assert here(session, "", account_id=amara.account_id) == Answer.HERE
    assert standings(session.pk)[amara.pk].mark == "present"
    with pytest.raises(Refused, match="You have no place on these dates"):
        here(session, "", account_id=jo.pk)


def test_a_name_that_nobody_has_or_two_have_waits_for_the_trainer() -> None:
    cohort, places, _ = group("Amara Bello", "Ben Whitlow")
    twin = places[1].account
    twin.full_name = "Amara Bello"
    twin.save()
    session = session_of(cohort)
    for name in ("Amara Bello", "Kit Lawal"):
        assert here(session, name) == Answer.TOLD
    assert standings(session.pk) == {}
    asked = waiting_at(session.pk, register_of(session).rows)
    assert [one.name for one in asked] == ["Amara Bello", "Kit Lawal"]
    assert {pk for pk, _, _ in asked[0].guesses} == {place.pk for place in places}
    assert (asked[1].guesses, len(asked[1].others)) == ((), 2)


def test_part_of_a_name_is_a_guess_for_the_trainer() -> None:
    cohort, (amara, _), _ = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    here(session, "Amara")
    (asked,) = waiting_at(session.pk, register_of(session).rows)
    assert asked.guesses == ((amara.pk, "Amara Bello", "not marked"),)


def test_a_second_phone_with_the_same_name_may_be_a_second_person() -> None:
    cohort, _, _ = group("Amara Bello")
    session = session_of(cohort)
    here(session, "Amara Bello")
    here(session, "Amara Bello", device=OTHER)
    assert (AttendanceMark.objects.count(), CheckInRequest.objects.count()) == (1, 1)


def test_what_the_trainer_marked_is_never_changed_from_the_door() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow")
    session = session_of(cohort)
    mark(session, jo, (amara, "absent"), (ben, "present"))
    assert here(session, "Amara Bello") == Answer.TOLD
    assert here(session, door_code(amara.pk), device=OTHER) == Answer.TOLD
    assert here(session, "Ben Whitlow") == Answer.TOLD
    assert [standings(session.pk)[place.pk].mark for place in (amara, ben)] == ["absent", "present"]
    assert CheckInRequest.objects.filter(name="Amara Bello").count() == 2
    assert not CheckInRequest.objects.filter(name="Ben Whitlow").exists(), "the trainer has seen him"


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (NINE - timedelta(seconds=1), "Checking in opens half an hour before the session"),
        (EVENING, "This session is over"),
    ],
)
def test_only_from_half_an_hour_before_until_the_end(now, why: str) -> None:
    cohort, _, _ = group("Amara Bello")
    with pytest.raises(Refused, match=why):
        here(session_of(cohort), "Amara Bello", now=now)
    assert not AttendanceMark.objects.exists()
    assert here(session_of(cohort), "Amara Bello", now=NINE) == Answer.TOLD


def test_a_signed_register_is_closed() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    during = MORNING + timedelta(hours=1)
    signed(session, jo, (amara, "absent"), now=during)
    with pytest.raises(Refused, match="The register of this session is signed"):
        here(session, "Amara Bello", now=during)


@pytest.mark.parametrize("typed", ["", "  ", "1234", "x" * 121])
def test_a_name_has_to_be_one(typed: str) -> None:
    cohort, _, _ = group("Amara Bello")
    with pytest.raises(NotAName):
        here(session_of(cohort), typed)


def test_nobody_can_fill_the_trainers_page() -> None:
    cohort, _, _ = group("Amara Bello")
    session = session_of(cohort)
    for number in range(MOST_WAITING):
        here(session, f"Name {number}x")
    assert here(session, "One More") == Answer.FULL and CheckInRequest.objects.count() == MOST_WAITING
    assert here(session, "Amara Bello") == Answer.FULL, "the same answer, or it would tell who has a place"
    assert AttendanceMark.objects.count() == 1, "who has a place is marked all the same"


# --- what the trainer makes of it


def asked_at(session, name: str = "Kit Lawal") -> CheckInRequest:
    here(session, name)
    return CheckInRequest.objects.get(name=name)


def test_one_press_says_who_it_is() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    asked = asked_at(session, "Amy B")
    for _ in range(2):
        done = settle_as_place(asked_id=asked.pk, enrolment_id=amara.pk, by=jo, now=MORNING)
    assert (done.settled_as, done.enrolment, done.settled_by) == (Settled.PLACE, amara, jo)
    assert [(one.mark, one.source, one.recorded_by) for one in AttendanceMark.objects.all()] == [
        ("present", Source.SCREEN, jo)
    ]
    assert waiting_at(session.pk, register_of(session).rows) == ()
    assert broken_links(chain_of(cohort)) == []
    assert here(session, "Amy B") == Answer.TOLD
    assert CheckInRequest.objects.count() == 1, "the same phone asks no second time"


def test_settling_overrides_what_was_marked_but_not_a_signature() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    mark(session, jo, (amara, "absent"))
    asked, again = asked_at(session, "Amy B"), asked_at(session, "Amy C")
    settle_as_place(asked_id=asked.pk, enrolment_id=amara.pk, by=jo, now=MORNING + timedelta(minutes=1))
    assert standings(session.pk)[amara.pk].mark == "present"
    during = MORNING + timedelta(hours=1)
    signed(session, jo, (amara, "absent"), now=during)
    with pytest.raises(Refused, match="This register is signed"):
        settle_as_place(asked_id=again.pk, enrolment_id=amara.pk, by=jo, now=during)
    settle_as_not_here(asked_id=again.pk, by=jo, now=during)


def test_an_answer_is_given_once() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    asked = asked_at(session_of(cohort))
    for _ in range(2):
        settle_as_not_here(asked_id=asked.pk, by=jo, now=MORNING)
    with pytest.raises(Refused, match="Somebody else has answered this already"):
        settle_as_place(asked_id=asked.pk, enrolment_id=amara.pk, by=jo, now=MORNING)
    assert not AttendanceMark.objects.exists()


def test_a_walk_in_settles_it_in_one_step() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    session = session_of(cohort)
    asked = asked_at(session)

    def add():
        return add_walk_in(session_id=session.pk, name="Kit Lawal", key="k", by=jo, now=MORNING)

    for _ in range(2):
        walk_in = settle_as_walk_in(asked_id=asked.pk, add=add, by=jo, now=MORNING)
    asked.refresh_from_db()
    assert (asked.settled_as, asked.enrolment) == (Settled.WALK_IN, walk_in.enrolment)
    assert AttendanceMark.objects.count() == 1


def test_a_walk_in_that_is_refused_leaves_the_name_waiting() -> None:
    cohort, _, jo = group("Amara Bello", capacity=1)
    session = session_of(cohort)
    asked = asked_at(session)

    def add():
        return add_walk_in(session_id=session.pk, name="Kit Lawal", by=jo, now=MORNING)

    with pytest.raises(Refused, match="Every place is taken"):
        settle_as_walk_in(asked_id=asked.pk, add=add, by=jo, now=MORNING)
    asked.refresh_from_db()
    assert asked.settled_as == ""


def test_only_who_runs_the_dates_and_only_somebody_on_them() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    other = dates.cohort(4, at=dates.hub("elsewhere"))
    away = booked(other, "Zed Away")
    asked = asked_at(session_of(cohort))
    with pytest.raises(Refused, match="has no place on these dates"):
        settle_as_place(asked_id=asked.pk, enrolment_id=away.pk, by=jo, now=MORNING)
    for nobody in (amara.account, dates.coordinator(dates.hub("elsewhere"), "cora@example.org")):
        with pytest.raises(Refused, match="Registers are for the trainers of these dates"):
            settle_as_place(asked_id=asked.pk, enrolment_id=amara.pk, by=nobody, now=MORNING)
        with pytest.raises(Refused, match="Registers are for the trainers"):
            settle_as_not_here(asked_id=asked.pk, by=nobody, now=MORNING)
