"""Steps of who_may.py that are about prior learning, adjustments and holds, all on the first unit."""

from collections.abc import Callable

from academy.accounts.models import Account
from academy.shared.rulings import Ruling
from learners.adjustments import claim_policies as claims
from learners.adjustments import hold_policies as holds
from learners.adjustments import policies as ways
from learners.adjustments import request_policies as requests
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from tests.access.who_may_steps import STEPS, Step, of_registration
from tests.access.who_may_world import Case, S
from tests.learners.qualifying import NOON

Make = Callable[[Case], object]


def claim(state: ClaimState) -> Make:
    return lambda case: PriorLearningClaim(
        registration=case.at(S.IN_PROGRESS), unit=case.units[0], state=state
    )


def request(state: RequestState) -> Make:
    return lambda case: AdjustmentRequest(
        registration=case.at(S.IN_PROGRESS), unit=case.units[0], state=state, asked_by=case.learner
    )


def standing_hold(case: Case) -> AssessmentHold:
    return AssessmentHold(registration=case.at(S.IN_PROGRESS), unit=case.units[0])


def about(name: str, policy: Callable[..., Ruling], made: Make) -> None:
    def asked(by: Account, case: Case) -> Ruling:
        return policy(by, made(case), now=NOON)

    STEPS[name] = Step(asked, (policy,))


of_registration("see what helps and what is held", ways.may_see_ways, S.IN_PROGRESS)
of_registration("read what makes it hard", ways.may_read_needs, S.IN_PROGRESS)
of_registration("ask for prior learning", claims.may_ask_prior, S.IN_PROGRESS)
of_registration("ask for what helps", requests.may_ask_help, S.IN_PROGRESS)
of_registration("write down what helps", requests.may_propose_help, S.IN_PROGRESS)
of_registration("place a hold", holds.may_place_hold, S.IN_PROGRESS)
about("answer prior learning", claims.may_answer_prior, claim(ClaimState.ENQUIRY))
about("ask for more of it", claims.may_ask_more, claim(ClaimState.MAPPED))
about("say what comes of it", claims.may_conclude_prior, claim(ClaimState.ASSESSED))
about("take prior learning back", claims.may_withdraw_prior, claim(ClaimState.MAPPED))
about("say yes to what helps", requests.may_agree_help, request(RequestState.DRAFT))
about("take back what helps", requests.may_withdraw_help, request(RequestState.SUBMITTED))
about("decide about what helps", requests.may_decide_help, request(RequestState.SUBMITTED))
about("put it before somebody outside", requests.may_refer_help, request(RequestState.SUBMITTED))
about("put in place what helps", requests.may_put_in_place, request(RequestState.APPROVED))
about("say whether it helps", requests.may_review_help, request(RequestState.IN_PLACE))
about("leave a hold standing", holds.may_keep_hold, standing_hold)
about("lift a hold", holds.may_lift_hold, standing_hold)
