"""A seat code holds its seat, books one person once, and gives the seat on when nobody uses it (INV-33, 34)."""

from datetime import date, timedelta

import pytest

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from courses.delivery.states import CohortState
from learners.enrolments.cohort_actions import CohortFacts, cancel_cohort, change_cohort
from learners.enrolments.cohort_queries import counted, counts_of
from learners.enrolments.dates_queries import counted as counted_dates
from learners.enrolments.dates_queries import standing_of
from learners.enrolments.models import Enrolment, HeldSeat
from learners.enrolments.place_actions import book_place
from learners.enrolments.seat_actions import NONE_FREE, OTHERS_WAIT, let_all_run_out
from learners.enrolments.states import PlaceState, Source
from learners.intake.code_actions import HOLDS, Invited, invite, send_again, use, withdraw
from learners.intake.models import SeatCode
from learners.intake.states import CodeState
from tests.learners import worlds
from tests.learners.intake.codes import SAM, seat_code, used, why_not
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db
BEA = Invited("Bea Ng", "bea@example.org")


@pytest.fixture
def sam() -> Account:
    return worlds.person("Sam Obi", "sam.other@example.org")


def test_the_seat_is_nobody_elses(sam: Account) -> None:
    cohort = dates.cohort(1)
    code = seat_code(cohort)
    assert booked(cohort, people(1)[0]).state == PlaceState.WAITLISTED
    done = used(code, sam)
    assert done.place is not None
    assert (done.place.state, done.place.seat, done.place.source) == (PlaceState.CONFIRMED, 1, Source.CODE)
    assert (done.state(NOON), done.held, HeldSeat.objects.count()) == (CodeState.USED, None, 0)


def test_every_count_knows_of_it() -> None:
    cohort = dates.cohort(2)
    booked(cohort, people(1)[0])
    seat_code(cohort)
    rows = type(cohort).objects.filter(pk=cohort.pk)
    counts = counts_of(counted(rows).get())
    assert (counts.taken, counts.booked, counts.held) == (2, 1, 1)
    assert standing_of(counted_dates(rows).get()).left == 0


def test_it_books_one_person_once(sam: Account) -> None:
    cohort = dates.cohort()
    code = seat_code(cohort)
    first, again = use(code_id=code.pk, by=sam, now=NOON), use(code_id=code.pk, by=sam, now=NOON)
    assert first == again
    with pytest.raises(Refused, match="was used already: it works once"):
        use(code_id=code.pk, by=people(1)[0], now=NOON)
    assert Enrolment.objects.count() == 1


def test_who_waits_for_other_reasons_waits_no_longer(sam: Account) -> None:
    cohort = dates.cohort(2)
    code = seat_code(cohort)
    booked(cohort, people(1)[0])
    place = booked(cohort, sam)
    assert place.state == PlaceState.WAITLISTED
    used(code, sam)
    place.refresh_from_db()
    assert (place.state, Enrolment.objects.filter(account=sam).count()) == (PlaceState.CONFIRMED, 1)


def test_who_has_a_place_already_gives_the_kept_seat_on(sam: Account) -> None:
    cohort = dates.cohort(2)
    code = seat_code(cohort)
    mine, waits = booked(cohort, sam), booked(cohort, people(1)[0])
    done = used(code, sam)
    assert done.place == mine and state(waits) == PlaceState.OFFERED


def test_who_was_offered_a_place_has_said_yes_to_it(sam: Account) -> None:
    cohort = dates.cohort(2)
    code = seat_code(cohort)
    place = offered(cohort, sam)
    done = used(code, sam)
    assert (
        done.place == place and state(place) == PlaceState.CONFIRMED
    )  # else the offer runs out, and so does the code
    assert state(booked(cohort, people(1)[0])) == PlaceState.CONFIRMED


def test_a_guardian_has_to_agree_all_the_same() -> None:
    assert used(seat_code(dates.cohort()), kit()).place.state == PlaceState.REQUESTED  # type: ignore[union-attr]


def test_too_young_keeps_the_code_for_somebody_else(sam: Account) -> None:
    cohort = dates.cohort()
    cohort.course.min_age = 18
    cohort.course.save()
    code = seat_code(cohort)
    with pytest.raises(Refused, match="18 or over"):
        use(code_id=code.pk, by=kit(born=date(2011, 5, 1)), now=NOON)
    assert HeldSeat.objects.count() == 1
    assert used(code, sam).used_at == NOON


def test_it_runs_out_and_the_seat_goes_to_the_next(sam: Account) -> None:
    cohort = dates.cohort(1)
    code = seat_code(cohort)
    waits = booked(cohort, people(1)[0])
    let_all_run_out(now=NOON + HOLDS - timedelta(seconds=1))
    assert state(waits) == PlaceState.WAITLISTED
    over = NOON + HOLDS
    with pytest.raises(Refused, match="has run out, and its seat went to somebody else. Ask Harbour Road"):
        use(code_id=code.pk, by=sam, now=over)
    let_all_run_out(now=over)
    assert state(waits) == PlaceState.OFFERED
    code.refresh_from_db()
    assert (code.state(over), code.held) == (CodeState.EXPIRED, None)
    with pytest.raises(Refused, match="has run out"):
        send_again(code_id=code.pk, by=dates.coordinator(), now=over)


def test_nobody_has_to_wait_for_the_sweep() -> None:
    cohort = dates.cohort(1)
    seat_code(cohort)
    place = booked(cohort, people(1)[0], now=NOON + HOLDS)
    assert place.state == PlaceState.CONFIRMED


def test_it_holds_no_longer_than_the_dates_can_be_booked() -> None:
    soon = dates.cohort(first=date(2026, 11, 22))
    assert seat_code(soon).expires_at == soon.starts_at
    closes = later(days=2)
    assert seat_code(dates.cohort(booking_closes_at=closes)).expires_at == closes
    assert seat_code(dates.cohort()).expires_at == NOON + HOLDS


