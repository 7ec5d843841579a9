"""`make test`: everything, on servers that are started here and ended here.

First the tests marked `both` on SQLite, as in `make demo`; then every test on PostgreSQL and Redis, as in production.
Arguments go to pytest (`python -m tests.run tests/rules -k name`). The exit code is the worse of the two; 2 means that
a program is missing, and which.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack

from academy.demo.processes import Ended, die_with_parent, end_on_signals, started_by_make
from tests.servers.programs import Missing, provide
from tests.servers.running import postgres, redis
from tests.servers.template import ROOT, MigrationFailed, make_both

NOTHING_COLLECTED = 5  # pytest's exit code
ONE_PROCESS = ("-n", "--numprocesses", "-s", "--capture", "--pdb", "--trace", "-x", "--collect-only", "--co")
# What a person's shell may hold for running the Academy must not reach its tests.
NOT_FOR_TESTS = {
    "ALLOWED_HOSTS",
    "BASE_URL",
    "DATABASE_URL",
    "DATA_DIR",
    "DEBUG",
    "DEMO",
    "DJANGO_SETTINGS_MODULE",
}
NOT_FOR_TESTS |= {
    "CACHE_URL",
    "EMAIL_URL",
    "FROM_EMAIL",
    "MAIL_WEBHOOK_SECRET",
    "MEDIA_ROOT",
    "REDIS_URL",
    "SECRET_KEY",
    "STATIC_ROOT",
}
NOT_FOR_TESTS |= {"TEST_DATABASE", "TEST_DATA_DIR", "TEST_REDIS_URL"}
INTERACTIVE = ("--pdb", "--trace")


def main(arguments: Sequence[str]) -> int:
    end_on_signals()
    try:
        provide()
        return run(arguments)
    except Missing as error:
        print(error, file=sys.stderr)
        return 2
    except MigrationFailed as error:
        print(error, file=sys.stderr)
        return 1
    except Ended as error:
        print(f"\nEnded by {error}.", file=sys.stderr)
        return 130


def run(arguments: Sequence[str]) -> int:
    image = make_both()
    print("\nSQLite, as in make demo: the tests marked `both`", flush=True)
    on_sqlite = pytest(["-m", "both", *arguments], {})
    on_sqlite = 0 if on_sqlite == NOTHING_COLLECTED else on_sqlite
    with ExitStack() as servers:
        database = servers.enter_context(postgres(image=image))
        queue = servers.enter_context(redis())
        print("\nPostgreSQL and Redis, as in production: every test", flush=True)
        surroundings = {"DATABASE_URL": database.url("academy"), "REDIS_URL": queue}
        if on_sqlite:
            surroundings["FAILED_BEFORE"] = "Tests failed on SQLite too: see the first summary above."
        on_postgres = pytest(arguments, surroundings)
    return max(on_sqlite, on_postgres)


def pytest(arguments: Sequence[str], surroundings: Mapping[str, str]) -> int:
    """Run it and wait; whatever ends us lets it finish its summary first."""
    own = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    command = [sys.executable, "-m", "pytest", *side_by_side(arguments), *arguments]
    interactive = any(argument in INTERACTIVE for argument in arguments)
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**own, **surroundings},
        start_new_session=not interactive,  # a Ctrl-C in the terminal reaches pytest once, through us
        preexec_fn=die_with_parent(signal.SIGINT),
    )
    if interactive:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the debugger's own
    orphaned = started_by_make()
    try:
        while True:
            try:
                return abs(process.wait(1))
            except subprocess.TimeoutExpired:
                if orphaned():
                    raise Ended("the end of make") from None
    finally:
        if process.poll() is None:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def side_by_side(arguments: Sequence[str]) -> list[str]:
    """A process for each core (four at most), unless the arguments ask for something that needs one process."""
    if any(argument.split("=")[0] in ONE_PROCESS for argument in arguments):
        return []
    return ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadscope", "--no-loadscope-reorder"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
