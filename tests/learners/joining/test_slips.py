"""The slip of somebody who came without an e-mail address: weeks later its day is theirs."""

from datetime import timedelta

import pytest

from academy.accounts.actions import confirm_certificate_name
from academy.accounts.models import Account, Joining
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from learners.attendance.models import RegisterSignoff, WalkIn
from learners.attendance.queries import standings
from learners.certificates.actions import correct_name, issue_certificate, make_pdf
from learners.certificates.models import Certificate
from learners.dashboards.queries import my_learning
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState
from learners.joining.actions import UNKNOWN, claim_slip, undo_joining
from learners.joining.queries import walk_in_of_slip
from tests.cast import hold
from tests.chains import broken_links
from tests.learners.attendance.registers import EVENING
from tests.learners.joining.twice import WEEKS_LATER, Door, at_the_door, fresh, newcomer
from tests.learners.places import dates

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def claimed(door: Door, by: Account) -> WalkIn:
    return claim_slip(code=door.walk_in.code, by=by, now=WEEKS_LATER)


def test_weeks_later_the_day_and_its_certificate_are_in_the_record_of_whoever_holds_the_slip() -> None:
    door = at_the_door()
    door.sign()
    certificate = issue_certificate(enrolment_id=door.place.pk, now=EVENING)
    assert certificate is not None
    make_pdf(certificate_id=certificate.pk)
    me = newcomer()
    assert claimed(door, me).claimed_at == WEEKS_LATER
    seen = my_learning(account=me, now=WEEKS_LATER)
    assert [(card.state, card.serial) for card in seen.certificates] == [("ready", certificate.serial)]
    assert (door.kit.joined_to, door.kit.is_active) == (me, False)


def test_nothing_that_was_signed_or_issued_is_rewritten() -> None:
    door = at_the_door()
    door.sign()
    certificate = issue_certificate(enrolment_id=door.place.pk, now=EVENING)
    before = [list(rows.order_by("pk").values()) for rows in kept_rows()]
    claimed(door, newcomer())
    assert [list(rows.order_by("pk").values()) for rows in kept_rows()] == before
    assert certificate is not None and door.place.account == door.kit
    assert (door.place.state, door.place.counts_for) == (PlaceState.ATTENDED, None)


def kept_rows():
    return RegisterSignoff.objects.all(), Certificate.objects.all()


def test_a_day_whose_register_is_open_goes_on_under_the_person() -> None:
    door = at_the_door()
    me = newcomer()
    claimed(door, me)
    mine = Enrolment.objects.get(account=me)
    assert (door.place.state, door.place.counts_for, door.place.seat) == (
        PlaceState.CANCELLED_BY_HUB,
        mine,
        None,
    )
    assert (mine.state, mine.seat, mine.source, mine.booked_by) == (
        PlaceState.CONFIRMED,
        2,
        door.walk_in.enrolment.source,
        door.trainer,
    )
    assert standings(door.session.pk)[mine.pk].mark == "present"
    door.sign()
    mine.refresh_from_db()
    assert mine.state == PlaceState.ATTENDED and mine.completed_at is not None
    assert RegisterSignoff.objects.get().there == 2


@pytest.mark.parametrize(("confirmed", "printed"), [(True, "Christopher Lawal"), (False, "Kit Lawal")])
def test_a_certificate_made_later_bears_the_name_that_the_person_chose(confirmed: bool, printed: str) -> None:
    door, me = at_the_door(), newcomer("Christopher Lawal")
    door.sign()
    if confirmed:
        confirm_certificate_name(account_id=me.pk, name="Christopher Lawal", now=EVENING)
    claimed(door, me)
    certificate = issue_certificate(enrolment_id=door.place.pk, now=WEEKS_LATER)
    assert certificate is not None and certificate.name == printed
    again = correct_name(certificate_id=certificate.pk, name="C. Lawal", by=fresh(me), now=WEEKS_LATER)
    assert (again.name, again.enrolment.account_id) == ("C. Lawal", door.kit.pk)


