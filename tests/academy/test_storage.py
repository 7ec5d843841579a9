"""A player that asks for a slice of a file gets exactly that slice."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished
from django.db import close_old_connections
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from academy.shared.storage import BLOCK, range_response

BODY = bytes(range(256)) * 4
CHANGED = datetime(2026, 11, 2, 9, 30, 15, 123456, tzinfo=UTC)
LAST_MODIFIED = format_datetime(CHANGED, usegmt=True)


@pytest.fixture(autouse=True, scope="module")
def _no_database() -> Iterator[None]:
    """A response that closes asks every open connection whether it is still good; an earlier test may have left one."""
    request_finished.disconnect(close_old_connections)
    yield
    request_finished.connect(close_old_connections)


class CountingFile(io.BytesIO):
    """Remembers the largest block that was asked for."""

    largest = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.largest = max(self.largest, size if size is not None and size >= 0 else 10**9)
        return super().read(size)


def ask(
    body: bytes = BODY, *, method: str = "get", file: io.BytesIO | File | None = None, **headers: str
) -> HttpResponseBase:
    """The answer to one request; header names with underscores for hyphens."""
    request = getattr(RequestFactory(), method)(
        "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    return range_response(
        request,
        file or io.BytesIO(body),
        size=len(body),
        content_type="video/mp4",
        etag="v1",
        last_modified=CHANGED,
    )


def content(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return b"".join(response)  # type: ignore[arg-type]
    assert isinstance(response, HttpResponse)
    return response.content


def test_without_a_range_the_whole_file_comes() -> None:
    response = ask()
    assert response.status_code == 200
    assert content(response) == BODY
    assert response["Content-Length"] == "1024"
    assert response["Content-Type"] == "video/mp4"
    assert response["Accept-Ranges"] == "bytes"
    assert response["ETag"] == '"v1"'
    assert response["Last-Modified"] == LAST_MODIFIED
    assert "Content-Range" not in response


@pytest.mark.parametrize(
    ("header", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=0-1023", 0, 1023),
        ("bytes=100-", 100, 1023),
        ("bytes=-1", 1023, 1023),
        ("bytes=-5000", 0, 1023),
        ("bytes=1000-99999999999999999999999999", 1000, 1023),
        ("Bytes=3-4", 3, 4),
        ("bytes= 3-4 ", 3, 4),
    ],
)
def test_a_range_comes_as_206(header: str, first: int, last: int) -> None:
    response = ask(Range=header)
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert content(response) == BODY[first : last + 1]


@given(
    body=st.binary(min_size=1, max_size=300), first=st.integers(0, 320), more=st.integers(0, 320) | st.none()
)
def test_what_comes_back_equals_the_slice(body: bytes, first: int, more: int | None) -> None:
    last = "" if more is None else str(first + more)
    response = ask(body, Range=f"bytes={first}-{last}")
    expected = body[first:] if more is None else body[first : first + more + 1]
    if first >= len(body):
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(body)}"
        assert content(response) == b""
    else:
        assert response.status_code == 206
        assert content(response) == expected
        assert int(response["Content-Length"]) == len(expected)
        assert response["Content-Range"] == f"bytes {first}-{first + len(expected) - 1}/{len(body)}"


@given(body=st.binary(min_size=1, max_size=300), suffix=st.integers(1, 400))
def test_a_suffix_is_the_end_of_the_file(body: bytes, suffix: int) -> None:
    response = ask(body, Range=f"bytes=-{suffix}")
    assert response.status_code == 206
    assert content(response) == body[-suffix:]


@given(noise=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_no_header_breaks_the_answer(noise: str) -> None:
    response = ask(Range=f"bytes={noise}")
    assert response.status_code in {200, 206, 416}
    assert content(response) in BODY


@pytest.mark.parametrize(
    "header",
    [
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=9-3",
        "bytes=1-2-3",
        "bytes=+1-2",
        "bytes=٣-٤",
        "items=0-5",
        "0-5",
        "bytes 0-5",
        "bytes=0-5,10-20",
        "bytes=0-" + "9" * 5000,
    ],
)
def test_a_malformed_or_manifold_range_is_ignored(header: str) -> None:
    response = ask(Range=header)
    assert response.status_code == 200
    assert content(response) == BODY


@pytest.mark.parametrize("header", ["bytes=1024-", "bytes=5000-6000", "bytes=-0"])
def test_a_range_outside_the_file_is_refused(header: str) -> None:
    response = ask(Range=header)
    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize("header", ["bytes=0-", "bytes=-5", "bytes=0-0"])
def test_an_empty_file_is_sent_whole(header: str) -> None:
    response = ask(b"", Range=header)
    assert response.status_code == 200
    assert response["Content-Length"] == "0"
    assert content(response) == b""


def test_head_tells_the_length_without_bytes_and_ignores_the_range() -> None:
    response = ask(method="head", Range="bytes=0-9")
    assert response.status_code == 200
    assert response["Content-Length"] == "1024"
    assert response["Accept-Ranges"] == "bytes"
    assert content(response) == b""


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ('"v1"', 206),
        (LAST_MODIFIED, 206),
        ('"v0"', 200),
        ('W/"v1"', 200),
        ("Mon, 02 Nov 2026 09:30:14 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_if_range_guards_against_mixing_two_versions(condition: str, status: int) -> None:
    response = ask(Range="bytes=10-19", If_Range=condition)
    assert response.status_code == status
    assert content(response) == (BODY[10:20] if status == 206 else BODY)


@pytest.mark.parametrize(
    "headers",
    [
        {"If_None_Match": '"v1"'},
        {"If_None_Match": '"v0", W/"v1"'},
        {"If_None_Match": "*"},
        {"If_None_Match": '"v1"', "Range": "bytes=0-9"},
        {"If_Modified_Since": LAST_MODIFIED},
    ],
)
def test_an_unchanged_file_is_not_sent_again(headers: dict[str, str]) -> None:
    file = io.BytesIO(BODY)
    response = ask(BODY, file=file, **headers)
    assert response.status_code == 304
    assert response["ETag"] == '"v1"'
    assert content(response) == b""
    assert file.closed


def test_a_changed_file_is_sent_again() -> None:
    response = ask(If_None_Match='"v0"', Range="bytes=0-9")
    assert response.status_code == 206
    assert content(response) == BODY[:10]


def test_a_wrong_precondition_is_refused() -> None:
    assert ask(If_Match='"v0"').status_code == 412


def test_a_large_file_is_read_in_blocks_and_closed() -> None:
    body = bytes(5 * BLOCK + 17)
    file = CountingFile(body)
    response = ask(body, file=file, Range="bytes=1-")
    assert len(content(response)) == len(body) - 1
    assert file.largest <= BLOCK
    response.close()
    assert file.closed


def test_a_file_name_makes_the_browser_save_it() -> None:
    response = range_response(
        RequestFactory().get("/"),
        io.BytesIO(BODY),
        size=len(BODY),
        content_type="application/pdf",
        etag="v1",
        filename="Zoë's certificate.pdf",
    )
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Zo%C3%AB%27s%20certificate.pdf"
    assert "Last-Modified" not in response


def test_the_front_server_may_send_the_bytes(settings) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    stored = File(io.BytesIO(BODY), name="videos/a b%?é.mp4")
    response = ask(file=stored, Range="bytes=0-9")
    assert response.status_code == 200
    assert response["X-Accel-Redirect"] == "/protected/videos/a%20b%25%3F%C3%A9.mp4"
    assert response["Content-Type"] == "video/mp4"
    assert content(response) == b""
    assert "Content-Length" not in response
    assert stored.closed


def test_the_front_server_sends_what_our_own_storage_has_opened(settings) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    stored = default_storage.open(default_storage.save("videos/clip.mp4", ContentFile(BODY)))
    response = ask(file=stored)
    assert response["X-Accel-Redirect"].startswith("/protected/videos/clip")
    assert content(response) == b""
    assert stored.closed


@pytest.mark.parametrize("name", ["/etc/passwd", "../secret.mp4", "videos/../../secret.mp4", None])
def test_only_names_below_the_media_folder_reach_the_front_server(settings, name: str | None) -> None:
    settings.MEDIA_ACCEL_PREFIX = "/protected/"
    response = ask(file=File(io.BytesIO(BODY), name=name))
    assert "X-Accel-Redirect" not in response
    assert content(response) == BODY
