"""Screens about oneself."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """What we know about the person who is signed in."""
    return render(request, "academy/accounts/profile.html")
