"""Files that are sent in parts, as tus 1.0 says: over real requests, cut off, crossed, too large, not one's own."""

import base64
import hashlib
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from academy.shared import upload_actions
from academy.shared.clock import now
from academy.shared.upload_actions import MOST_AN_HOUR, MOST_OPEN, NotUploaded, path_of
from academy.shared.upload_models import Upload
from learners.portfolio import file_store
from learners.portfolio.file_actions import add_file
from learners.portfolio.file_rules import NotTaken
from learners.portfolio.models import EvidenceFile
from tests.cast import BACKEND, Cast
from tests.factories.photos import picture
from tests.learners import qualifying

TUS = {"Tus-Resumable": "1.0.0"}
PART = "application/offset+octet-stream"
PHOTO = picture(size=(1200, 900))

pytestmark = pytest.mark.django_db


@pytest.fixture
def amara(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.learner, backend=BACKEND)
    return client


def begin(client: Client, length: int | str = len(PHOTO), name: str = "stall.jpg", **headers: str) -> Any:
    metadata = f"filename {base64.b64encode(name.encode()).decode()},filetype aW1hZ2UvanBlZw=="
    return client.post(
        "/upload/", headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata, **headers}
    )


def send(client: Client, address: str, offset: int, part: bytes, **headers: str) -> Any:
    told = {**TUS, "Upload-Offset": str(offset), **headers}
    return client.patch(address, part, content_type=PART, headers=told)


def reached(client: Client, address: str) -> Any:
    return client.head(address, headers=TUS)


@pytest.mark.both
def test_cut_off_at_eighty_per_cent_it_goes_on_from_there(amara: Client, cast: Cast) -> None:
    begun = begin(amara, name="../../stall\u202e.jpg")
    assert begun.status_code == 201 and begun["Tus-Resumable"] == "1.0.0" and "GMT" in begun["Upload-Expires"]
    address, cut = begun["Location"], len(PHOTO) * 8 // 10
    assert send(amara, address, 0, PHOTO[:cut]).status_code == 204
    later = Client()  # the phone was switched off, and signed in again
    later.force_login(cast.learner, backend=BACKEND)
    head = reached(later, address)
    assert (head.status_code, head["Upload-Offset"], head["Upload-Length"]) == (
        200,
        str(cut),
        str(len(PHOTO)),
    )
    assert head["Cache-Control"] == "no-store"
    done = send(later, address, cut, PHOTO[cut:])
    assert (done.status_code, done["Upload-Offset"]) == (204, str(len(PHOTO)))
    upload = Upload.objects.get()
    assert (upload.name, upload.owner) == ("stall.jpg", cast.learner)
    assert path_of(upload).read_bytes() == PHOTO


def test_what_came_before_the_connection_broke_is_kept(cast: Cast) -> None:
    def broken() -> Any:
        yield PHOTO[:1000]
        raise NotUploaded(400, "The connection was lost.")

    upload = upload_actions.begin(
        owner=cast.learner, rows=[cast.learner.pk], name="x", length=5000, room=9999, now=now()
    )
    with pytest.raises(NotUploaded):
        upload_actions.append(upload=upload, offset=0, parts=broken(), now=now())
    assert upload_actions.received(upload) == 1000


def test_a_part_that_does_not_follow_on_says_where_to_go_on(amara: Client) -> None:
    address = begin(amara)["Location"]
    send(amara, address, 0, PHOTO[:100])
    for offset in (0, 50, 200):
        refused = send(amara, address, offset, PHOTO[100:200])
        assert refused.status_code == 409 and "Go on from there" in refused.json()["reason"]
    assert reached(amara, address)["Upload-Offset"] == "100"


def test_more_than_was_said_is_not_taken(amara: Client) -> None:
    address = begin(amara, 10)["Location"]
    assert send(amara, address, 0, b"x" * 11).status_code == 413
    assert reached(amara, address)["Upload-Offset"] == "0"


