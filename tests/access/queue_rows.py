"""Who gets what where an assessor's work waits, is taken, sent and countersigned."""

from learners.assessment.models import Judgement
from learners.assessment.states import JudgementState
from learners.submissions.models import Submission
from tests.access.addresses import Rows, everybody, only, signed_in
from tests.access.registration_rows import of_registration
from tests.access.submission_rows import of_submission
from tests.access.world import World
from tests.learners import judging, qualifying


def of_round(world: World) -> tuple[str]:
    """An open one of Amara's; her assessor is Asa, who is none of those that ask."""
    (token,) = of_submission(world)
    found = Judgement.objects.filter(state=JudgementState.OPEN, submission__isnull=False).first()
    if found is None:
        made = Submission.objects.get(token=token)
        given = made.registration.allocations.filter(unit=None).first()
        given = given or qualifying.allocated(made.registration, world.cast.assessor)
        found = judging.opened(made.registration, given.person, made)
    return (found.token,)


QUEUE: Rows = {
    "queue": signed_in(),
    "handed-in-to-me": everybody(302),
    "queue-next": signed_in(302, data={"go": "on"}),
    "claim": only("learner", status=302, args=of_submission, data={"go": "on"}),
    "judge-send": signed_in(403, args=of_round),
    "countersign": signed_in(403, args=of_round),
    "to-judge": signed_in(403, args=of_registration),
    "stuck": signed_in(403),
    "name-countersigner": signed_in(403, args=of_round),
    "give-attempt": signed_in(403, args=of_registration),
}
