"""Files that come with a form, and a copy of the whole portfolio."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from academy.shared.models import AuditEvent
from academy.shared.tokens import new_token
from learners.portfolio import tasks
from learners.portfolio.actions import delete_evidence
from learners.portfolio.copy_actions import OUR_FAULT, ask_for_copy, forget_copies, make_copy, strays
from learners.portfolio.copy_making import write_copy
from learners.portfolio.copy_models import PortfolioCopy
from learners.portfolio.file_actions import remove_file, replace_file
from learners.portfolio.file_store import path_of
from learners.portfolio.models import EvidenceFile, EvidenceItem
from learners.portfolio.states import EvidenceKind, FileState
from tests.browsing import browser
from tests.factories import files
from tests.factories.photos import picture
from tests.learners import qualifying
from tests.learners.conftest import Nudges
from tests.learners.portfolio.pages import Scene, make_scene, seen
from tests.learners.qualifying import NOON

pytestmark = [pytest.mark.both, pytest.mark.django_db]
LATER = NOON + timedelta(minutes=10)


@pytest.fixture
def scene(settings: Any, tmp_path: Path) -> Scene:
    settings.MEDIA_ROOT = str(tmp_path)
    return make_scene()


def posts(scene: Scene, kind: str, *sent: SimpleUploadedFile, **more: str) -> Any:
    form = {
        "key": new_token(),
        "happened_on": "2026-11-19",
        "own_part": "I took it",
        "others": "nobody",
        **more,
    }
    address = reverse("evidence-add", args=[kind])
    return browser(scene.cast.learner).post(address, form | {"files": list(sent)}, follow=True)


def test_a_photo_comes_with_the_form_and_the_piece_is_ready(scene: Scene) -> None:
    words = seen(posts(scene, "photo", files.sent(picture(), "hall.jpg")))
    assert "This piece is ready" in words
    item = EvidenceItem.objects.get()
    assert item.title == "Photo, 19 November 2026"
    assert item.files.get().state == FileState.READY
    page = browser(scene.cast.learner).get(reverse("evidence", args=[item.token])).content.decode()
    assert '<img class="piece__picture" src="/portfolio/file/' in page
    listed = browser(scene.cast.learner).get(reverse("portfolio")).content.decode()
    assert 'class="piece__small" src="/portfolio/file/' in listed


def test_a_file_gives_its_name_until_the_owner_gives_one(scene: Scene) -> None:
    posts(scene, "file", files.sent(files.pdf(), "power map.pdf"))
    item = EvidenceItem.objects.get()
    assert item.title == "power map.pdf"
    form = {"key": item.token, "title": "Who decides", "others": "nobody"}
    browser(scene.cast.learner).post(reverse("evidence-change", args=[item.token]), form)
    item.refresh_from_db()
    assert item.title == "Who decides"


def test_a_bad_file_says_why_and_keeps_no_other_out(scene: Scene) -> None:
    response = posts(
        scene, "photo", files.sent(picture(), "hall.jpg"), files.sent(b"", "empty.jpg"), text="The hall"
    )
    assert response.status_code == 422
    words = seen(response)
    assert "empty" in words.lower()
    assert "1 file in this piece already." in words
    item = EvidenceItem.objects.get()
    assert (item.text, item.files.count()) == ("The hall", 1)


def test_a_file_that_is_deleted_leaves_the_piece(scene: Scene) -> None:
    posts(scene, "photo", files.sent(picture(), "hall.jpg"))
    item = EvidenceItem.objects.get()
    file = item.files.get()
    client = browser(scene.cast.learner)
    words = seen(client.post(reverse("evidence-file-remove", args=[item.token, file.token]), follow=True))
    assert "is deleted." in words
    assert "Add the photo." in words


def test_where_a_recording_is_made_the_browser_may_use_the_microphone(scene: Scene) -> None:
    client = browser(scene.cast.learner)
    allowed = client.get(reverse("evidence-add", args=["recording"])).headers["Permissions-Policy"]
    assert "microphone=(self)" in allowed
    assert (
        "microphone=()" in client.get(reverse("evidence-add", args=["photo"])).headers["Permissions-Policy"]
    )


def test_a_copy_holds_every_piece_and_every_file(scene: Scene, nudges: Nudges) -> None:
    posts(scene, "photo", files.sent(picture(), "../hall \u202egpj.jpg"), text="The hall <b>")
    qualifying.piece(scene.cast.learner, "Taken out", withdrawn_at=NOON)
    qualifying.piece(scene.cast.stranger, "Not hers")
    lost = qualifying.piece(scene.cast.learner, "Lost", kind=EvidenceKind.FILE)
    EvidenceFile.objects.create(
        item=lost, name="gone.pdf", stored="portfolio/gone.pdf", sha256="0", size=1,
        type="application/pdf", state=FileState.READY, added_at=NOON,
    )  # fmt: skip
    client = browser(scene.cast.learner)
    page = client.post(reverse("portfolio-copy"), follow=True)
    assert "Waiting to begin." in seen(page)
    made = PortfolioCopy.objects.get()
    make_copy(copy_id=made.pk, now=LATER)
    make_copy(copy_id=made.pk, now=LATER)
    assert "Save my portfolio" in seen(client.get(reverse("portfolio-copy")))
    answer = client.get(reverse("portfolio-copy-file", args=[made.token]))
    assert "attachment" in answer.headers["Content-Disposition"]
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert packed.testzip() is None
    names = packed.namelist()
    index = packed.read("index.html").decode()
    inside = [name for name in names if name.startswith("files/")]
    assert len(inside) == 1
    assert ".." not in inside[0]
    assert inside[0].isascii()
    assert packed.read(inside[0])[:3] == b"\xff\xd8\xff"
    assert inside[0] in index
    assert "The hall &lt;b&gt;" in index
    assert "Taken out of the portfolio" in index
    assert "gone.pdf (this file is not here)" in index
    assert "Not hers" not in index
    assert AuditEvent.objects.filter(action="portfolio_copied").count() == 1


def test_pressing_twice_makes_one_copy_and_the_database_holds_it(scene: Scene) -> None:
    qualifying.piece(scene.cast.learner)
    first = ask_for_copy(by=scene.cast.learner, now=NOON)
    assert ask_for_copy(by=scene.cast.learner, now=LATER) == first
    with pytest.raises(IntegrityError), transaction.atomic():
        PortfolioCopy.objects.create(asked_by=scene.cast.learner, asked_at=NOON)


def test_nobody_else_has_the_copy(scene: Scene) -> None:
    made = ask_for_copy(by=scene.cast.learner, now=NOON)
    make_copy(copy_id=made.pk, now=NOON)
    for who in (scene.cast.assessor, scene.cast.manager, scene.cast.stranger):
        assert browser(who).get(reverse("portfolio-copy-file", args=[made.token])).status_code == 404


def test_what_goes_wrong_is_told_and_leaves_nothing_behind(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = ask_for_copy(by=scene.cast.learner, now=NOON)

    def full(*args: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr("learners.portfolio.copy_actions.write_copy", full)
    make_copy(copy_id=made.pk, now=NOON)
    made.refresh_from_db()
    assert (made.trouble, made.file) == (OUR_FAULT, "")
    assert not list(path_of("portfolio-copies").iterdir())
    assert ask_for_copy(by=scene.cast.learner, now=LATER) != made


def test_the_sweeps_find_what_nobody_began_and_what_nobody_names(
    scene: Scene, nudges: Nudges, django_capture_on_commit_callbacks: Any
) -> None:
    made = ask_for_copy(by=scene.cast.learner, now=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.make_copies()
    assert ("learners.portfolio.make_copy", {"copy_id": made.pk}) in nudges
    make_copy(copy_id=made.pk, now=NOON)
    path_of("portfolio-copies/left.zip").write_bytes(b"PK")
    assert strays(NOON + timedelta(days=4000)) == ["portfolio-copies/left.zip"]


def test_a_copy_is_forgotten_with_its_file(scene: Scene, django_capture_on_commit_callbacks: Any) -> None:
    made = ask_for_copy(by=scene.cast.learner, now=NOON)
    make_copy(copy_id=made.pk, now=NOON)
    made.refresh_from_db()
    assert path_of(made.file).exists()
    with django_capture_on_commit_callbacks(execute=True):
        forget_copies([made.pk], NOON)
    assert not path_of(made.file).exists()
    assert not PortfolioCopy.objects.exists()


def test_inv_47_what_was_covered_or_deleted_stays_in_no_copy(
    scene: Scene, nudges: Nudges, django_capture_on_commit_callbacks: Any
) -> None:
    learner = scene.cast.learner
    posts(scene, "photo", files.sent(picture(), "hall.jpg"))
    made = ask_for_copy(by=learner, now=NOON)
    make_copy(copy_id=made.pk, now=NOON)
    made.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        replace_file(
            file_id=EvidenceFile.objects.get().pk, sent=files.sent(picture(shade=9)), by=learner, now=LATER
        )
    assert not path_of(made.file).exists() and not PortfolioCopy.objects.exists()
    again = ask_for_copy(by=learner, now=LATER)
    make_copy(copy_id=again.pk, now=LATER)
    with django_capture_on_commit_callbacks(execute=True):
        delete_evidence(item_id=EvidenceItem.objects.get().pk, by=learner, now=LATER)
    assert not list(path_of("portfolio-copies").iterdir()) and not PortfolioCopy.objects.exists()


def test_inv_47_a_copy_that_is_being_made_meanwhile_is_begun_anew(
    scene: Scene, nudges: Nudges, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    learner = scene.cast.learner
    posts(scene, "photo", files.sent(picture(), "hall.jpg"))
    made = ask_for_copy(by=learner, now=NOON)
    whole = write_copy

    def meanwhile(*args: Any) -> None:
        whole(*args)
        remove_file(file_id=EvidenceFile.objects.get().pk, by=learner, now=LATER)

    monkeypatch.setattr("learners.portfolio.copy_actions.write_copy", meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        make_copy(copy_id=made.pk, now=NOON)
    again = PortfolioCopy.objects.get()
    assert again.pk != made.pk and again.began_at is None and not again.file
    assert ("learners.portfolio.make_copy", {"copy_id": again.pk}) in nudges
    assert not list(path_of("portfolio-copies").iterdir())
