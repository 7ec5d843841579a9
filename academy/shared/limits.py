"""How often one visitor may do a thing that others could abuse."""

import hashlib
import logging

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

log = logging.getLogger(__name__)


def within_limit(request: HttpRequest, what: str, *, times: int, seconds: int) -> bool:
    """Count one more try; False once there were more than `times` within `seconds`. The address is kept as a hash.

    While the cache is away nobody is stopped: a limit protects against abuse, it is not the door.
    """
    visitor = hashlib.sha256(
        f"{settings.SECRET_KEY} {request.META.get('REMOTE_ADDR', '')}".encode()
    ).hexdigest()
    key = f"limit:{what}:{visitor[:32]}"
    if cache.add(key, 1, seconds):
        return True
    try:
        return int(cache.incr(key)) <= times
    except ValueError:  # it ran out between the two calls
        return True
