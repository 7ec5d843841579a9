"""What a worker does with sound and film, by the real ffmpeg: played through, written anew, converted for viewing."""

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from academy.shared import clock
from learners.portfolio import file_checking, file_films, file_store, tasks
from learners.portfolio.file_actions import add_file, remove_file
from learners.portfolio.file_checking import check_file, strays, waiting
from learners.portfolio.file_films import TO_FILM, TO_SOUND
from learners.portfolio.file_looking import prepare
from learners.portfolio.file_queries import addresses_of
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import FileState
from tests.cast import make_cast
from tests.factories import files
from tests.factories.files import PLACE, ffmpeg
from tests.factories.photos import picture
from tests.learners import qualifying

pytestmark = pytest.mark.django_db
H264 = ("-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast")


@pytest.fixture
def piece() -> EvidenceItem:
    return qualifying.piece(make_cast().learner)


def add(piece: EvidenceItem, content: bytes, name: str) -> EvidenceFile:
    return add_file(item_id=piece.pk, sent=files.sent(content, name), by=piece.account, now=clock.now())


def checked(piece: EvidenceItem, content: bytes, name: str) -> EvidenceFile:
    file = add(piece, content, name)
    assert file.state == FileState.CHECKING
    assert addresses_of(file, piece.account).kept == ""
    assert check_file(file_id=file.pk) == FileState.READY
    file.refresh_from_db()
    return file


def told(name: str) -> tuple[str, ...]:
    """What ffprobe says of a kept file: its codecs. Nothing in it may say where it was made or what it was called."""
    path = file_store.path_of(name)
    line = ["ffprobe", "-v", "error", "-of", "json", "-show_format", "-show_streams", str(path)]
    said = subprocess.run(line, check=True, capture_output=True, text=True).stdout
    for secret in (PLACE, "Amara at home"):
        assert secret not in said and secret.encode() not in path.read_bytes()
    return tuple(sorted(stream["codec_name"] for stream in json.loads(said)["streams"]))


def test_a_film_of_an_iphone_gets_a_copy_that_every_browser_plays(
    piece: EvidenceItem, tmp_path: Path
) -> None:
    sent = files.iphone_film(tmp_path)
    assert PLACE.encode() in sent
    raw = add(piece, sent, "IMG_7.MOV")
    path = file_store.path_of(raw.stored)
    assert path.read_bytes() == sent
    assert check_file(file_id=raw.pk) == FileState.READY
    file = EvidenceFile.objects.get()
    assert told(file.stored) == ("aac", "hevc")
    assert told(file.view) == ("aac", "h264")
    assert (file.type, file.view_type, file.name) == ("video/quicktime", "video/mp4", "IMG_7.mov")
    assert (file.seconds, file.width, file.height) == (2, 160, 120)
    assert file.sha256 == file_store.sha256_of(file_store.path_of(file.stored)) != raw.sha256
    assert file.view_sha256 == file_store.sha256_of(file_store.path_of(file.view))
    assert file_store.path_of(file.small).read_bytes()[:3] == b"\xff\xd8\xff"


