"""Steps of who_may.py that are about judging: each on a round that is made for it and gone afterwards."""

from collections.abc import Callable

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from courses.qualifications.models import Criterion
from learners.assessment import countersign_policies as countersigning
from learners.assessment import policies as assessment
from learners.assessment import send_policies as sending
from learners.assessment.models import Judgement
from learners.assessment.states import JudgementState
from learners.portfolio import spoken_policies as speaking
from learners.portfolio.states import EvidenceKind
from learners.registrations.standing import open_conflicts
from learners.submissions import policies as submissions
from tests.access.who_may_steps import step
from tests.access.who_may_world import Case
from tests.learners import judging, qualifying
from tests.learners.qualifying import NOON, TODAY

Asked = Callable[[Account, Judgement], Ruling]


def judge_of(case: Case) -> Account:
    """Whoever has the whole learner; where nobody has, or only over a conflict, the hub's assessor."""
    rows = case.registration.allocations.filter(task="assessor", unit=None, ends_on=None)
    given = rows.select_related("person").first()
    if given is None or open_conflicts([given.person_id], case.registration, on=TODAY).exists():
        given = qualifying.allocated(case.registration, case.cast.assessor, case.units[0])
    return given.person


def whole(case: Case) -> Account | None:
    """Whoever has the whole learner, also over a conflict that was declared since."""
    rows = case.registration.allocations.filter(task="assessor", unit=None, ends_on=None)
    given = rows.select_related("person").first()
    return given.person if given else None


def criterion(case: Case) -> Criterion:
    return judging.criteria_of(case.registration)[0]


def on_a_round(
    state: JudgementState, asked: Asked, *, spoken: bool = False
) -> Callable[[Account, Case], Ruling]:
    """Asks it about a round in this state (with a recording), and takes everything back."""

    def ask(by: Account, case: Case) -> Ruling:
        with transaction.atomic():
            judge = None if state != JudgementState.OPEN else whole(case)
            made = judging.opened(case.registration, judge or judge_of(case), case.submission)
            if spoken:
                made.spoken = qualifying.piece(
                    case.registration.account, kind=EvidenceKind.FEEDBACK, withdrawn_at=NOON
                )
                made.save(update_fields=["spoken"])
            if state != JudgementState.OPEN:
                piece = case.submission.items.first()
                assert piece is not None
                judging.rests_on(judging.decision(made, criterion(case)), piece)
                second = case.cast.assessor if state == JudgementState.COUNTERSIGN else None
                judging.closed(made, state=state, countersigner=second)
            found = Judgement.objects.select_related("registration__account", "registration__version")
            ruling = asked(by, found.get(pk=made.pk))
            transaction.set_rollback(True)
        return ruling

    return ask


@step("give another try", submissions.may_give_attempt)
def _another(by: Account, case: Case) -> Ruling:
    unit = criterion(case).outcome.unit_id
    return submissions.may_give_attempt(by, case.registration, unit, on=TODAY)


@step("judge unit 1", assessment.may_judge)
def _judge(by: Account, case: Case) -> Ruling:
    return assessment.may_judge(by, case.registration, [case.units[0].pk], on=TODAY)


@step("take what was handed in", assessment.may_claim)
def _take(by: Account, case: Case) -> Ruling:
    return assessment.may_claim(by, case.submission, now=NOON)


@step("see what can be judged without a hand-in", assessment.may_choose_to_judge)
def _choose(by: Account, case: Case) -> Ruling:
    return assessment.may_choose_to_judge(by, case.registration, on=TODAY)


@step("judge by a record", assessment.may_claim_records)
def _by_record(by: Account, case: Case) -> Ruling:
    return assessment.may_claim_records(by, case.registration, [criterion(case).pk], now=NOON)


def _again(by: Account, judgement: Judgement) -> Ruling:
    criteria = list(judgement.decisions.values_list("criterion", flat=True))
    return assessment.may_judge_again(by, judgement.registration, criteria, now=NOON)


def _read(by: Account, judgement: Judgement) -> Ruling:
    return assessment.may_see_judgement(by, judgement, on=TODAY)


def _write(by: Account, judgement: Judgement) -> Ruling:
    return assessment.may_save(by, judgement, now=NOON)


def _send(by: Account, judgement: Judgement) -> Ruling:
    return sending.may_send(by, judgement, now=NOON)


def _countersign(by: Account, judgement: Judgement) -> Ruling:
    return countersigning.may_countersign(by, judgement, now=NOON)


def _name(by: Account, judgement: Judgement) -> Ruling:
    return countersigning.may_name_countersigner(by, judgement, now=NOON)


@step("see what is stuck", countersigning.may_see_stuck)
def _stuck(by: Account, case: Case) -> Ruling:
    return countersigning.may_see_stuck(by, on=TODAY)


def _hear(by: Account, judgement: Judgement) -> Ruling:
    assert judgement.spoken is not None
    return speaking.may_hear(by, judgement.spoken, on=TODAY)


def _record(by: Account, judgement: Judgement) -> Ruling:
    assert judgement.spoken is not None
    return speaking.may_record_into(by, judgement.spoken, on=TODAY)


J = JudgementState
step("judge it again", assessment.may_judge_again)(on_a_round(J.RELEASED, _again))
step("write in the round", assessment.may_save)(on_a_round(J.OPEN, _write))
step("send the round", sending.may_send)(on_a_round(J.OPEN, _send))
step("put the round back", assessment.may_put_back)(on_a_round(J.OPEN, assessment.may_put_back))
step("read the round before it is sent", assessment.may_see_judgement)(on_a_round(J.OPEN, _read))
step("read the feedback", assessment.may_see_judgement)(on_a_round(J.RELEASED, _read))
step("say that the feedback is read", assessment.may_acknowledge)(
    on_a_round(J.RELEASED, assessment.may_acknowledge)
)
step("read what is to be countersigned", assessment.may_see_judgement)(on_a_round(J.COUNTERSIGN, _read))
step("countersign", countersigning.may_countersign)(on_a_round(J.COUNTERSIGN, _countersign))
step("name who countersigns", countersigning.may_name_countersigner)(on_a_round(J.COUNTERSIGN, _name))
step("record the feedback", speaking.may_record_into)(on_a_round(J.OPEN, _record, spoken=True))
step("hear the feedback before it is sent", speaking.may_hear)(on_a_round(J.OPEN, _hear, spoken=True))
step("hear the feedback", speaking.may_hear)(on_a_round(J.RELEASED, _hear, spoken=True))
step("hear what is to be countersigned", speaking.may_hear)(on_a_round(J.COUNTERSIGN, _hear, spoken=True))
