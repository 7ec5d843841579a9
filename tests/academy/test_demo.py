"""The demo: its letter box, its children, and what it says when it cannot start."""

import os
import signal
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.filebased import EmailBackend
from django.test import Client

from academy.demo import __main__ as demo
from academy.demo import prepare
from academy.demo.messages import read_mails
from academy.demo.processes import ChildDied, Family
from tests.waiting import eventually

IGNORES_THE_END = (
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on'); time.sleep(60)"
)
HAS_A_CHILD = (
    "import subprocess, sys, time; p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
    "print(p.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def box(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    (tmp_path / "mail").mkdir()
    return tmp_path / "mail"


def send(box: Path, subject: str, text: str, html: str = "") -> None:
    mail = EmailMultiAlternatives(subject, text, "academy@example.org", ["Zoë <zoe@example.org>"])
    if html:
        mail.attach_alternative(html, "text/html")
    EmailBackend(file_path=str(box)).send_messages([mail])


def test_mails_are_read_back_whole_and_newest_first(box: Path) -> None:
    send(box, "Your code", "It is 123456.\nSee https://example.org/a?b=c&d=e")
    send(box, "Welcome, Zoë", "Hello – here is a long line. " * 20, "<p>Hello</p>")
    newest, oldest = read_mails(box)
    assert (newest.subject, newest.html.strip()) == ("Welcome, Zoë", "<p>Hello</p>")
    assert newest.text.strip() == ("Hello – here is a long line. " * 20).strip()
    assert "zoe@example.org" in oldest.to
    assert "https://example.org/a?b=c&d=e" in oldest.text


def test_an_empty_box_and_one_that_is_not_there_are_empty(box: Path) -> None:
    assert read_mails(box) == [] == read_mails(box / "nowhere")


@pytest.mark.django_db
@pytest.mark.urls("tests.demo_urls")
def test_the_letter_box_shows_links_and_locks_html_in(box: Path, client: Client) -> None:
    send(
        box, "Sign in <b>", "Go to https://example.org/in/", "<p style='color:red'>Go</p><script>x()</script>"
    )
    page = client.get("/dev/mail/").content.decode()
    assert '<a href="https://example.org/in/"' in page
    assert "Sign in &lt;b&gt;" in page and "<script>x()" not in page
    letter = client.get("/dev/mail/", {"html": read_mails(box)[0].key})
    assert "sandbox" in letter["Content-Security-Policy"]
    assert "allow-scripts" not in letter["Content-Security-Policy"]
    assert client.get("/dev/mail/", {"html": "no-such-mail"}).status_code == 404


@pytest.mark.django_db
def test_production_has_no_letter_box(client: Client) -> None:
    assert client.get("/dev/mail/").status_code == 404


def test_a_port_in_use_is_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("PORT", str(other.getsockname()[1]))
        with pytest.raises(demo.CannotStart, match=r"is in use.*PORT=8001 make demo"):
            demo.free_port()
    monkeypatch.setenv("PORT", "eighty")
    with pytest.raises(demo.CannotStart, match="PORT must be a number"):
        demo.free_port()


def test_the_demo_never_meets_a_real_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://real/people")
    monkeypatch.setenv("EMAIL_URL", "smtp://real")
    surroundings = demo.surroundings(8001)
    assert "DATABASE_URL" not in surroundings and "EMAIL_URL" not in surroundings
    assert surroundings["BASE_URL"] == "http://localhost:8001"


def test_a_changed_migration_or_sample_is_noticed(tmp_path: Path) -> None:
    for name in (
        "requirements/base.txt",
        "academy/shared/append_only.py",
        "cms/migrations/0001_a.py",
        "cms/sample/x.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    before = prepare.fingerprint(tmp_path)
    assert prepare.fingerprint(tmp_path) == before
    (tmp_path / "cms/sample/x.py").write_text("2")
    after_sample = prepare.fingerprint(tmp_path)
    (tmp_path / "cms/migrations/0002_b.py").write_text("1")
    assert len({before, after_sample, prepare.fingerprint(tmp_path)}) == 3


@pytest.fixture
def family(tmp_path: Path) -> Any:
    """What the children said is in `said`."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    said: list[tuple[str, str]] = []
    family = Family(say=lambda name, line: said.append((name, line)), folder=tmp_path, env=os.environ)
    yield family, said
    family.end(grace=0)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_a_child_that_dies_is_reported_by_name(family: Any) -> None:
    children, said = family
    children.start("worker", [sys.executable, "-c", "print('going'); raise SystemExit(3)"])
    with pytest.raises(ChildDied, match=r"worker ended by itself \(exit code 3\)"):
        for _ in range(100):
            children.listen(0.1)
            children.look_after()
    assert said == [("worker", "going")]


def test_a_child_that_ignores_the_end_is_ended_by_force(family: Any) -> None:
    children, said = family
    child = children.start("stubborn", [sys.executable, "-u", "-c", IGNORES_THE_END])
    while not said:
        children.listen(0.1)
    children.end(grace=0.3)
    assert child.process.returncode == -signal.SIGKILL


def test_grandchildren_end_too(family: Any) -> None:
    children, said = family
    children.start("parent", [sys.executable, "-c", HAS_A_CHILD])
    while not said:
        children.listen(0.1)
    grandchild = int(said[0][1])
    children.end(grace=0.3)
    eventually(lambda: not is_running(grandchild), within=5)


def is_running(pid: int) -> bool:
    """A zombie that waits for its new parent does not run."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
