"""Happenings of judging, signing and what may change it. NOON is noon on Friday 20 November 2026."""

from datetime import UTC, date, datetime

from academy.accounts.models import Account
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import AssessorLevel, QualificationTask
from learners.assessment.models import Judgement
from learners.assessment.record_models import AssessorRecord
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import Countersigned, JudgementState, RecordState, SignedAs, SignoffState
from learners.registrations.models import QualRegistration
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.states import Outcome
from tests.learners import judging, qualifying, signatures, worlds
from tests.learners.reminders.happening import Happening, Spoil
from tests.learners.reminders.qualification_happenings import (
    LEAVES,
    a_manager,
    assessor_of,
    leads_no_more,
    registration,
    takes_a_break,
)
from tests.learners.worlds import NOON, later

NINE = NOON.replace(hour=9)
AGAIN = {**LEAVES, "on a break": takes_a_break}


def judge_of(of: QualRegistration, number: int) -> Account:
    return qualifying.assessor(assessor_of(of, number), a_manager())


def trainee_of(of: QualRegistration, number: int) -> tuple[Account, Account]:
    """A trainee who has the learner, and who countersigns for them."""
    second = qualifying.assessor(
        worlds.person("Cora Countersigner", email=f"cora{number}@example.org"), a_manager()
    )
    trainee = qualifying.assessor(
        assessor_of(of, number),
        a_manager(),
        level=AssessorLevel.TRAINEE,
        countersigner=second,
        works_towards_until=date(2027, 6, 1),
    )
    return trainee, second


def led(who: Account) -> Account:
    """Of one qualification there is one lead; each more learner is one more message to them."""
    if not QualificationRole.objects.exists():
        of = QualRegistration.objects.latest("pk")
        qualifying.task_of(who, of.version, QualificationTask.LEAD_QUALITY)
    return who


def lead(number: int) -> Account:
    return led(worlds.person("Lena Lead", email=f"lena{number}@example.org"))


# --- judging ------------------------------------------------------------------------------------------------


def got_feedback(number: int) -> Account:
    of = registration(number)
    judging.judged(of, judge_of(of, number), Outcome.NOT_YET)
    return of.account


def got_another_try(number: int) -> Account:
    of = registration(number)
    ExtraAttempt.objects.create(
        registration=of,
        criterion=qualifying.criteria(of)[0],
        until=date(2026, 12, 24),
        why="You were ill.",
        given_by=assessor_of(of, number),
        given_at=NOON,
    )
    return of.account


def countersigns(number: int) -> Account:
    of = registration(number)
    trainee, second = trainee_of(of, number)
    judging.judged(of, trainee)
    return second


def leads_countersigning(number: int) -> Account:
    countersigns(number)
    return lead(number)


def got_it_sent_back(number: int) -> Account:
    of = registration(number)
    trainee, second = trainee_of(of, number)
    first = judging.judged(of, trainee)
    judging.countersigned(first, second, outcome=Countersigned.SENT_BACK, words="Which page?")
    Judgement.objects.filter(pk=first.pk).update(state=JudgementState.SENT_BACK)
    judging.opened(of, trainee, first.submission, follows=first)
    return trainee


def confirms(who: Account) -> None:
    judging.countersigned(Judgement.objects.get(), who)


def reads_it(who: Account) -> None:
    Judgement.objects.update(state=JudgementState.ACKNOWLEDGED, acknowledged_at=NOON)


def tries_again(who: Account) -> None:
    of = QualRegistration.objects.get(account=who)
    judging.handed_in(of, [qualifying.criteria(of)[0]], now=NOON)


def somebody_else_is_named(who: Account) -> None:
    other = qualifying.assessor(worlds.person("Olu Other", email="olu@example.org"), a_manager())
    Judgement.objects.update(countersigner=other)


def puts_it_back(who: Account) -> None:
    for one in Judgement.objects.filter(state=JudgementState.OPEN):
        one.drafts.update(open=False)
    Judgement.objects.filter(state=JudgementState.OPEN).update(state=JudgementState.LEFT)


# --- records ------------------------------------------------------------------------------------------------


def has_a_record(number: int) -> Account:
    of = registration(number)
    judging.record(of, assessor_of(of, number), state=RecordState.SHARED)
    return of.account


def has_a_doubt(number: int) -> Account:
    of = registration(number)
    who = assessor_of(of, number)
    made = judging.record(of, who, state=RecordState.SHARED)
    AssessorRecord.objects.filter(pk=made.pk).update(
        state=RecordState.QUERIED, query="It was Tuesday.", queried_at=NOON
    )
    return who


def turns_to(state: RecordState) -> Spoil:
    return lambda who: judging.moved(AssessorRecord.objects.get(), state, NOON)


def doubts(who: Account) -> None:
    AssessorRecord.objects.update(state=RecordState.QUERIED, query="It was Tuesday.")


# --- sign-off -----------------------------------------------------------------------------------------------


def is_signed(of: QualRegistration, by: Account, asked: datetime | None = NOON) -> UnitSignoff:
    judging.judged(of, by)
    signoff = signatures.signoff_of(of)
    signatures.signs(signoff, by)
    signoff.asked_at = asked
    return signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)


def who_signed() -> Account:
    return Signature.objects.filter(signed_as=SignedAs.ASSESSOR).latest("pk").person


def is_asked(number: int) -> Account:
    of = registration(number)
    is_signed(of, judge_of(of, number))
    return of.account


