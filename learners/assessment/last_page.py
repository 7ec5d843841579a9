"""Which page wrote last in a draft.

A page whose answer was lost on the way still knows an older revision than the one that it made itself. What it sends
next is no conflict. Where the cache has forgotten, it is taken for one, and both texts are shown.
"""

from django.core.cache import cache

from learners.assessment.models import DraftDecision

A_DAY = 24 * 60 * 60


def remember_page(draft: DraftDecision, page: str) -> None:
    """It has just been saved by the page with this mark; empty: by one without a script."""
    cache.set(_key(draft), [page, draft.revision], A_DAY)


def wrote_last(draft: DraftDecision, page: str) -> bool:
    """Whether its newest revision is this very page's own."""
    return bool(page) and cache.get(_key(draft)) == [page, draft.revision]


def _key(draft: DraftDecision) -> str:
    return f"draft-decision:{draft.pk}:page"
