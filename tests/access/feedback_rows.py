"""Who gets what where a learner reads feedback."""

from tests.access.addresses import Rows, only
from tests.access.judging_rows import of_round
from tests.access.registration_rows import of_registration

FEEDBACK: Rows = {
    "feedback": only(args=of_round),  # not released yet, so not for the learner either (INV-13)
    "feedback-list": only("learner", args=of_registration),
}
