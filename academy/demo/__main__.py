"""Starts the sample Academy: web, worker and beat together, until Ctrl-C.

PORT (8000) says where it listens. DATABASE_URL, REDIS_URL and EMAIL_URL are ignored on purpose: sample people are
never loaded into somebody's real database, and no mail leaves the machine.
"""

import errno
import io
import os
import socket
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from academy import env
from academy.demo.messages import read_mails
from academy.demo.prepare import is_prepared, people
from academy.demo.processes import ChildDied, Ended, Family, end_on_signals, started_by_make

READY_WITHIN = 120  # seconds; a machine that needs longer has another problem
NOT_FOR_THE_DEMO = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "ALLOWED_HOSTS", "STATIC_ROOT", "MEDIA_ROOT")


class CannotStart(Exception):
    """Says in words what is in the way."""


def main() -> int:
    end_on_signals()
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal that lacks a letter must not stop anything
    try:
        port = free_port()
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    family = Family(say=say, folder=env.ROOT, env=surroundings(port))
    try:
        run(family, port)
    except Ended:
        print("\nEnding the Academy ...", flush=True)
        return 0
    except ChildDied as error:
        print(f"\n{error}; ending the rest.", file=sys.stderr, flush=True)
        return 1
    except CannotStart as error:
        print(f"\n{error}", file=sys.stderr, flush=True)
        return 1
    except BrokenPipeError:  # whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    finally:
        family.end()
    return 0


def run(family: Family, port: int) -> None:
    """Prepare, start the three, announce them, and look after them for ever."""
    data = env.data_dir()
    orphaned = started_by_make()
    (data / "static").mkdir(
        parents=True, exist_ok=True
    )  # stays empty, but WhiteNoise warns where it is missing
    if not is_prepared(data) and family.run("setup", [sys.executable, "-m", "academy.demo.prepare"]) != 0:
        raise CannotStart("The sample Academy could not be made; the lines above say why.")
    for name, command in commands(port, data).items():
        family.start(name, command)
    wait_until_healthy(family, port)
    print(welcome(port, people(data)), flush=True)
    seen = {mail.key for mail in read_mails(data / "mail", newest=20)}
    while not orphaned():
        family.listen(1.0)
        family.look_after()
        seen = announce_mails(data, seen, port)


def commands(port: int, data: Path) -> dict[str, list[str]]:
    """The three processes. Beat keeps its schedule apart for each port, so that two demos do not share one."""
    python = [sys.executable, "-m"]
    web = [
        "gunicorn",
        "academy.demo.web:application",
        "--bind",
        f"127.0.0.1:{port}",
        "--worker-class",
        "gthread",
    ]
    web += ["--workers", "1", "--threads", "16", "--no-control-socket", "--graceful-timeout", "3"]
    worker = ["celery", "--quiet", "-A", "academy", "worker", "--concurrency", "2", "--loglevel", "INFO"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat", "--hostname", f"demo-{port}@%h"]
    beat = ["celery", "--quiet", "-A", "academy", "beat", "--loglevel", "WARNING", "--pidfile="]
    beat += ["--schedule", str(data / "demo" / f"beat-{port}")]
    return {"web": python + web, "worker": python + worker, "beat": python + beat}


def surroundings(port: int) -> dict[str, str]:
    """The children's environment: the embedded default, whatever else is set here."""
    own = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_DEMO}
    return {
        "DEBUG": "no",  # the designed error pages, not Django's; DEBUG=yes for those
        **own,
        "DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "academy.settings.development",
        "BASE_URL": f"http://localhost:{port}",
        "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "ignore:You're running the worker with superuser",  # on one's own machine, for an hour
    }


def free_port() -> int:
    """PORT, when it can be used."""
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotStart(
            f"PORT must be a number from 1 to 65535, not {text!r}. Example: PORT=8001 make demo"
        )
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(text)))
        except OSError as error:
            taken = error.errno == errno.EADDRINUSE
            why = "is in use, perhaps by another demo" if taken else f"cannot be used ({error.strerror})"
            raise CannotStart(f"Port {text} {why}. Choose another one: PORT=8001 make demo") from None
    return int(text)


def wait_until_healthy(family: Family, port: int) -> None:
    latest = time.monotonic() + READY_WITHIN
    directly = build_opener(ProxyHandler({}))  # whatever proxy is set for the rest of the world
    while time.monotonic() < latest:
        family.listen(0.2)
        family.look_after()
        try:
            with directly.open(f"http://127.0.0.1:{port}/health/", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, OSError):
            continue
    raise CannotStart(f"The Academy did not answer at /health/ within {READY_WITHIN} seconds.")


def announce_mails(data: Path, seen: set[str], port: int) -> set[str]:
    """Print each new mail, so that a sign-in code can be read right here."""
    mails = read_mails(data / "mail", newest=20)
    for mail in reversed(mails):
        if mail.key not in seen:
            say("mail", f"To: {mail.to}   Subject: {mail.subject}   (http://localhost:{port}/dev/mail/)")
            for line in mail.text.splitlines():
                if line.strip():
                    say("mail", f"    {line}")
    return {mail.key for mail in mails}


def welcome(port: int, lines: str) -> str:
    address = f"http://localhost:{port}"
    sample = "\n".join(f"  {line}" for line in lines.splitlines())
    return f"""
The sample Academy is ready.

  {address}/            the Academy
  {address}/dev/mail/   every mail it sends, with the codes to sign in
  {address}/editors/    where pages are edited

Sign in with one of these addresses; the code arrives at /dev/mail/ and is printed here.

{sample}

Ctrl-C ends it.
"""


def say(name: str, line: str) -> None:
    print(f"{name:<6} | {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
