"""Pages that wait for their hour. Each is published or taken down in a transaction of its own.

Wagtail's own command asks nothing, and one page that fails would stop the rest.
"""

import logging
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from wagtail.models import Page, Revision

from cms.pages.publishing import CannotPublish
from cms.problems.models import PageProblem

log = logging.getLogger(__name__)


def take_down_expired(*, now: datetime) -> int:
    """Unpublish every page whose time is over. Gives how many."""
    count = 0
    for pk in (
        Page.objects.live().filter(expire_at__lte=now).order_by("expire_at").values_list("pk", flat=True)
    ):
        try:
            with transaction.atomic():
                page = (
                    Page.objects.live()
                    .select_for_update(of=("self",))
                    .filter(pk=pk, expire_at__lte=now)
                    .first()
                )
                if page is not None:
                    page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
                    count += 1
        except Exception:
            log.exception("could not take down page %s; it is tried again", pk)
    return count


def publish_waiting(*, now: datetime) -> int:
    """Publish every page whose hour has come. Gives how many."""
    waiting = Revision.objects.filter(approved_go_live_at__lte=now).order_by("approved_go_live_at")
    return sum([_publish_one(pk, now) for pk in waiting.values_list("pk", flat=True)])


def _publish_one(pk: int, now: datetime) -> bool:
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lte=now)
    try:
        with transaction.atomic():
            revision = due.select_for_update(of=("self",)).first()
            if revision is None:  # somebody else was faster, or the editor changed their mind
                return False
            revision.publish(log_action="wagtail.publish.scheduled")
            return True
    except CannotPublish as refusal:
        _report(pk, " ".join(refusal.messages), now)
    except Exception:
        log.exception("could not publish revision %s", pk)
        _report(pk, "Something went wrong that was not the page's fault. Please publish it by hand.", now)
    return False


def _report(pk: int, reasons: str, now: datetime) -> None:
    """Tell the editors once, and do not try again: the page waits for them as a draft."""
    revision = Revision.objects.filter(pk=pk).first()
    if revision is None:
        return
    Revision.objects.filter(pk=pk).update(approved_go_live_at=None)
    where = reverse("wagtailadmin_pages:edit", args=[revision.object_id])
    words = f"“{revision.object_str}” was to go live by itself, but could not. {reasons}"
    PageProblem.objects.create(page=where, words=words[:2000], reported_at=now)
