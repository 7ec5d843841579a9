"""Calendars: the page that explains them, and the files that programs fetch without signing in."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from academy.accounts.views import me
from academy.shared import clock
from courses.delivery.calendar import FILE_KIND
from learners.enrolments.calendar_actions import new_calendar_address
from learners.enrolments.calendar_queries import (
    FILE_NAME,
    feed_file,
    feed_views,
    place_file,
    place_of_calendar,
)
from learners.enrolments.models import CalendarFeed
from learners.enrolments.states import Feed


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: HttpRequest) -> HttpResponse:
    """The addresses to follow (GET); a first or another one (POST)."""
    if request.method != "POST":
        return render(request, "learners/enrolments/calendar.html", {"feeds": feed_views(me(request))})
    shows = request.POST.get("shows", "")
    if shows not in Feed.values:
        return redirect("calendar")
    new_calendar_address(account_id=me(request).pk, shows=Feed(shows), now=clock.now())
    messages.success(request, "Here is your new address. An older one does not work any more.")
    return redirect("calendar")


@require_safe
@conditional_page
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """For calendar programs, which ask again and again: whoever has the address."""
    found = get_object_or_404(CalendarFeed.objects.select_related("account__joined_to"), token=token)
    if not (found.account.joined_to or found.account).is_active:
        raise Http404
    return _file(feed_file(found, now=clock.now()))


@require_safe
@conditional_page
def place(request: HttpRequest, key: str) -> HttpResponse:
    """The dates of one place, for whoever has the link in the message."""
    found = place_of_calendar(key)
    if found is None:
        raise Http404
    return _file(place_file(found))


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{FILE_KIND}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    response["X-Robots-Tag"] = "noindex"
    return response
