"""Who gets what where work is judged. Amara's assessor is Asa, who is none of those that ask."""

from learners.assessment.models import Judgement
from learners.submissions.models import Submission
from tests.access.addresses import Rows, only, signed_in
from tests.access.file_rows import of_file
from tests.access.submission_rows import of_submission
from tests.access.world import World
from tests.learners import judging


def round_of(world: World) -> Judgement:
    """Of Amara's work, open, with every criterion that she handed something in for."""
    (token,) = of_submission(world)
    made = Submission.objects.get(token=token)
    return made.judgements.first() or judging.opened(made.registration, world.cast.assessor, made)


def of_round(world: World) -> tuple[str]:
    return (round_of(world).token,)


def of_criterion(world: World) -> tuple[str, int]:
    found = round_of(world)
    return (found.token, found.drafts.values_list("criterion", flat=True)[0])


JUDGING: Rows = {
    "judge": only(args=of_round),
    "judge-criterion": only(args=of_criterion),
    "judge-put-back": only(args=of_round, data={"go": "on"}),
    # of a photo there are no pages
    "evidence-page": signed_in(404, args=lambda world: (*of_file(world), 1)),
}
