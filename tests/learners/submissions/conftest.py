"""Amara, and who assesses her."""

import pytest

from learners.registrations.models import QualRegistration
from learners.submissions.models import Submission
from tests.cast import Cast
from tests.learners import qualifying
from tests.learners.submissions.work import handed_in, photo
from tests.learners.telling import tell_rows


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Amara, under way, with Asa as assessor."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    return made


@pytest.fixture
def work(amara: QualRegistration) -> Submission:
    """With a photo, handed in."""
    made = handed_in([photo(amara)])
    tell_rows(amara)
    return made
