"""While somebody of the Academy looks at a learner's pages: what they see, and that nothing can be done there.

The session stays their own. For a page of `SHOWN` they are put aside and the learner stands in the request, inside a
stretch in which the database takes nothing; everything else is refused. So nothing can be signed, sent or changed in
a learner's name, and nothing that is for the learner alone is seen.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from academy.accounts.looking_actions import end_look, note_page
from academy.accounts.looking_models import Looking
from academy.accounts.looking_policies import may_look
from academy.accounts.models import Account
from academy.shared import clock
from academy.shared.read_only import read_only, was_refused
from academy.shared.rulings import Refused

KEY = "looking"  # in the session: the id of a Looking
STOP = "look-stop"
SIGN_OUT = "account_logout"

# Where somebody is in what they learn, and the public pages around it. What a person told us about themselves, their
# portfolio, their messages and how they sign in are not among them; a new page is not, until somebody says so here.
SHOWN = frozenset(
    [
        "page",
        "course",
        "image",
        "hubs",
        "hub",
        "dates",
        "date-page",
        "my-learning",
        "ways",
        "way",
        "registration",
    ]
)
THEIRS_ALONE = (
    "This page is for {name} alone, so you cannot look at it. You see their learning: the courses, their dates and how "
    "far they are. Go back, or stop looking."
)
NOTHING_CHANGES = (
    "You are looking at the pages of {name}. Nothing can be sent or changed here, and nothing was. To do something "
    "yourself, stop looking first."
)


class LookingAt:
    """Middleware: stands behind the one that asks for a second factor, so that whoever looks has shown theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Sequence[Any], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        looking = looking_of(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if looking is None or name == STOP:
            return None
        if name == SIGN_OUT:
            if request.method == "POST":
                stop(request, looking.by)
            return None
        request.looking = looking  # type: ignore[attr-defined]
        if request.method not in ("GET", "HEAD"):
            raise Refused(NOTHING_CHANGES.format(name=looking.account))
        if name not in SHOWN:
            raise Refused(THEIRS_ALONE.format(name=looking.account))
        by = request.user
        assert isinstance(by, Account)
        answer = as_they_see_it(request, looking, view, args, kwargs)
        note_page(looking=looking, page=name, by=by, now=clock.now())
        return answer


def looking_of(request: HttpRequest) -> Looking | None:
    """At whose pages this session looks just now. One that has run out, or is allowed no more, ends here."""
    pk = request.session.get(KEY) if hasattr(request, "session") else None
    if pk is None or not isinstance(request.user, Account):
        return None
    rows = Looking.objects.select_related("account", "by").filter(pk=pk, by=request.user, ended_at=None)
    looking, now = rows.first(), clock.now()
    if (
        looking is not None
        and looking.until > now
        and may_look(request.user, looking.account, on=clock.today())
    ):
        return looking
    if looking is not None:
        end_look(looking_id=looking.pk, by=request.user, now=now)
    del request.session[KEY]
    return None


def as_they_see_it(
    request: HttpRequest, looking: Looking, view: Any, args: Sequence[Any], kwargs: dict[str, Any]
) -> HttpResponseBase:
    """The page as the learner would get it now, drawn to its end before the database takes anything again."""
    by, request.user = request.user, looking.account
    try:
        with read_only():
            answer: HttpResponseBase = view(request, *args, **kwargs)
            if hasattr(answer, "render") and callable(answer.render):
                answer = answer.render()
    except DatabaseError as fault:
        if not was_refused(fault):
            raise
        raise Refused(THEIRS_ALONE.format(name=looking.account)) from None
    finally:
        request.user = by
    return answer


def stop(request: HttpRequest, by: Account) -> HttpResponse:
    """End it, and go back to the page of the person."""
    pk = request.session.pop(KEY, None)
    looking = Looking.objects.filter(pk=pk, by=by).first()
    if looking is None:
        return redirect("people")
    end_look(looking_id=looking.pk, by=by, now=clock.now())
    return redirect("person", looking.account_id)
