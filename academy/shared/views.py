"""Is the house well? For the machine that watches it."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@require_safe
@never_cache
def health(request: HttpRequest) -> JsonResponse:
    """200 while pages can be served; the cache is told of but does not count, because learning goes on without it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    cache.set("health", "well", 10)
    return JsonResponse({"database": "well", "cache": cache.get("health") or "away"})
