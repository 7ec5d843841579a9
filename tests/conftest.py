"""What every test may use: see the modules listed here. `pytest` alone runs on SQLite, `make test` on everything."""

import os

import pytest

# Playwright's synchronous interface keeps an event loop in this thread; Django would refuse its queries beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

pytest_plugins = [
    "tests.fixtures.order",
    "tests.fixtures.databases",
    "tests.fixtures.mail_server",
    "tests.fixtures.celery_processes",
    "tests.fixtures.browser",
    "tests.fixtures.production",
    "tests.fixtures.people",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser is marked so."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """A failure of the run before this one must not scroll away."""
    if before := os.environ.get("FAILED_BEFORE"):
        terminalreporter.write_sep("=", before, red=True)