def test_taking_it_back_frees_the_seat(sam: Account) -> None:
    cohort = dates.cohort(1)
    code = seat_code(cohort)
    waits = booked(cohort, people(1)[0])
    for _ in range(2):
        withdraw(code_id=code.pk, by=dates.coordinator(), now=NOON)
    assert state(waits) == PlaceState.OFFERED
    with pytest.raises(Refused, match="has taken this code back"):
        use(code_id=code.pk, by=sam, now=NOON)
    with pytest.raises(Refused, match="taken back already"):
        send_again(code_id=code.pk, by=dates.coordinator(), now=NOON)


def test_sending_again_keeps_it_for_another_week() -> None:
    code = seat_code(dates.cohort(first=date(2027, 1, 7)))
    SeatCode.objects.update(sent_at=NOON, bounced_at=NOON, bounced_why="550 no such user")
    again = send_again(code_id=code.pk, by=dates.coordinator(), now=later(days=5))
    assert again.held is not None
    assert again.expires_at == again.held.until == later(days=5) + HOLDS
    assert (again.sent_at, again.bounced_at, again.code, again.sendings) == (None, None, code.code, 2)
    with pytest.raises(Refused, match="on its way already"):
        send_again(code_id=code.pk, by=dates.coordinator(), now=later(days=5))


def test_a_used_code_is_neither_sent_nor_taken_back(sam: Account) -> None:
    code = used(seat_code(dates.cohort()), sam)
    for act in (send_again, withdraw):
        with pytest.raises(Refused, match="used already"):
            act(code_id=code.pk, by=dates.coordinator(), now=NOON)


def test_who_cannot_be_invited_is_named_and_the_others_are() -> None:
    cohort = dates.cohort(3)
    booked(cohort, worlds.person("On It", "onit@example.org"))
    reasons = why_not(
        cohort,
        SAM,
        Invited("Sam", "SAM@example.org"),
        Invited("123", "x@example.org"),
        Invited("Bea", "no address"),
        Invited("On It", "onit@example.org"),
        BEA,
        Invited("Too Many", "many@example.org"),
    )
    assert reasons == [
        "This address has a code already. You can send that one again.",
        "A name needs at least one letter.",
        "Write a whole e-mail address, like name@example.org.",
        "This person is on these dates already.",
        NONE_FREE,
    ]
    assert SeatCode.objects.count() == 2


def test_nobody_who_waits_is_passed_over() -> None:
    cohort = dates.cohort(1)
    for who in people(2):
        booked(cohort, who)
    cohort.capacity = 3
    cohort.save()
    assert why_not(cohort, SAM) == [OTHERS_WAIT]


def test_an_old_code_stands_in_nobodys_way() -> None:
    cohort = dates.cohort(first=date(2027, 1, 7))
    withdraw(code_id=seat_code(cohort).pk, by=dates.coordinator(), now=NOON)
    seat_code(cohort)
    assert seat_code(cohort, now=NOON + HOLDS).pk


def test_only_who_runs_the_dates() -> None:
    cohort = dates.cohort()
    other = dates.coordinator(dates.hub("millfield"), "other@example.org")
    code = seat_code(cohort)
    with pytest.raises(Refused, match="Only the trainers of these dates"):
        invite(cohort_id=cohort.pk, people=[BEA], by=other, now=NOON)
    for act in (send_again, withdraw):
        with pytest.raises(Refused, match="Only the trainers of these dates"):
            act(code_id=code.pk, by=other, now=NOON)
    with pytest.raises(Refused, match="50 people at a time"):
        invite(cohort_id=cohort.pk, people=[BEA] * 51, by=dates.coordinator(), now=NOON)
    with pytest.raises(Refused, match="not open for booking yet"):
        why_not(dates.cohort(state=CohortState.DRAFT), BEA)


def test_cancelled_dates_let_go_of_everything(sam: Account) -> None:
    cohort = dates.cohort()
    code = seat_code(cohort)
    cancel_cohort(cohort_id=cohort.pk, by=dates.coordinator(), now=NOON, why="The hall is flooded.")
    assert not HeldSeat.objects.exists()
    with pytest.raises(Refused, match="These dates were cancelled: The hall is flooded."):
        use(code_id=code.pk, by=sam, now=NOON)


def test_fewer_places_leave_kept_seats_whole(sam: Account) -> None:
    cohort = dates.cohort(5)
    places = [booked(cohort, who) for who in people(3)]
    code = seat_code(cohort)
    facts = CohortFacts(**{name: getattr(cohort, name) for name in CohortFacts.__slots__})

    def with_capacity(capacity: int) -> None:
        changed = {name: getattr(facts, name) for name in CohortFacts.__slots__} | {"capacity": capacity}
        change_cohort(cohort_id=cohort.pk, facts=CohortFacts(**changed), by=dates.coordinator(), now=NOON)

    with pytest.raises(Refused, match="4 places are taken or offered already"):
        with_capacity(3)
    Enrolment.objects.filter(pk=places[0].pk).update(seat=None, state="learner_off")
    with_capacity(3)
    assert HeldSeat.objects.get().seat == 1
    assert used(code, sam).place.seat == 1  # type: ignore[union-attr]


def test_booking_without_a_code_is_as_before() -> None:
    cohort, (one, two) = dates.cohort(1), people(2)
    assert book_place(cohort_id=cohort.pk, account_id=one.pk, by=one, now=NOON).seat == 1
    assert book_place(cohort_id=cohort.pk, account_id=two.pk, by=two, now=NOON).state == PlaceState.WAITLISTED
