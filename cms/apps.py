"""The cms as a Django app, and the only two signals that this project receives."""

import logging
from typing import Any

from django.apps import AppConfig
from django.db import transaction
from django.utils.module_loading import import_string
from wagtail.signals import page_published, page_unpublished

from academy.shared import clock
from academy.shared.page_cache import forget_pages

log = logging.getLogger(__name__)

# What they do needs the models, which are not there yet when an app is configured; a test resolves them.
RECORD = "cms.facts.record"
FORGET = "cms.facts.forget"
MOVED = "cms.facts.moved"


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        page_published.connect(went_up, dispatch_uid="cms.went_up")
        page_unpublished.connect(came_down, dispatch_uid="cms.came_down")


def went_up(instance: Any, **kwargs: Any) -> None:
    """Wagtail published, scheduled or copied a page. An alias is no page of its own."""
    if not kwargs.get("alias"):
        _tell(RECORD, instance)
    forget_pages()


def came_down(instance: Any, **kwargs: Any) -> None:
    """Wagtail unpublished or is about to delete a page."""
    _tell(FORGET, instance)
    forget_pages()


def stands_elsewhere(page: Any) -> None:
    """An editor gave a page another place. Wagtail has no hook for every way, so the screens call this themselves."""
    _tell(MOVED, page)


def _tell(path: str, page: Any) -> None:
    """Never raises: an editor's work stands, and check_catalogue mends what could not be recorded."""
    forget_pages()
    try:
        with transaction.atomic():
            import_string(path)(page, now=clock.now())
    except Exception:
        log.exception("could not record page %s (%s)", page.pk, path)
