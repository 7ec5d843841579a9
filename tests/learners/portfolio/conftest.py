"""What several tests of portfolios use."""

import pytest

from tests.learners.portfolio.pages import Scene, make_scene


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()
