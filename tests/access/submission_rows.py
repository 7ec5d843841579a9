"""Who gets what where work is put together, handed in and looked at."""

from learners.submissions.models import DraftLook, Submission
from tests.access.addresses import Address, Rows, only
from tests.access.registration_rows import of_registration
from tests.access.world import World
from tests.learners import qualifying
from tests.learners.submissions.work import handed_in, linked


def of_submission(world: World) -> tuple[str]:
    """Amara's; her assessor is Asa, who is none of those that ask."""
    made = Submission.objects.exclude(state="draft").first()
    return ((made or handed_in([linked(_hers(world))])).token,)


def of_look(world: World) -> tuple[str]:
    made = DraftLook.objects.first()
    return ((made or DraftLook.objects.create(registration=_hers(world), asked_at=qualifying.NOON)).token,)


def _hers(world: World) -> qualifying.QualRegistration:
    (token,) = of_registration(world)
    return qualifying.QualRegistration.objects.get(token=token)


OWN = ("learner",)
SUBMISSIONS: Rows = {
    "to-show": only(*OWN, args=of_registration),
    "hand-in": only(*OWN, args=of_registration),
    "hand-in-check": only(*OWN, status=302, args=of_registration),
    "hand-in-declare": only(*OWN, status=302, args=of_registration),
    "handed-in": only(*OWN, args=of_registration),
    "look-ask": only(*OWN, args=of_registration),
    "draft-look": only(*OWN, args=of_look),
    "submission": only(*OWN, args=of_submission),
    "submission-check": only(*OWN, status=302, args=of_submission, data={"go": "on"}),
    "submission-give-back": Address((302, *(403,) * 5), args=of_submission),
}
