"""Amara, and who assesses her."""

import pytest

from learners.registrations.models import QualRegistration
from tests.cast import Cast, make_cast
from tests.learners import qualifying


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Amara, under way, with Asa as assessor."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    return made
