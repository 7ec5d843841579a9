"""Files of a piece: what is taken, what of it is kept, and what is refused in which words."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from academy.shared.rulings import Refused
from learners.portfolio import file_actions, file_store
from learners.portfolio.file_actions import add_file, remove_file, replace_file
from learners.portfolio.file_policies import MOST_FILES
from learners.portfolio.file_queries import room_of, used_by
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import FileState, Scan
from tests.cast import Cast
from tests.factories import files
from tests.factories.photos import TAKEN_BY, picture
from tests.learners import qualifying
from tests.learners.qualifying import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def piece(cast: Cast) -> EvidenceItem:
    return qualifying.piece(cast.learner)


def add(piece: EvidenceItem, content: bytes, name: str = "thing", **more: object) -> EvidenceFile:
    return add_file(
        item_id=piece.pk,
        sent=files.sent(content, name),
        by=piece.account,
        now=NOON,
        **more,  # type: ignore[arg-type]
    )


def on_disk(suffix: str = "") -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT, "portfolio").rglob(f"*{suffix}") if path.is_file()]


@pytest.mark.both
@pytest.mark.parametrize("what", files.BAD)
def test_what_cannot_be_kept_is_refused_in_words_and_nothing_of_it_stays(
    piece: EvidenceItem, what: str
) -> None:
    content, name, code = files.BAD[what]
    before = on_disk()
    with pytest.raises(NotTaken) as refused:
        add(piece, content, name)
    assert refused.value.code == code
    assert re.fullmatch(r"[A-Z].*\.", str(refused.value)) and len(str(refused.value)) > 40
    assert not EvidenceFile.objects.exists()
    assert on_disk() == before


def test_a_photo_is_drawn_anew_without_where_it_was_taken(piece: EvidenceItem) -> None:
    sent = picture(turned=6, size=(3000, 2000))
    file = add(piece, sent, "IMG_1.JPG")
    content = file_store.path_of(file.stored).read_bytes()
    assert TAKEN_BY.encode() in sent and TAKEN_BY.encode() not in content
    kept = Image.open(io.BytesIO(content))
    assert (kept.size, dict(kept.getexif())) == ((1600, 2400), {})
    assert (file.width, file.height, file.size, file.type) == (1600, 2400, len(content), "image/jpeg")
    assert file.sha256 == file_store.sha256_of(file_store.path_of(file.stored))
    assert (file.state, file.scan, file.name) == (FileState.READY, Scan.NOT_DONE, "IMG_1.jpg")
    assert max(Image.open(file_store.path_of(file.small)).size) == 480


def test_in_full_size_where_the_learner_wishes_it_and_without_notes_too(piece: EvidenceItem) -> None:
    file = add(piece, picture(turned=6, size=(3000, 2000)), "IMG_1.JPG", original=True)
    kept = Image.open(file_store.path_of(file.stored))
    assert (kept.size, dict(kept.getexif()), file.original) == ((2000, 3000), {}, True)


def test_a_photo_of_an_iphone_becomes_one_that_every_browser_shows(piece: EvidenceItem) -> None:
    sent = files.heic()
    assert TAKEN_BY.encode() in sent
    file = add(piece, sent, "IMG_2.HEIC")
    assert (file.type, file.name, file.width, file.height) == ("image/jpeg", "IMG_2.jpg", 640, 480)
    assert TAKEN_BY.encode() not in file_store.path_of(file.stored).read_bytes()


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "TIFF", "AVIF"])
def test_other_pictures_too(piece: EvidenceItem, kind: str) -> None:
    made = io.BytesIO()
    Image.new("RGB", (300, 200), "green").save(made, kind)
    assert add(piece, made.getvalue(), "x").type == "image/jpeg"


@pytest.mark.parametrize(
    ("content", "called", "kept_as", "type_"),
    [
        (picture(), "report.pdf", "report.jpg", "image/jpeg"),
        (files.pdf(), "photo.jpg", "photo.pdf", "application/pdf"),
        (files.word(), "notes.txt", "notes.docx", files.WORD),
        (b"What I did.\n", "run.exe", "run.txt", "text/plain"),
        ("Gemeindebau – 5 Leute".encode("utf-16"), "notes", "notes.txt", "text/plain"),
        (b"a,b\n1,2\n", "table.CSV", "table.csv", "text/csv"),
        (b"{\\rtf1 What I did.}", "a.doc", "a.rtf", "application/rtf"),
    ],
)
def test_a_wrong_name_is_no_fault_it_is_kept_as_what_it_is(
    piece: EvidenceItem, content: bytes, called: str, kept_as: str, type_: str
) -> None:
    file = add(piece, content, called)
    assert (file.name, file.type, file.state) == (kept_as, type_, FileState.READY)


@pytest.mark.parametrize(
    ("called", "kept_as"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Amara\\me.jpg", "me.jpg"),
        ("invoice\u202egpj.exe", "invoicegpj.jpg"),
        ("\u2066 \u200f\u200b.jpg", "file.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "x.jpg"),
        ("x" * 300 + ".jpg", "x" * 116 + ".jpg"),
        ("Ein schönes   Foto 😀.jpeg", "Ein schönes Foto 😀.jpg"),
        ("v1.2 of the plan", "v1.2 of the plan.jpg"),
    ],
)
def test_a_name_is_only_a_name(piece: EvidenceItem, called: str, kept_as: str) -> None:
    made = add_file(item_id=piece.pk, sent=files.sent(picture()), by=piece.account, now=NOON, name=called)
    assert made.name == kept_as


def test_only_the_owner_adds_and_never_more_than_twenty(cast: Cast, piece: EvidenceItem) -> None:
    with pytest.raises(Refused, match="Only the person"):
        add_file(item_id=piece.pk, sent=files.sent(picture()), by=cast.neighbour, now=NOON)
    for _ in range(MOST_FILES):
        add(piece, b"What I did.")
    with pytest.raises(Refused, match="20 files already"):
        add(piece, b"What I did.")


def test_a_portfolio_has_an_end_and_says_so(piece: EvidenceItem, settings: object) -> None:
    first = add(piece, b"What I did.")
    assert used_by(piece.account) == first.size
    settings.PORTFOLIO_BYTES = first.size + 5  # type: ignore[attr-defined]
    assert room_of(piece.account) == 5
    with pytest.raises(NotTaken, match="no room"):
        add(piece, b"What I did then.")
    remove_file(file_id=first.pk, by=piece.account, now=NOON)
    assert add(piece, b"What I did then.").state == FileState.READY


def test_larger_than_a_file_may_be(piece: EvidenceItem, settings: object) -> None:
    settings.UPLOAD_MOST_BYTES = 1_000_000  # type: ignore[attr-defined]
    with pytest.raises(NotTaken, match="larger than 1 MB"):
        add(piece, bytes(1_000_001))


def test_inv_47_a_covered_version_takes_the_place_and_the_one_before_goes_at_once(
    piece: EvidenceItem, django_capture_on_commit_callbacks: object
) -> None:
    first = add(piece, picture(shade=1), "market.jpg")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        second = replace_file(file_id=first.pk, sent=files.sent(picture(shade=2)), by=piece.account, now=NOON)
    first.refresh_from_db()
    assert (first.removed_at, first.covered, second.covered, second.name) == (NOON, False, True, "market.jpg")
    assert not file_store.path_of(first.stored).exists() and not file_store.path_of(first.small).exists()
    assert file_store.path_of(second.stored).exists()
    assert len(first.sha256) == 64


def test_inv_47_a_piece_or_a_portfolio_that_is_full_takes_a_covered_version_all_the_same(
    piece: EvidenceItem, settings: object
) -> None:
    first = add(piece, picture(shade=1), "market.jpg")
    for _ in range(MOST_FILES - 1):
        add(piece, b"What I did.")
    covered = picture(shade=2)
    settings.PORTFOLIO_BYTES = used_by(piece.account) - first.size + len(covered)  # type: ignore[attr-defined]
    made = replace_file(file_id=first.pk, sent=files.sent(covered), by=piece.account, now=NOON)
    first.refresh_from_db()
    assert made.covered and first.removed_at == NOON


def test_inv_47_what_cannot_take_the_place_leaves_the_one_before_and_twice_is_once(
    piece: EvidenceItem, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(piece, picture(shade=1), "market.jpg")
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(NotTaken):  # type: ignore[operator]
        replace_file(file_id=first.pk, sent=files.sent(b""), by=piece.account, now=NOON)
    first.refresh_from_db()
    assert first.removed_at is None and file_store.path_of(first.stored).exists()
    assert len(piece.files.all()) == 1
    monkeypatch.setattr(file_actions, "remove_file", lambda **_: False)  # somebody was faster
    with pytest.raises(Refused, match="deleted already"):
        replace_file(file_id=first.pk, sent=files.sent(picture(shade=2)), by=piece.account, now=NOON)
    assert len(piece.files.all()) == 1


@pytest.mark.parametrize("large", [False, True])
def test_a_list_of_contents_that_fills_the_memory_is_not_read(
    piece: EvidenceItem, monkeypatch: pytest.MonkeyPatch, large: bool
) -> None:
    """Half a million empty parts: 40 MB of list, and gigabytes once it is read. large: as archives over 4 GB say it."""
    content = bytearray(files.word())
    end = content.rindex(b"PK\x05\x06")
    size = (50_000_000).to_bytes(8, "little")
    if large:
        content[end:end] = b"PK\x06\x06" + bytes(36) + size + bytes(8) + b"PK\x06\x07" + bytes(16)
    else:
        content[end + 12 : end + 16] = size[:4]
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("it was read"))
    with pytest.raises(NotTaken) as refused:
        add(piece, bytes(content), "report.docx")
    assert refused.value.code == "flood"