@pytest.mark.both
def test_only_one_writes_at_a_time(cast: Cast) -> None:
    upload = upload_actions.begin(owner=cast.learner, rows=[], name="x", length=20, room=99, now=now())
    statuses: list[int] = []

    def parts() -> Any:
        yield b"12345"
        with pytest.raises(NotUploaded) as second:
            upload_actions.append(upload=upload, offset=5, parts=[b"x"], now=now())
        statuses.append(second.value.status)
        yield b"67890"

    assert upload_actions.append(upload=upload, offset=0, parts=parts(), now=now()) == 10
    assert statuses == [423]
    assert path_of(upload).read_bytes() == b"1234567890"


def test_a_damaged_part_is_forgotten(amara: Client) -> None:
    address = begin(amara)["Location"]
    digest = base64.b64encode(hashlib.sha256(PHOTO[:500]).digest()).decode()
    wrong = send(amara, address, 0, PHOTO[1:501], **{"Upload-Checksum": f"sha256 {digest}"})
    assert (wrong.status_code, reached(amara, address)["Upload-Offset"]) == (460, "0")
    assert send(amara, address, 0, PHOTO[:500], **{"Upload-Checksum": f"sha256 {digest}"}).status_code == 204
    assert send(amara, address, 500, b"x", **{"Upload-Checksum": "crc32 AAAA"}).status_code == 400


@pytest.mark.parametrize(
    ("length", "status", "words"),
    [
        (600_000_000, 413, "larger than 500 MB"),
        (0, 400, "empty"),
        ("-1", 400, "whole number"),
        ("many", 400, "whole number"),
        ("9" * 30, 400, "whole number"),
    ],
)
def test_what_is_no_size_for_a_file(amara: Client, length: int | str, status: int, words: str) -> None:
    refused = begin(amara, length)
    assert (refused.status_code, words in refused.json()["reason"]) == (status, True)
    assert not Upload.objects.exists()


def test_a_portfolio_that_is_full_says_so_before_anything_is_sent(amara: Client, settings: Any) -> None:
    settings.PORTFOLIO_BYTES = 1000
    assert begin(amara, 600).status_code == 201
    refused = begin(amara, 600)  # what is on its way counts
    assert refused.status_code == 413 and "no room" in refused.json()["reason"]


def test_no_more_at_once_than_a_person_sends(amara: Client, cast: Cast) -> None:
    moment = now()
    facts = {"owner": cast.learner, "name": "x", "length": 1, "moved_at": moment}
    Upload.objects.bulk_create(Upload(**facts, made_at=moment) for _ in range(MOST_OPEN))
    refused = begin(amara)
    assert refused.status_code == 429 and "very many files" in refused.json()["reason"]
    assert MOST_AN_HOUR > MOST_OPEN


