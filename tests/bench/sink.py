"""A mail server that accepts everything and keeps nothing: `python -m tests.bench.sink PORT`."""

import logging
import sys
import time
from typing import Any

from aiosmtpd.controller import Controller


class Sink:
    """Says yes."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return "250 OK"


if __name__ == "__main__":
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    Controller(Sink(), hostname="127.0.0.1", port=int(sys.argv[1])).start()
    while True:
        time.sleep(60)
