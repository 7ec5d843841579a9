"""What several tests of judging and signing use."""

import pytest
from django.test import Client

from learners.registrations.models import QualRegistration
from tests.browsing import browser
from tests.cast import Cast
from tests.factories.files import ffmpeg
from tests.learners import qualifying
from tests.learners.assessment.rounds import assessor_of
from tests.learners.assessment.signoff_screens import OWN, opened_by


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    """Amara, under way, with Asa as assessor, who is in the staff file."""
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    qualifying.allocated(made, cast.assessor)
    assessor_of(made, cast.manager)
    return made


@pytest.fixture
def asa(cast: Cast) -> Client:
    """Asa's browser."""
    return browser(cast.assessor)


@pytest.fixture
def own_session(noon: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """At noon, and whoever opens a page of signing has signed in by themselves."""
    opened_by(monkeypatch, OWN)


@pytest.fixture(scope="session")
def voice(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A recording, as a browser makes it."""
    return ffmpeg(tmp_path_factory.mktemp("voice") / "voice.webm", "-c:a", "libopus", film=False)
