"""A cache whose absence is a slow day and not an outage."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class OneClient(RedisCacheClient):
    """Django makes a client anew for every question, which costs as much as the question."""

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        clients = self.__dict__.setdefault("clients", {})
        if write not in clients:
            clients[write] = super().get_client(key, write=write)
        return clients[write]


class ForgivingRedisCache(RedisCache):
    """Redis as a cache; while it is down everything is a miss and nothing is kept."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def _try(self, call: Callable[..., Any], default: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except RedisError as error:
            log.warning("the cache does not answer: %s", error)
            return default

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, *args: Any, **kwargs: Any) -> None:
        self._try(super().set, None, *args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Says True while Redis is down: sessions and rate limits must not loop for ever on a key they cannot add."""
        return bool(self._try(super().add, True, *args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().touch, False, *args, **kwargs))

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().delete, False, *args, **kwargs))

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return dict(self._try(super().get_many, {}, *args, **kwargs))

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return list(self._try(super().set_many, [], *args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return bool(self._try(super().has_key, False, *args, **kwargs))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return int(self._try(super().incr, delta, key, delta, version))
