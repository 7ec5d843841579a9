"""What somebody reads who may not do what they asked for. Nothing that they typed is lost with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

MOST, LONGEST = 20, 20_000
SECRET = ("password", "csrf", "code")  # in the name of a field whose value is never shown again


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The reason, and below it everything in words that was sent along, to be copied."""
    words = {"exception": str(exception), "typed": typed_in(request)}
    return render(request, "403.html", words, status=403)


def typed_in(request: HttpRequest) -> list[str]:
    """The texts of more than one word that were sent. What is chosen and not typed has no spaces in it."""
    if request.method != "POST":
        return []
    found = [
        value.strip()[:LONGEST]
        for name, values in request.POST.lists()
        if not any(one in name.lower() for one in SECRET)
        for value in values
        if len(value.split()) > 1
    ]
    return list(dict.fromkeys(found))[:MOST]
