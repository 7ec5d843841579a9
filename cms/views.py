"""Addresses that outlive pages: each answers with the page of today."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.models import Page

from courses.catalogue.models import Course


def lesson(request: HttpRequest, key: UUID) -> HttpResponse:
    """The lesson's page of today."""
    return _page(key).serve(request)


def module(request: HttpRequest, key: UUID) -> HttpResponse:
    """The module's page of today."""
    return redirect(_page(key).get_url(request))


def course(request: HttpRequest, slug: str) -> HttpResponse:
    """The course's page of today."""
    return redirect(_page(get_object_or_404(Course, slug=slug).key).get_url(request))


def _page(key: UUID) -> Page:
    page = Page.objects.live().filter(translation_key=key).first()
    if page is None:
        raise Http404("This page is not here any more.")
    return page.specific
