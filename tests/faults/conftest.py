"""What every fault test begins with."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.faults.stage import Stage, stage


@pytest.fixture
def start(tmp_path: Path, transactional_db: None) -> Iterator[Callable[..., Stage]]:
    """Starts everything (see `stage`); it ends with the test."""
    if not settings.REDIS_URL:
        pytest.skip("made for PostgreSQL and Redis: make test")
    with ExitStack() as stack:

        def started(**options: Any) -> Stage:
            return stack.enter_context(stage(tmp_path, **options))

        yield started
