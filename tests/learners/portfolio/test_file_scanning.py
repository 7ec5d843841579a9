"""ClamAV, where it is set up: over a real socket, with a scanner that speaks its protocol."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from academy import env
from academy.shared import clock
from learners.portfolio import file_store
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_checking import check_file, waiting
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import FileState, Scan
from tests.cast import make_cast
from tests.factories import files
from tests.factories.photos import picture
from tests.learners import qualifying
from tests.servers.clamd import HARMFUL, Clamd, clamd

pytestmark = pytest.mark.django_db


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    with clamd() as server:
        settings.CLAMAV = server.address
        yield server


@pytest.fixture
def piece() -> EvidenceItem:
    return qualifying.piece(make_cast().learner)


def add(piece: EvidenceItem, content: bytes, name: str = "notes.txt") -> EvidenceFile:
    return add_file(item_id=piece.pk, sent=files.sent(content, name), by=piece.account, now=clock.now())


def test_every_byte_is_scanned_and_it_says_so(piece: EvidenceItem, scanner: Clamd) -> None:
    content = b"What I did. " * 40_000
    assert (add(piece, content).scan, scanner.heard) == (Scan.CLEAN, [len(content)])


def test_what_it_finds_is_refused_and_nothing_of_it_stays(piece: EvidenceItem, scanner: Clamd) -> None:
    with pytest.raises(NotTaken, match="virus scanner found something"):
        add(piece, b"some words and " + HARMFUL)
    assert not EvidenceFile.objects.exists()


def test_a_photo_is_scanned_as_it_was_sent(piece: EvidenceItem, scanner: Clamd) -> None:
    with pytest.raises(NotTaken, match="virus scanner"):
        add(piece, picture() + HARMFUL, "photo.jpg")


def test_a_recording_is_scanned_by_the_worker(
    piece: EvidenceItem, scanner: Clamd, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    sound = files.ffmpeg(tmp_path / "a.wav", film=False)
    file = add(piece, sound + HARMFUL, "a.wav")
    assert scanner.heard == []
    with django_capture_on_commit_callbacks(execute=True):
        assert check_file(file_id=file.pk) == FileState.REFUSED
    file.refresh_from_db()
    assert (file.scan, "virus scanner" in file.refused_why) == (Scan.FOUND, True)
    assert not file_store.path_of(file.stored).exists()


@pytest.mark.parametrize("answer", [b"", b"nonsense\0", b"stream: Broken ERROR\0"])
def test_while_it_is_away_files_wait_and_nobody_says_they_are_clean(
    piece: EvidenceItem, scanner: Clamd, settings: Any, answer: bytes
) -> None:
    settings.CLAMAV = scanner.address if answer else ("127.0.0.1", 1)
    scanner.answer = answer
    file = add(piece, b"What I did.")
    assert (file.state, file.scan) == (FileState.CHECKING, Scan.NOT_DONE)
    assert check_file(file_id=file.pk) is None
    settings.CLAMAV, scanner.answer = scanner.address, b""
    assert waiting(clock.now()) == []  # not at once again
    EvidenceFile.objects.update(spoke_at=None)
    assert check_file(file_id=file.pk) == FileState.READY
    file.refresh_from_db()
    assert (file.scan, file.name) == (Scan.CLEAN, "notes.txt")


def test_what_is_too_large_for_it(piece: EvidenceItem, settings: Any, tmp_path: Path) -> None:
    with clamd(most=200_000) as small:
        settings.CLAMAV = small.address
        with pytest.raises(NotTaken, match="too large for our virus scanner"):
            add(piece, b"What I did. " * 100_000)
        film = files.ffmpeg(tmp_path / "a.wav", film=False, seconds=60)
        assert len(film) > 900_000
        file = add(piece, film, "a.wav")
        assert check_file(file_id=file.pk) == FileState.READY  # its packets alone are kept
        file.refresh_from_db()
        assert file.scan == Scan.NOT_DONE


def test_where_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    assert env.clamav() == ""
    monkeypatch.setenv("CLAMAV_HOST", "scanner.local:3310")
    assert env.clamav() == ("scanner.local", 3310)
    monkeypatch.setenv("CLAMAV_SOCKET", "/run/clamav/clamd.ctl")
    assert env.clamav() == "/run/clamav/clamd.ctl"
    monkeypatch.delenv("CLAMAV_SOCKET")
    monkeypatch.setenv("CLAMAV_HOST", "scanner.local")
    with pytest.raises(Exception, match="host:port"):
        env.clamav()
