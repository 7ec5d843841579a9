"""Where files of a portfolio are sent in parts."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared import tus
from academy.shared.upload_actions import GONE, NotUploaded
from academy.shared.upload_models import Upload
from learners.portfolio.file_queries import room_of


@tus.speaks_tus
def upload(request: HttpRequest) -> HttpResponse:
    """Begin a file."""
    if request.method == "OPTIONS":
        return tus.abilities()
    me = _signed_in(request)
    _only(request, "POST")
    return tus.create(request, owner=me, rows=set(rows_of(me)), room=room_of(me), part_name="upload-part")


@tus.speaks_tus
def part(request: HttpRequest, token: str) -> HttpResponse:
    """How far it is, the next part, or away with it. Somebody else's is not there."""
    if request.method == "OPTIONS":
        return tus.abilities()
    me = _signed_in(request)
    _only(request, "HEAD", "PATCH", "DELETE")
    found = Upload.objects.filter(token=token, owner__in=rows_of(me)).first()
    if found is None:
        raise NotUploaded(404, GONE)
    return tus.go_on(request, found)


def _signed_in(request: HttpRequest) -> Account:
    """A script asks, so the answer is words and not a page to sign in on."""
    if isinstance(request.user, AnonymousUser):
        raise NotUploaded(401, "You are signed out. Sign in again, and it goes on where it stopped.")
    return request.user


def _only(request: HttpRequest, *methods: str) -> None:
    if request.method not in methods:
        raise NotUploaded(405, f"This address takes {', '.join(methods)}.")
