"""Who gets what where assessors write down what they saw, heard and asked."""

from learners.assessment.record_models import AssessorRecord
from learners.assessment.states import RecordState
from tests.access.addresses import Address, Rows, only
from tests.access.registration_rows import of_registration
from tests.access.world import World
from tests.learners import judging, qualifying


def of_record(world: World) -> tuple[str]:
    """About Amara, who has been asked to confirm it; written by Asa, who is none of those that ask."""
    (token,) = of_registration(world)
    hers = qualifying.QualRegistration.objects.get(token=token)
    made = AssessorRecord.objects.filter(registration=hers).first()
    return ((made or judging.record(hers, world.cast.assessor, state=RecordState.SHARED)).token,)


RECORDS: Rows = {
    "records": only("learner", args=of_registration),
    "record-begin": Address((302, *(403,) * 5), args=lambda world: (*of_registration(world), "observed")),
    "record": only("learner", status=302, args=of_record),
    "record-read": only("learner", args=of_record),
}
