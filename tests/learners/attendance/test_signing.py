"""Signing, amending, and what signed registers make of places and cohorts (INV-31, 32)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort, CohortTrainer, Session
from courses.delivery.states import CohortState
from learners.attendance.actions import Wanted, merge_marks, undo_mark
from learners.attendance.models import RegisterSignoff
from learners.attendance.queries import standings
from learners.attendance.sign_actions import amend_register, close_cohorts, sign_register
from learners.completion.actions import verdict_on
from learners.enrolments.states import PlaceState
from tests.chains import broken_links
from tests.learners.attendance.registers import EVENING, MORNING, group, kept, mark, session_of, signed
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]

WHY = "Mo was here. I missed him."


def states(*places) -> list[str]:
    for place in places:
        place.refresh_from_db()
    return [place.state for place in places]


def amend(
    session: Session, by, *marks, reason: str = WHY, now=EVENING + timedelta(days=1)
) -> RegisterSignoff:
    wanted = [Wanted(place.pk, said) for place, said in marks]
    return amend_register(session_id=session.pk, wanted=wanted, reason=reason, by=by, now=now)


def test_a_signed_register_settles_everybody_and_closes_the_dates() -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss")
    version = signed(session_of(cohort), jo, (amara, "present"), (ben, "late"), (cai, "told_us"))
    assert (version.version, version.there, version.signed_name, version.length) == (1, 2, "Jo", 360)
    assert [(line["name"], line["mark"]) for line in version.lines] == [
        ("Amara Bello", "present"),
        ("Ben Whitlow", "late"),
        ("Cai Moss", "told_us"),
    ]
    assert states(amara, ben, cai) == [PlaceState.ATTENDED, PlaceState.ATTENDED, PlaceState.NO_SHOW]
    assert [place.completed_at for place in (amara, ben, cai)] == [EVENING, EVENING, None]
    cohort.refresh_from_db()
    assert cohort.state == CohortState.CLOSED
    actions = AuditEvent.objects.filter(chain=chain_of(cohort)).values_list("action", flat=True)
    assert {"register_signed", "cohort_delivered", "cohort_closed"} <= set(actions)
    assert not any(broken_links(chain_of(root)) for root in (cohort, amara, ben, cai))


def test_everybody_has_to_be_marked() -> None:
    cohort, (amara, *rest), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss", "Dee Ray", "Eli Orr")
    session = session_of(cohort)
    with pytest.raises(Refused, match="4 people are left: Ben Whitlow, Cai Moss, Dee Ray and 1 more."):
        signed(session, jo, (amara, "present"))
    with pytest.raises(Refused, match="1 person is left: Eli Orr."):
        signed(session, jo, *((place, "present") for place in rest[:-1]))
    assert not RegisterSignoff.objects.exists()


def test_nobody_signs_before_the_session_begins() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    with pytest.raises(Refused, match="has not begun. You can sign its register once it has"):
        signed(session_of(cohort), jo, (amara, "present"), now=MORNING)


def test_only_those_who_run_the_dates_sign_and_amend() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    stranger = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    session = session_of(cohort)
    mark(session, jo, (amara, "present"))
    with pytest.raises(Refused, match="for the trainers of these dates"):
        sign_register(session_id=session.pk, by=stranger, now=EVENING)
    sign_register(session_id=session.pk, by=dates.coordinator(), now=EVENING)
    with pytest.raises(Refused, match="for the trainers of these dates"):
        amend(session, stranger, (amara, "absent"))


def test_signing_twice_gives_the_same_version() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    first = signed(session_of(cohort), jo, (amara, "present"))
    again = sign_register(session_id=session_of(cohort).pk, by=dates.coordinator(), now=EVENING)
    assert first == again and RegisterSignoff.objects.count() == 1


def test_signing_again_after_a_late_mark_asks_for_an_amendment() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    signed(session, jo, (amara, "absent"))
    merge_marks(
        session_id=session.pk, kept=[kept("1", amara, "present")], by=jo, now=EVENING + timedelta(minutes=5)
    )
    with pytest.raises(Refused, match="Jo has signed this register, and marks have come in since"):
        sign_register(session_id=session.pk, by=jo, now=EVENING + timedelta(minutes=6))
    with pytest.raises(Refused, match="This register is signed"):
        undo_mark(session_id=session.pk, key="1", by=jo, now=EVENING + timedelta(minutes=6))
    assert amend(session, jo).version == 2, "what came in late is what is signed now"
    assert states(amara) == [PlaceState.ATTENDED]


def test_an_amendment_is_a_new_version_with_its_reason() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    first = signed(session, jo, (amara, "absent"))
    second = amend(session, jo, (amara, "present"))
    assert (second.version, second.reason) == (2, WHY)
    first.refresh_from_db()
    assert first.lines[0]["mark"] == "absent"
    assert states(amara) == [PlaceState.ATTENDED] and amara.completed_at is not None
    assert amend(session, jo, (amara, "present")) == second, "the same form sent twice"
    assert standings(session.pk)[amara.pk].mark == "present"


def test_an_amendment_is_refused_with_words() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    session = session_of(cohort)
    mark(session, jo, (amara, "present"))
    with pytest.raises(Refused, match="not signed yet. Mark it and sign it"):
        amend(session, jo, (amara, "absent"))
    sign_register(session_id=session.pk, by=jo, now=EVENING)
    with pytest.raises(Refused, match="Say why the register is changed"):
        amend(session, jo, (amara, "absent"), reason="  ")
    with pytest.raises(Refused, match="Nothing is different from what was signed"):
        amend(session, jo, (amara, "present"))
    assert standings(session.pk)[amara.pk].mark == "present" and RegisterSignoff.objects.count() == 1


def test_what_was_earned_is_not_taken_back_by_an_amendment() -> None:
    """A person decides about a certificate; the register only says what it says."""
    cohort, (amara,), jo = group("Amara Bello")
    signed(session_of(cohort), jo, (amara, "present"))
    amend(session_of(cohort), jo, (amara, "absent"))
    assert states(amara) == [PlaceState.NO_SHOW]
    assert amara.completed_at == EVENING


def test_the_database_keeps_what_was_signed() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    version = signed(session_of(cohort), jo, (amara, "present"))
    acts = [
        lambda: RegisterSignoff.objects.update(lines=[]),
        lambda: RegisterSignoff.objects.all()._raw_delete(using=connection.alias),
    ]
    for act in acts:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    for number, reason in ((1, ""), (2, ""), (1, "x")):
        with pytest.raises(IntegrityError), transaction.atomic():
            version.pk, version.version, version.reason = None, number, reason
            version.save(force_insert=True)


def test_places_are_settled_when_every_required_session_is_signed() -> None:
    cohort, (amara, ben, cai), jo = group("Amara Bello", "Ben Whitlow", "Cai Moss", days=2)
    first, second = session_of(cohort), session_of(cohort, 2)
    signed(first, jo, (amara, "present"), (ben, "present"), (cai, "absent"))
    assert states(amara, ben, cai) == [PlaceState.CONFIRMED] * 3
    assert verdict_on(amara).missing == (
        "Thursday 10 December: the register is not signed yet. The trainer does that.",
    )
    week = timedelta(days=7)
    signed(second, jo, (amara, "left_early"), (ben, "absent"), (cai, "absent"), now=EVENING + week)
    assert states(amara, ben, cai) == [PlaceState.ATTENDED, PlaceState.PART_ATTENDED, PlaceState.NO_SHOW]
    assert [place.completed_at for place in (amara, ben, cai)] == [EVENING + week, None, None]
    assert verdict_on(ben).missing == (
        "Thursday 10 December: you were not there for all of it. Ask Harbour Road when you can come to it again.",
    )


def test_a_session_that_is_not_required_keeps_nobody_from_finishing() -> None:
    cohort, (amara,), jo = group("Amara Bello", days=2)
    Session.objects.filter(number=2).update(required=False)
    signed(session_of(cohort), jo, (amara, "present"))
    assert states(amara) == [PlaceState.ATTENDED] and amara.completed_at == EVENING
    cohort.refresh_from_db()
    assert cohort.state == CohortState.IN_PROGRESS


def test_a_cancelled_session_counts_for_nobody_and_the_sweep_closes() -> None:
    cohort, (amara,), jo = group("Amara Bello", days=2)
    signed(session_of(cohort), jo, (amara, "present"))
    Session.objects.filter(number=2).update(cancelled_at=EVENING)
    close_cohorts(now=EVENING)
    assert states(amara) == [PlaceState.CONFIRMED], "these dates are not over yet"
    Cohort.objects.update(state=CohortState.DELIVERED)
    close_cohorts(now=EVENING + timedelta(days=7))
    cohort.refresh_from_db()
    assert (states(amara), cohort.state) == ([PlaceState.ATTENDED], CohortState.CLOSED)


def test_the_sweep_leaves_dates_with_an_open_register() -> None:
    cohort, _, _ = group("Amara Bello")
    Cohort.objects.update(state=CohortState.DELIVERED)
    close_cohorts(now=EVENING)
    cohort.refresh_from_db()
    assert cohort.state == CohortState.DELIVERED


def test_too_few_people_finish_nobody_until_an_amendment_finds_one_more() -> None:
    cohort, (amara, ben), jo = group("Amara Bello", "Ben Whitlow", of=dates.course(min_for_certificate=2))
    session = session_of(cohort)
    signed(session, jo, (amara, "present"), (ben, "absent"))
    assert states(amara) == [PlaceState.ATTENDED] and amara.completed_at is None
    assert verdict_on(amara).missing == (
        "Certificates for these dates need 2 people, and 1 came. Ask Harbour Road.",
    )
    amend(session, jo, (ben, "late"))
    assert states(amara, ben) == [PlaceState.ATTENDED] * 2
    assert amara.completed_at == ben.completed_at == EVENING + timedelta(days=1)


def test_dates_may_ask_for_fewer_than_the_course() -> None:
    cohort, (amara,), jo = group("Amara Bello", of=dates.course(min_for_certificate=5), min_for_certificate=1)
    signed(session_of(cohort), jo, (amara, "present"))
    amara.refresh_from_db()
    assert amara.completed_at == EVENING


def test_a_trainer_taken_off_after_signing_leaves_their_signature() -> None:
    cohort, (amara,), jo = group("Amara Bello")
    version = signed(session_of(cohort), jo, (amara, "present"))
    CohortTrainer.objects.update(removed_at=EVENING + timedelta(hours=1))
    jo.full_name = "Joanna Married"
    jo.save()
    version.refresh_from_db()
    assert (version.signed_name, version.signed_by) == ("Jo", jo)
    with pytest.raises(Refused):
        amend(session_of(cohort), jo, (amara, "absent"))
    amend(session_of(cohort), dates.coordinator(), (amara, "absent"))


def test_a_place_on_no_dates_says_so() -> None:
    cohort, (amara,), _ = group("Amara Bello")
    Session.objects.update(cancelled_at=NOON)
    assert verdict_on(amara).missing == (
        "The days of this course are not set yet. We will tell you when they are.",
    )
    amara.cohort = None
    assert verdict_on(amara).missing == ("You have no place on dates of this course. Book one.",)