def test_a_full_disk_loses_nothing(amara: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    address = begin(amara)["Location"]
    path = path_of(Upload.objects.get())
    path.unlink()
    path.symlink_to("/dev/full")
    refused = send(amara, address, 0, PHOTO)
    assert refused.status_code == 507 and "is kept" in refused.json()["reason"]
    path.unlink()
    path.touch()
    assert send(amara, address, 0, PHOTO).status_code == 204
    free = type("Usage", (), {"free": len(PHOTO) + upload_actions.HEADROOM - 1})
    monkeypatch.setattr("shutil.disk_usage", lambda _: free)
    assert begin(amara).status_code == 507


def test_it_belongs_to_whoever_began_it(amara: Client, cast: Cast) -> None:
    address = begin(amara)["Location"]
    other = Client()
    other.force_login(cast.neighbour, backend=BACKEND)
    for answer in (
        reached(other, address),
        send(other, address, 0, b"x"),
        other.delete(address, headers=TUS),
    ):
        assert answer.status_code == 404
    nobody = Client()
    for answer in (reached(nobody, address), send(nobody, address, 0, b"x"), begin(nobody)):
        assert answer.status_code == 401
    assert "Sign in again" in begin(nobody).json()["reason"]
    token = address.split("/")[2]
    send(amara, address, 0, PHOTO)
    piece = qualifying.piece(cast.neighbour)
    with pytest.raises(NotTaken, match="no longer have"):
        add_file(item_id=piece.pk, sent=token, by=cast.neighbour, now=now())


def test_a_request_from_another_site_is_refused(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.learner, backend=BACKEND)
    assert begin(client).status_code == 403


def test_what_is_not_tus_is_told_so(amara: Client) -> None:
    assert amara.post("/upload/").status_code == 412
    assert amara.post("/upload/", headers={"Tus-Resumable": "0.2"}).status_code == 412
    told = amara.options("/upload/")
    assert (told.status_code, told["Tus-Max-Size"], told["Tus-Version"]) == (204, "500000000", "1.0.0")
    assert set(told["Tus-Extension"].split(",")) == {"creation", "termination", "expiration", "checksum"}
    address = begin(amara)["Location"]
    assert (
        amara.patch(
            address, b"x", content_type="text/plain", headers={**TUS, "Upload-Offset": "0"}
        ).status_code
        == 415
    )
    assert begin(amara, **{"Upload-Metadata": "filename %%%"}).status_code == 400
    assert amara.get("/upload/", headers=TUS).status_code == 405


def test_stopping_throws_it_away(amara: Client, django_capture_on_commit_callbacks: Any) -> None:
    address = begin(amara)["Location"]
    path = path_of(Upload.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        assert amara.delete(address, headers=TUS).status_code == 204
    assert not path.exists() and reached(amara, address).status_code == 404


def test_it_becomes_a_file_of_a_piece_once(
    amara: Client, cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    address = begin(amara)["Location"]
    token, piece = address.split("/")[2], qualifying.piece(cast.learner)
    send(amara, address, 0, PHOTO[:-10])
    with pytest.raises(NotTaken, match="Only a part of “stall.jpg”"):
        add_file(item_id=piece.pk, sent=token, by=cast.learner, now=now())
    send(amara, address, len(PHOTO) - 10, PHOTO[-10:])
    path = path_of(Upload.objects.get())
    with django_capture_on_commit_callbacks(execute=True):
        file = add_file(item_id=piece.pk, sent=token, by=cast.learner, now=now())
    assert (file.name, file.type, path.exists()) == ("stall.jpg", "image/jpeg", False)
    with pytest.raises(NotTaken, match="no longer have"):
        add_file(item_id=piece.pk, sent=token, by=cast.learner, now=now())


def test_a_refused_form_loses_nothing_that_was_sent(amara: Client, cast: Cast) -> None:
    address = begin(amara)["Location"]
    send(amara, address, 0, PHOTO)
    piece = qualifying.piece(cast.learner, withdrawn_at=now())
    with pytest.raises(Exception, match="withdrawn"):
        add_file(item_id=piece.pk, sent=address.split("/")[2], by=cast.learner, now=now())
    assert reached(amara, address)["Upload-Offset"] == str(len(PHOTO))


@pytest.mark.both
@pytest.mark.django_db(transaction=True)
def test_two_forms_with_one_upload_make_one_file(cast: Cast) -> None:
    upload = upload_actions.begin(
        owner=cast.learner, rows=[], name="x.jpg", length=len(PHOTO), room=10**9, now=now()
    )
    upload_actions.append(upload=upload, offset=0, parts=[PHOTO], now=now())
    piece, start, results = qualifying.piece(cast.learner), Barrier(2), []

    def press() -> None:
        start.wait()
        try:
            results.append(add_file(item_id=piece.pk, sent=upload.token, by=cast.learner, now=now()).state)
        except NotTaken as fault:
            results.append(fault.code)
        connections.close_all()

    both = [Thread(target=press) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(results) == ["not_uploaded", "ready"]
    file = EvidenceFile.objects.get()
    kept = [path for path in Path(file_store.path_of(file.stored)).parent.iterdir() if path.is_file()]
    assert file_store.path_of(file.stored) in kept


def test_what_nobody_finished_goes_after_a_week(amara: Client, settings: Any) -> None:
    begin(amara)
    assert settings.KEPT_FOR["uploads"] == timedelta(days=7)