def test_what_was_sent_is_not_kept_beside_it(
    piece: EvidenceItem, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    raw = add(piece, ffmpeg(tmp_path / "a.mp4", *H264), "a.mp4")
    with django_capture_on_commit_callbacks(execute=True):
        check_file(file_id=raw.pk)
    assert not file_store.path_of(raw.stored).exists()


def test_what_plays_everywhere_is_copied_and_not_converted(piece: EvidenceItem, tmp_path: Path) -> None:
    file = checked(piece, ffmpeg(tmp_path / "a.mov", *H264, "-c:a", "aac"), "a.mov")
    assert (told(file.stored), file.view, file.type) == (("aac", "h264"), "", "video/mp4")
    assert (file.view_type, file.name) == ("video/mp4", "a.mp4")
    assert addresses_of(file, piece.account).type == "video/mp4"


@pytest.mark.parametrize(
    ("name", "options", "kept", "viewed"),
    [
        ("old.3gp", ("-c:v", "h263", "-s", "176x144", "-c:a", "aac"), ("aac", "h263"), ("aac", "h264")),
        ("chrome.webm", ("-c:v", "libvpx", "-c:a", "libopus"), ("opus", "vp8"), ("aac", "h264")),
        ("camera.avi", ("-c:v", "mpeg4", "-c:a", "libmp3lame"), ("mp3", "mpeg4"), ("aac", "h264")),
        ("windows.wmv", ("-c:v", "wmv2", "-c:a", "wmav2"), ("wmav2", "wmv2"), ("aac", "h264")),
    ],
)
def test_films_of_other_phones_and_computers(
    piece: EvidenceItem, tmp_path: Path, name: str, options: tuple[str, ...], kept: Any, viewed: Any
) -> None:
    file = checked(piece, ffmpeg(tmp_path / name, *options), name)
    assert told(file.stored) == kept
    assert (told(file.view), file.view_type) == (viewed, "video/mp4")


@pytest.mark.parametrize(
    ("name", "options", "kept", "type_"),
    [
        ("voice.ogg", ("-c:a", "libopus"), ("opus",), "audio/ogg"),
        ("voice.webm", ("-c:a", "libopus"), ("opus",), "audio/x-matroska"),
        ("voice.flac", (), ("flac",), "audio/flac"),
    ],
)
def test_sound_is_converted_to_what_every_phone_plays(
    piece: EvidenceItem, tmp_path: Path, name: str, options: tuple[str, ...], kept: Any, type_: str
) -> None:
    file = checked(piece, ffmpeg(tmp_path / name, *options, film=False), name)
    assert (told(file.stored), file.type) == (kept, type_)
    assert (told(file.view), file.view_type) == (("aac",), "audio/mp4")
    assert file.small == ""


@pytest.mark.parametrize(("name", "codec"), [("a.mp3", "mp3"), ("a.m4a", "aac"), ("a.wav", "pcm_s16le")])
def test_sound_that_every_phone_plays_is_left_as_it_is(
    piece: EvidenceItem, tmp_path: Path, name: str, codec: str
) -> None:
    file = checked(piece, ffmpeg(tmp_path / name, film=False), name)
    assert (told(file.stored), file.view, file.view_type.split("/")[0]) == ((codec,), "", "audio")


def test_a_voice_of_an_old_phone(piece: EvidenceItem, tmp_path: Path) -> None:
    """AMR: ffmpeg reads it and does not write it, so the sound is made by hand: frames of silence."""
    silence = b"\x3c" + bytes.fromhex("48f51f96664f07c8a78c4f7c9a0bb1d9e0c8d4e0a1b2c3d4e5f60718293a4b")[:31]
    file = add(piece, b"#!AMR\n" + silence * 100, "old phone.amr")
    assert check_file(file_id=file.pk) == FileState.READY
    file.refresh_from_db()
    assert (told(file.stored), told(file.view)) == (("amr_nb",), ("aac",))
    assert (file.name, file.seconds) == ("old phone.amr", 2)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_film_that_was_cut_off_is_refused_with_words(
    piece: EvidenceItem, tmp_path: Path, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    whole = ffmpeg(
        tmp_path / name,
        *H264,
        "-c:a",
        "aac",
        *(("-movflags", "+faststart") if name == "a.mp4" else ()),
        seconds=8,
    )
    file = add(piece, whole[: len(whole) * 6 // 10], name)
    with django_capture_on_commit_callbacks(execute=True):
        assert check_file(file_id=file.pk) == FileState.REFUSED
    file.refresh_from_db()
    assert "A part of this file is missing" in file.refused_why
    assert file.removed_at is None and not file_store.path_of(file.stored).exists()


@pytest.mark.parametrize("name", ["a.avi", "a.wav"])
def test_one_that_says_at_its_beginning_that_it_is_longer(
    piece: EvidenceItem, tmp_path: Path, name: str
) -> None:
    whole = ffmpeg(tmp_path / name, film=name == "a.avi")
    with pytest.raises(NotTaken, match="A part of this file is missing"):
        add(piece, whole[: len(whole) * 6 // 10], name)
    for unknown in (b"\0\0\0\0", b"\xff\xff\xff\xff"):  # of a recorder that did not know
        assert add(piece, whole[:4] + unknown + whole[8:], name).state == FileState.CHECKING


def test_one_whose_list_of_contents_stood_at_its_end(piece: EvidenceItem, tmp_path: Path) -> None:
    at_the_end = ffmpeg(tmp_path / "b.mp4", *H264)
    with pytest.raises(NotTaken, match="A part of this file is missing"):
        add(piece, at_the_end[: len(at_the_end) * 8 // 10], "b.mp4")


def test_a_list_that_asks_for_other_files_opens_none(piece: EvidenceItem, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    playlist = f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:10,\nfile://{secret}\n#EXT-X-ENDLIST\n".encode()
    file = add(piece, playlist, "film.mp4")
    assert (file.type, file.name) == ("text/plain", "film.txt")
    for line in (TO_FILM, TO_SOUND):
        assert "-i" not in line
    opened = file_films._opened(tmp_path / "x", files.kind("mov"))
    assert opened[:4] == ["-protocol_whitelist", "file", "-f", "mov"]


def test_longer_than_four_hours(piece: EvidenceItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_films, "LONGEST", 1)
    with pytest.raises(NotTaken, match="longer than four hours"):
        add(piece, ffmpeg(tmp_path / "a.mp3", film=False), "a.mp3")


def test_without_ffmpeg_it_is_said_at_once(
    piece: EvidenceItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = ffmpeg(tmp_path / "a.mp3", film=False)
    file = add(piece, sound, "a.mp3")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotTaken, match="cannot be taken just now"):
        add(piece, sound, "a.mp3")
    assert check_file(file_id=file.pk) is None  # what was taken before waits
    file.refresh_from_db()
    assert file.state == FileState.CHECKING


def test_a_worker_that_died_is_noticed_and_one_that_speaks_is_left_alone(
    piece: EvidenceItem, tmp_path: Path
) -> None:
    file = add(piece, ffmpeg(tmp_path / "a.mp3", film=False), "a.mp3")
    moment = clock.now()
    assert waiting(moment) == [file.pk]
    EvidenceFile.objects.update(spoke_at=moment)
    assert (waiting(moment), check_file(file_id=file.pk)) == ([], None)
    assert waiting(moment + file_checking.SILENT + timedelta(seconds=1)) == [file.pk]
    EvidenceFile.objects.update(spoke_at=moment - file_checking.SILENT - timedelta(seconds=1))
    assert check_file(file_id=file.pk) == FileState.READY
    assert (waiting(moment + timedelta(days=1)), check_file(file_id=file.pk)) == ([], None)


def test_a_worker_speaks_while_ffmpeg_works(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_films, "BEAT", 0.05)
    beats: list[int] = []
    file_films._run(["sleep", "0.3"], 60, lambda: beats.append(1))
    assert len(beats) >= 2
    with pytest.raises(NotTaken, match="could not get through"):
        file_films._run(["sleep", "30"], 0)


def test_what_is_taken_away_while_it_is_checked_does_not_come_back(
    piece: EvidenceItem,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    file = add(piece, ffmpeg(tmp_path / "a.mp3", film=False), "a.mp3")
    made = prepare

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        prepared = made(*args, **kwargs)
        remove_file(file_id=file.pk, by=piece.account, now=clock.now())
        return prepared

    monkeypatch.setattr(file_checking, "prepare", meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        assert check_file(file_id=file.pk) is None
    file.refresh_from_db()
    assert file.state == FileState.CHECKING and file.removed_at
    kept = {str(path) for path in file_store.path_of(file.stored).parent.iterdir() if path.suffix == ".mp3"}
    assert str(file_store.path_of(file.stored)) not in kept


def test_the_sweep_hands_out_what_waits(
    piece: EvidenceItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = add(piece, ffmpeg(tmp_path / "a.mp3", film=False), "a.mp3")
    handed: list[Any] = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, **ids: handed.append((name, ids)))
    tasks.check_files()
    assert handed == [("learners.portfolio.check_file", {"file_id": file.pk})]
    tasks.check_file(file_id=file.pk)
    assert EvidenceFile.objects.get().state == FileState.READY


def test_only_one_film_at_a_time_and_the_next_is_handed_on(
    piece: EvidenceItem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (add(piece, ffmpeg(tmp_path / name, film=False), name) for name in ("a.mp3", "b.mp3"))
    handed: list[Any] = []
    monkeypatch.setattr(tasks, "enqueue", lambda name, **ids: handed.append(ids["file_id"]))
    with file_store.one_at_a_time() as free, file_store.one_at_a_time() as second_door:
        assert (free, second_door) == (True, False)
        tasks.check_file(file_id=first.pk)
        assert handed == [] and set(waiting(clock.now())) == {first.pk, second.pk}
    tasks.check_file(file_id=first.pk)
    assert handed == [second.pk]


def test_content_that_belongs_to_nothing_goes_after_a_day(piece: EvidenceItem) -> None:
    file = add(piece, picture(), "a.jpg")
    stray = file_store.path_of(file.stored).with_name("stray.jpg")
    stray.write_bytes(b"x")
    name = file.stored.rpartition("/")[0] + "/stray.jpg"
    assert name not in strays(clock.now())
    old = strays(clock.now() + timedelta(days=1, minutes=1))
    assert name in old and not {file.stored, file.small} & set(old)


@pytest.mark.both
@pytest.mark.parametrize("field", ["stored", "sha256", "size", "type", "view", "view_sha256", "state"])
def test_inv_12_the_database_exchanges_nothing_that_was_checked(piece: EvidenceItem, field: str) -> None:
    file = add(piece, picture(), "a.jpg")
    value: Any = {"size": 1, "state": FileState.CHECKING}.get(field, "other")
    with pytest.raises(Exception, match="does not change"):
        EvidenceFile.objects.filter(pk=file.pk).update(**{field: value})
