"""Happenings of prior learning, adjustments, holds and awards. NOON is noon on Friday 20 November 2026."""

from datetime import date, timedelta

from academy.accounts.models import Account
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from learners.registrations.models import QualRegistration
from tests.learners import judging, qualifying, worlds
from tests.learners.reminders.happening import Happening
from tests.learners.reminders.judging_happenings import AGAIN, NINE, lead
from tests.learners.reminders.qualification_happenings import (
    LEAVES,
    a_manager,
    assessor_of,
    closes,
    goes_to_somebody_else,
    leads_no_more,
    registration,
)
from tests.learners.worlds import NOON, later


def claims(number: int) -> Account:
    of = registration(number)
    PriorLearningClaim.objects.create(
        registration=of,
        unit=judging.unit_of(of),
        state=ClaimState.EVIDENCE,
        learned_what="I led a tenants' group for four years.",
        asked_by=of.account,
        asked_at=later(days=-3),
        plan="Bring the minutes of three meetings.",
        answered_by=assessor_of(of, number),
        moved_at=NOON,
    )
    return of.account


def asks_for(of: QualRegistration, state: RequestState, **facts: object) -> AdjustmentRequest:
    return AdjustmentRequest.objects.create(
        registration=of,
        state=state,
        need="Reading long texts is hard for me.",
        adjustment="Answer aloud, with my assessor writing.",
        asked_by=of.account,
        asked_at=NOON,
        agreed_at=NOON,
        moved_at=NOON,
        **facts,
    )


def got_an_answer(number: int) -> Account:
    of = registration(number)
    decided = {"decided_by": a_manager(), "decided_on": NOON.date(), "decision": "Yes."}
    asks_for(of, RequestState.APPROVED, **decided)
    return of.account


def decides(number: int) -> Account:
    asks_for(registration(number), RequestState.SUBMITTED)
    return lead(number)


def is_held(number: int) -> Account:
    return _held(registration(number), later(days=30).date()).account


def has_one_held(number: int) -> Account:
    of = registration(number)
    who = assessor_of(of, number)
    _held(of, later(days=30).date())
    return who


def reviews(number: int) -> Account:
    _held(registration(number), NOON.date(), placed_at=later(days=-20))
    return lead(number)


def _held(of: QualRegistration, review_on: date, **facts: object) -> QualRegistration:
    said = {"reason": "A concern is looked into.", "placed_by": a_manager(), "placed_at": NOON, **facts}
    AssessmentHold.objects.create(registration=of, review_on=review_on, **said)
    return of


def is_lifted(who: Account) -> None:
    AssessmentHold.objects.update(lifted_at=NOON, lifted_by=a_manager(), lifted_why="It is settled.")


def another_day_is_set(who: Account) -> None:
    AssessmentHold.objects.update(review_on=later(days=30).date())


def goes_outside(who: Account) -> None:
    AdjustmentRequest.objects.update(decides="ao", state=RequestState.REFERRED)


def is_decided(who: Account) -> None:
    AdjustmentRequest.objects.update(
        state=RequestState.REFUSED, decided_by=a_manager(), decided_on=NOON.date(), decision="No."
    )


def takes_the_claim_back(who: Account) -> None:
    PriorLearningClaim.objects.update(state=ClaimState.WITHDRAWN, ended_at=NOON)


# --- the award ----------------------------------------------------------------------------------------------


def has_sixty_days(number: int) -> Account:
    second = worlds.person("Cora Countersigner", email=f"cora{number}@example.org")
    who = worlds.person("Tess Trainee", email=f"tess{number}@example.org")
    return qualifying.assessor(
        who,
        a_manager(),
        level=AssessorLevel.TRAINEE,
        countersigner=second,
        works_towards_until=(NOON + timedelta(days=60)).date(),
    )


def has_a_trainee(number: int) -> Account:
    """Who leads the quality of a qualification; one of its learners is with a trainee."""
    qualifying.allocated(registration(number), has_sixty_days(number))
    return lead(number)


def gets_the_award(who: Account) -> None:
    qualifying.assessor(who, a_manager(), starts_on=NOON.date())


def a_trainee() -> Account:
    return AssessorStatus.objects.get(level=AssessorLevel.TRAINEE).person


def gets_more_time(who: Account) -> None:
    old = AssessorStatus.objects.get(person=who)
    more = {"works_towards_until": date(2027, 12, 1), "countersigner": old.countersigner}
    qualifying.assessor(who, a_manager(), level=AssessorLevel.TRAINEE, **more)


HAPPENINGS: dict[str, Happening] = {
    "prior_learning_answered": Happening(
        claims, at=NOON, until=later(days=14), gone={**AGAIN, "taken back": takes_the_claim_back}
    ),
    "adjustment_decided": Happening(
        got_an_answer,
        at=NOON,
        until=later(days=14),
        gone={**AGAIN, "reviewed": lambda who: AdjustmentRequest.objects.update(state="reviewed")},
    ),
    "hold_placed": Happening(is_held, at=NOON, until=later(days=14), gone={**AGAIN, "lifted": is_lifted}),
    "adjustment_to_decide": Happening(
        decides,
        at=NOON,
        until=later(days=14),
        gone={
            **LEAVES,
            "decided": is_decided,
            "with somebody else": goes_outside,
            "leads no more": leads_no_more,
        },
    ),
    "hold_placed_staff": Happening(
        has_one_held,
        at=NOON,
        until=later(days=14),
        gone={**LEAVES, "lifted": is_lifted, "not theirs any more": goes_to_somebody_else},
    ),
    "hold_review": Happening(
        reviews,
        at=NINE,
        until=NINE + timedelta(days=14),
        gone={**LEAVES, "lifted": is_lifted, "another day": another_day_is_set},
    ),
    "award_ends": Happening(
        has_sixty_days,
        at=NINE,
        until=NINE + timedelta(days=7),
        gone={"account closed": closes, "has it": gets_the_award, "more time": gets_more_time},
    ),
    "trainee_award_ends": Happening(
        has_a_trainee,
        at=NINE,
        until=NINE + timedelta(days=7),
        gone={
            "account closed": closes,
            "has it": lambda who: gets_the_award(a_trainee()),
            "leads no more": leads_no_more,
            "has nobody any more": goes_to_somebody_else,
        },
    ),
}
