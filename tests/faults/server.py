"""A mail server that remembers of every message when it came and whether it was accepted."""

import asyncio
import hashlib
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers.running import free_port


@dataclass(slots=True)
class Delivery:
    """One message as it came in. `accepted_at` is empty where the sender was gone before it heard the answer."""

    to: str
    message_id: str
    began_at: float
    accepted_at: float | None = None


@dataclass(slots=True)
class Letterbox:
    """Every delivery, in the order in which they began. Where `hold` asks for it the answer never comes."""

    folder: Path
    slow: Mapping[str, float]  # address to how many seconds its mail takes
    port: int = field(default_factory=free_port)
    deliveries: list[Delivery] = field(default_factory=list)

    @property
    def url(self) -> str:
        """For EMAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        name = str(message_from_bytes(envelope.content)["Message-ID"])
        delivery = Delivery(envelope.rcpt_tos[0], name, time.time())
        self.deliveries.append(delivery)
        asked, held = _files(self.folder, name)
        if asked.exists():
            asked.unlink()
            held.touch()
            await asyncio.Event().wait()  # until the connection breaks
        await asyncio.sleep(self.slow.get(delivery.to, 0.0))
        delivery.accepted_at = time.time()
        return "250 OK"


def hold(folder: Path, message_id: str) -> Path:
    """Ask for the next message of this name to be left without an answer. The file given appears when it is there."""
    asked, held = _files(folder, message_id)
    held.unlink(missing_ok=True)
    asked.touch()
    return held


def _files(folder: Path, message_id: str) -> tuple[Path, Path]:
    name = hashlib.sha256(message_id.encode()).hexdigest()[:32]
    return folder / f"hold-{name}", folder / f"held-{name}"


@contextmanager
def letterbox(folder: Path, slow: Mapping[str, float]) -> Iterator[Letterbox]:
    """It listens as long as the block lasts."""
    box = Letterbox(folder, slow)
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells of every line
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