def countersigns_unit(number: int) -> Account:
    of = registration(number)
    trainee, second = trainee_of(of, number)
    judging.countersigned(judging.judged(of, trainee), second)
    signoff = signatures.signoff_of(of)
    signatures.signs(signoff, trainee)
    signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)
    return second


def signed_for(number: int) -> Account:
    of = registration(number)
    who = judge_of(of, number)
    signoff = is_signed(of, who)
    signatures.signs(signoff, of.account, SignedAs.LEARNER)
    signatures.move(signoff, SignoffState.LEARNER_CONFIRMED)
    return who


def is_unlocked(number: int) -> Account:
    of = registration(number)
    who = judge_of(of, number)
    signatures.unlocked(is_signed(of, who), who)
    return of.account


def was_unlocked(number: int) -> Account:
    of = registration(number)
    who = judge_of(of, number)
    signoff = is_signed(of, who)
    signatures.unlocked(signoff, led(a_manager()))
    return who


def confirms_unit(who: Account) -> None:
    signoff = UnitSignoff.objects.get()
    signatures.signs(signoff, who, SignedAs.LEARNER)
    signatures.move(signoff, SignoffState.LEARNER_CONFIRMED)


def is_told(who: Account) -> None:
    signatures.move(UnitSignoff.objects.get(), SignoffState.LEARNER_TOLD)


def countersigns_it(who: Account) -> None:
    signoff = UnitSignoff.objects.get()
    signatures.signs(signoff, who, SignedAs.COUNTERSIGNER)
    signatures.move(signoff, SignoffState.COUNTERSIGNED)


def names_another(who: Account) -> None:
    """Of the same trainee, in the staff file."""
    other = qualifying.assessor(worlds.person("Olu Other", email="olu@example.org"), a_manager())
    facts = {"countersigner": other, "works_towards_until": date(2027, 6, 1), "starts_on": NOON.date()}
    qualifying.assessor(who_signed(), a_manager(), level=AssessorLevel.TRAINEE, **facts)


def is_taken_back(who: Account) -> None:
    signatures.unlocked(UnitSignoff.objects.get(), who_signed())


def is_signed_again(who: Account) -> None:
    signoff = UnitSignoff.objects.get()
    signatures.signs(signoff, who_signed())
    signatures.move(signoff, SignoffState.ASSESSOR_SIGNED)


HAPPENINGS: dict[str, Happening] = {
    "feedback_given": Happening(
        got_feedback, at=NOON, until=later(days=14), gone={**AGAIN, "read it": reads_it}
    ),
    "feedback_unread": Happening(
        got_feedback,
        at=datetime(2026, 11, 27, 9, tzinfo=UTC),
        until=datetime(2026, 12, 11, 9, tzinfo=UTC),
        gone={**AGAIN, "read it": reads_it},
    ),
    "another_attempt": Happening(
        got_another_try, at=NOON, until=later(days=14), gone={**AGAIN, "handed in": tries_again}
    ),
    "record_to_confirm": Happening(
        has_a_record,
        at=NOON,
        until=datetime(2026, 11, 23, 8, tzinfo=UTC),
        gone={
            **AGAIN,
            "confirmed": turns_to(RecordState.CONFIRMED),
            "doubted": doubts,
            "silence was recorded": turns_to(RecordState.SILENT),
        },
    ),
    "record_queried": Happening(
        has_a_doubt, at=NOON, until=later(days=40), gone={**LEAVES, "shared": turns_to(RecordState.SHARED)}
    ),
    "unit_to_confirm": Happening(
        is_asked,
        at=NOON,
        until=datetime(2026, 11, 27, 8, tzinfo=UTC),
        gone={**AGAIN, "confirmed": confirms_unit, "told": is_told, "unlocked": is_taken_back},
    ),
    "unit_unlocked": Happening(
        is_unlocked, at=NOON, until=later(days=14), gone={**AGAIN, "signed again": is_signed_again}
    ),
    "to_countersign": Happening(
        countersigns,
        at=NOON,
        until=datetime(2026, 11, 25, 8, tzinfo=UTC),
        gone={**LEAVES, "confirmed": confirms, "somebody else is named": somebody_else_is_named},
    ),
    "to_countersign_long": Happening(
        leads_countersigning,
        at=datetime(2026, 12, 1, 9, tzinfo=UTC),
        until=datetime(2026, 12, 15, 9, tzinfo=UTC),
        gone={
            **LEAVES,
            "confirmed": lambda who: confirms(Account.objects.get(full_name="Cora Countersigner")),
            "leads no more": leads_no_more,
        },
    ),
    "sent_back": Happening(
        got_it_sent_back, at=NOON, until=later(days=14), gone={**LEAVES, "put back": puts_it_back}
    ),
    "unit_to_countersign": Happening(
        countersigns_unit,
        at=NOON,
        until=later(days=14),
        gone={
            **LEAVES,
            "countersigned": countersigns_it,
            "unlocked": is_taken_back,
            "another": names_another,
        },
    ),
    "unit_told": Happening(
        signed_for, at=NOON, until=later(days=14), gone={**LEAVES, "unlocked": is_taken_back}
    ),
    "unit_unlocked_staff": Happening(
        was_unlocked, at=NOON, until=later(days=14), gone={**LEAVES, "signed again": is_signed_again}
    ),
}
