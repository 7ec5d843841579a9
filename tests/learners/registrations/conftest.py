"""Where tests of registrations begin."""

import pytest

from learners.registrations.models import QualRegistration
from tests.cast import Cast
from tests.learners import qualifying


@pytest.fixture
def learner(cast: Cast) -> QualRegistration:
    """Amara at Harbour Road, with Asa in the staff file as a qualified assessor."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.assessor(cast.assessor, cast.manager)
    return made
