"""The servers that the tests rest on are real: worker, beat, SMTP, browser; and the programs are found or asked for."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.core.mail import send_mail
from playwright.sync_api import Page

from tests.fixtures.celery_processes import CeleryProcess
from tests.fixtures.mail_server import SmtpServer
from tests.servers import programs
from tests.waiting import eventually

TASK = "academy.shared.seal_audit"


def done(worker: CeleryProcess) -> int:
    return len(re.findall(rf"Task {re.escape(TASK)}\[\S+ succeeded in", worker.log))


@pytest.mark.both
def test_a_worker_takes_tasks_and_comes_back_after_a_power_cut(celery_worker_process: CeleryProcess) -> None:
    current_app.send_task(TASK)
    eventually(lambda: done(celery_worker_process) == 1)
    celery_worker_process.kill()
    assert not celery_worker_process.runs
    current_app.send_task(TASK)
    celery_worker_process.start()
    eventually(lambda: done(celery_worker_process) == 1)


@pytest.mark.both
def test_a_beat_starts(celery_beat_process: CeleryProcess) -> None:
    assert celery_beat_process.runs


def test_mail_travels(smtp_server: SmtpServer) -> None:
    send_mail("Your code", "123456", "academy@example.org", ["sam@example.org"])
    (mail,) = smtp_server.wait_for(1)
    assert mail["To"] == "sam@example.org"
    assert "123456" in mail.get_content()


def test_the_browser_sees_the_live_server(page: Page) -> None:
    answer = page.goto("/health/")
    assert answer is not None and answer.ok
    assert "well" in page.content()


def test_what_is_missing_is_asked_for_by_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may install here: neither root nor sudo."""
    monkeypatch.setattr(programs, "_as_root", lambda: None)
    nowhere = programs.Program("Frobnicator", ("no-such-program",), "frobnicator-tools")
    with pytest.raises(programs.Missing, match=r"apt-get install frobnicator-tools"):
        programs.provide([programs.REDIS, nowhere])


def test_a_program_off_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "valkey-server").write_text("#!/bin/sh\n")
    (tmp_path / "valkey-server").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert programs.path_of(programs.REDIS) == tmp_path / "valkey-server"


def test_what_is_missing_is_installed_where_we_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With an apt-get of our own, which writes down what it was asked and makes the program."""
    made = tmp_path / "frobnicate"
    script = f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\ntouch {made} && chmod +x {made}\n'
    (tmp_path / "apt-get").write_text(script)
    (tmp_path / "apt-get").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(programs, "_as_root", lambda: [])
    programs.provide([programs.Program("Frobnicator", ("frobnicate",), "frobnicator-tools")])
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert update.startswith("update")
    assert install.startswith("install --yes") and install.endswith("frobnicator-tools")
