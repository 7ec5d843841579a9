"""Choosing as what one is here."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from academy.accounts.here import choose, front_of
from academy.shared import clock

NOT_YOURS = (
    "You are not here as that: the role may have ended. Look at the top of the page for what you can choose. "
    "If something is missing, ask the Academy manager."
)


@login_required
@require_http_methods(["GET", "POST"])
def here_as(request: HttpRequest) -> HttpResponse:
    """Change to another way of being here, and go to where it begins. Whoever comes by a link only goes there."""
    today = clock.today()
    if request.method == "POST":
        way = choose(request, request.POST.get("as", "")[:100], today)
        if way is None:
            messages.warning(request, NOT_YOURS)
    return redirect(front_of(request, today))
