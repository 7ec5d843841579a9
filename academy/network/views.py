"""Hubs for the public."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from academy.hubs.models import Hub
from academy.network.queries import hub_view, public_hubs
from academy.shared.page_cache import same_for_visitors


@same_for_visitors
@require_safe
def hubs(request: HttpRequest) -> HttpResponse:
    """The map of hubs and its list."""
    return render(request, "academy/network/hubs.html", {"hubs": public_hubs()})


@same_for_visitors
@require_safe
def hub(request: HttpRequest, slug: str) -> HttpResponse:
    """One hub."""
    found = get_object_or_404(Hub.objects.public(), slug=slug)
    return render(request, "academy/network/hub.html", {"hub": hub_view(found, 1)})