def test_a_second_press_changes_nothing() -> None:
    door, me = at_the_door(), newcomer()
    claimed(door, me)
    assert (
        claim_slip(code=door.walk_in.code, by=me, now=WEEKS_LATER + timedelta(days=1)).claimed_at
        == WEEKS_LATER
    )
    assert Joining.objects.count() == 1 and Enrolment.objects.filter(account=me).count() == 1


def test_a_slip_works_once() -> None:
    door = at_the_door()
    claimed(door, newcomer())
    with pytest.raises(Refused, match="used already"):
        claimed(door, newcomer("Eve Other", "eve@example.org"))
    assert Joining.objects.count() == 1


@pytest.mark.parametrize(
    "code", ["DAY-2222-3333-4444", "DAY-22223333444", "NACO-2222-3333-4444", "", "x" * 24]
)
def test_an_unknown_code_says_what_one_looks_like(code: str) -> None:
    with pytest.raises(Refused) as refused:
        claim_slip(code=code, by=newcomer(), now=WEEKS_LATER)
    assert refused.value.reason == UNKNOWN


def test_a_code_may_be_typed_as_one_reads_it() -> None:
    door = at_the_door()
    typed = door.walk_in.code.lower().replace("-", " ")
    assert walk_in_of_slip(typed) == walk_in_of_slip(typed.replace(" ", "")) == door.walk_in


def test_a_row_that_somebody_signs_in_to_is_not_given_away_by_a_slip() -> None:
    door = at_the_door()
    Account.objects.filter(pk=door.kit.pk).update(last_login=WEEKS_LATER)
    with pytest.raises(Refused, match="signs in to"):
        claimed(door, newcomer())


@pytest.mark.parametrize("what", ["known", "closed", "role"])
def test_a_day_of_somebody_whom_the_hub_knows_is_not_given_away(what: str) -> None:
    door = at_the_door()
    if what == "known":
        door.walk_in = WalkIn.objects.create(
            session=door.session,
            enrolment=door.booked,
            newcomer=False,
            added_by=door.trainer,
            added_at=WEEKS_LATER,
        )
    elif what == "closed":
        Account.objects.filter(pk=door.kit.pk).update(is_active=False)
    else:
        hold(door.kit, Role.TRAINER, dates.hub())
    with pytest.raises(Refused, match="knows by name"):
        claimed(door, newcomer())


def test_it_can_be_undone_by_the_person() -> None:
    door, me = at_the_door(), newcomer()
    before = Enrolment.objects.filter(pk=door.place.pk).values().get()
    claimed(door, me)
    undo_joining(joining_id=Joining.objects.get().pk, by=me, now=WEEKS_LATER)
    assert Enrolment.objects.filter(pk=door.place.pk).values().get() == before
    assert (door.kit.joined_to, door.kit.is_active) == (None, True)
    assert Enrolment.objects.get(account=me).state == PlaceState.CANCELLED_BY_HUB
    assert standings(door.session.pk).keys() == {door.place.pk}, "the mark that was written is taken back"
    door.sign()
    assert RegisterSignoff.objects.get().there == 2


def test_whose_day_it_was_can_use_the_slip_after_it_was_undone() -> None:
    door, wrong, right = at_the_door(), newcomer("Eve Other", "eve@example.org"), newcomer()
    claimed(door, wrong)
    undo_joining(joining_id=Joining.objects.get().pk, by=wrong, now=WEEKS_LATER)
    claimed(door, right)
    assert door.kit.joined_to == right


def test_each_step_stands_in_the_trail_of_both() -> None:
    door, me = at_the_door(), newcomer()
    claimed(door, me)
    for root in (me, door.kit):
        assert broken_links(f"account:{root.pk}") == []
    assert broken_links(f"enrolment:{door.place.pk}") == []
