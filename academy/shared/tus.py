"""The server's part of tus 1.0 (https://tus.io/protocols/resumable-upload): creation, termination, expiration and
checksum. Who may send, and how much, the caller says; the words of a refusal come as JSON, {"reason": ...}.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable, Collection, Iterator
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date

from academy.shared import clock, upload_actions
from academy.shared.upload_actions import NotUploaded, Person
from academy.shared.upload_models import Upload

VERSION = "1.0.0"
HASHES = ("sha1", "sha256")
BODY = "application/offset+octet-stream"
BLOCK = 256 * 1024

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def speaks_tus(view: View[P]) -> View[P]:
    """Refusals become answers, and every answer says which version we speak."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            if request.method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
                raise NotUploaded(412, "This is for sending files in parts, by tus 1.0.")
            response = view(request, *args, **kwargs)
        except NotUploaded as fault:
            response = JsonResponse({"reason": str(fault)}, status=fault.status)
        response["Tus-Resumable"] = response["Tus-Version"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answered


def abilities() -> HttpResponse:
    """The answer to OPTIONS."""
    response = HttpResponse(status=204)
    response["Tus-Extension"] = "creation,termination,expiration,checksum"
    response["Tus-Max-Size"] = str(settings.UPLOAD_MOST_BYTES)
    response["Tus-Checksum-Algorithm"] = ",".join(HASHES)
    return response


def create(
    request: HttpRequest, *, owner: Person, rows: Collection[int], room: int, part_name: str
) -> HttpResponse:
    """The answer to POST. part_name: the name of the address of one upload, which takes its token."""
    upload = upload_actions.begin(
        owner=owner,
        rows=rows,
        name=_file_name(request.headers.get("Upload-Metadata", "")),
        length=_number(request, "Upload-Length"),
        room=room,
        now=clock.now(),
    )
    response = HttpResponse(status=201)
    response["Location"] = reverse(part_name, args=[upload.token])
    return _with_end(response, upload)


def go_on(request: HttpRequest, upload: Upload) -> HttpResponse:
    """The answer to HEAD, PATCH and DELETE for this upload."""
    if request.method == "DELETE":
        upload_actions.drop(upload)
        return HttpResponse(status=204)
    if request.method == "HEAD":
        response, offset = HttpResponse(), upload_actions.received(upload)
        response["Upload-Length"] = str(upload.length)
    else:
        response, offset = HttpResponse(status=204), _append(request, upload)
    response["Upload-Offset"] = str(offset)
    return _with_end(response, upload)


def _append(request: HttpRequest, upload: Upload) -> int:
    if request.headers.get("Content-Type") != BODY:
        raise NotUploaded(415, f"A part of a file comes as {BODY}.")
    offset = _number(request, "Upload-Offset")
    if offset + int(request.headers.get("Content-Length") or 0) > upload.length:
        raise NotUploaded(413, "More came than the size of this file. Choose it again.")
    return upload_actions.append(
        upload=upload,
        offset=offset,
        parts=_parts(request),
        now=clock.now(),
        checksum=_checksum(request.headers.get("Upload-Checksum", "")),
    )


def _parts(request: HttpRequest) -> Iterator[bytes]:
    """The body, as it comes; when the connection is lost, as much as came."""
    try:
        while block := request.read(BLOCK):
            yield block
    except UnreadablePostError as fault:
        raise NotUploaded(400, "The connection was lost. Go on from where we are.") from fault


def _number(request: HttpRequest, header: str) -> int:
    value = request.headers.get(header, "")
    if not value.isascii() or not value.isdigit() or len(value) > 15:
        raise NotUploaded(400, f"{header} must be a whole number.")
    return int(value)


def _file_name(metadata: str) -> str:
    """Of "filename d29ybGQucGRm,type ...", in Base64."""
    for pair in metadata[:4000].split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError) as fault:
                raise NotUploaded(400, "The name of this file cannot be read.") from fault
    return ""


def _checksum(header: str) -> tuple[str, bytes] | None:
    if not header:
        return None
    name, _, value = header.partition(" ")
    try:
        digest = base64.b64decode(value, validate=True)
    except binascii.Error:
        digest = b""
    if name not in HASHES or len(digest) != hashlib.new(name).digest_size:
        raise NotUploaded(400, f"A checksum is one of {' and '.join(HASHES)}, in Base64.")
    return name, digest


def _with_end(response: HttpResponse, upload: Upload) -> HttpResponse:
    """When we let it go, unless more of it comes."""
    response["Upload-Expires"] = http_date((upload.moved_at + settings.KEPT_FOR["uploads"]).timestamp())
    return response
