"""Sending a stored file over HTTP, whole or in part.

Players and download managers ask for a slice of a file ("Range"). Django's own FileResponse ignores that and
sends everything, so a learner who jumps ahead in a video would wait for all that lies before. The rules are
those of RFC 9110, sections 13 (conditions) and 14 (ranges).
"""

import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import IO
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe, quote_etag

BLOCK = 64 * 1024
LONGEST_HEADER = 200  # of a Range header; a sane one has under 50 characters
ONE_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]+)-([0-9]*)|-([0-9]+))[ \t]*", re.ASCII | re.IGNORECASE)


class NotSatisfiable(Exception):
    """The range lies wholly outside the file: the answer is 416."""


def range_response(
    request: HttpRequest,
    file: IO[bytes],
    *,
    size: int,
    content_type: str,
    etag: str,
    last_modified: datetime | None = None,
    filename: str | None = None,
) -> HttpResponseBase:
    """The answer to a GET or HEAD for `file`: 200, 206, 304, 412 or 416.

    `file` is open, seekable and `size` bytes long; it is closed when the answer has been sent. `etag` may be
    bare or quoted and must change with the bytes. With `filename` the browser saves instead of showing.
    With the setting MEDIA_ACCEL_PREFIX and a file below MEDIA_ROOT, the front server is told to send it.
    """
    etag = quote_etag(etag)
    stamp = int(last_modified.timestamp()) if last_modified else None
    response: HttpResponseBase | None = get_conditional_response(request, etag, stamp)
    if response is None:
        response = _accelerated(file) or _content(request, file, size=size, etag=etag, stamp=stamp)
        response["Content-Type"] = content_type
        if filename:
            response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    if not response.streaming:
        file.close()
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    if stamp is not None:
        response["Last-Modified"] = http_date(stamp)
    return response


def parse_range(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for, both included; None when the header is to be ignored.

    Malformed headers, other units and lists of ranges are ignored, as the standard allows: the whole file is
    a right answer to each. Raises NotSatisfiable.
    """
    match = ONE_RANGE.fullmatch(header) if len(header) <= LONGEST_HEADER else None
    if match is None or size == 0:
        return None
    first, last, suffix = match.groups()
    if suffix is not None:
        if int(suffix) == 0:
            raise NotSatisfiable
        return max(0, size - int(suffix)), size - 1
    start, end = int(first), int(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return start, min(end, size - 1)


def _accelerated(file: IO[bytes]) -> HttpResponseBase | None:
    """An empty answer that names the file to the front server, which sees to ranges and conditions itself."""
    prefix: str = getattr(settings, "MEDIA_ACCEL_PREFIX", "")
    name = _name_below_media(getattr(file, "name", None)) if prefix else None
    if name is None:
        return None
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{quote(name)}"
    return response


def _name_below_media(name: object) -> str | None:
    """The file's name within MEDIA_ROOT, where it lies there. What the storage opened has its whole path as a name."""
    if not isinstance(name, str):
        return None
    root = os.path.abspath(settings.MEDIA_ROOT)
    path = os.path.abspath(os.path.join(root, name))
    return path.removeprefix(root + "/") if path.startswith(root + "/") else None


def _content(
    request: HttpRequest, file: IO[bytes], *, size: int, etag: str, stamp: int | None
) -> HttpResponseBase:
    header = request.headers.get("Range", "")
    wanted = None
    if header and request.method == "GET" and _unchanged(request, etag=etag, stamp=stamp):
        try:
            wanted = parse_range(header, size)
        except NotSatisfiable:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = wanted or (0, size - 1)
    length = end - start + 1
    response: HttpResponseBase
    if request.method == "HEAD":
        response = HttpResponse()
    else:
        response = StreamingHttpResponse(Slice(file, start, length), status=206 if wanted else 200)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{end}/{size}"
    response["Content-Length"] = str(length)
    return response


def _unchanged(request: HttpRequest, *, etag: str, stamp: int | None) -> bool:
    """Whether If-Range, if there is one, says that the client's first part belongs to this very file."""
    condition = request.headers.get("If-Range")
    if condition is None:
        return True
    if condition.startswith(('"', "W/")):
        return condition == etag and not etag.startswith("W/")
    return stamp is not None and parse_http_date_safe(condition) == stamp


class Slice:
    """`length` bytes of `file` from `start`, in blocks; closes the file at the end."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        self.file, self.start, self.left = file, start, length

    def __iter__(self) -> Iterator[bytes]:
        self.file.seek(self.start)
        while self.left > 0 and (block := self.file.read(min(BLOCK, self.left))):
            self.left -= len(block)
            yield block

    def close(self) -> None:
        self.file.close()
