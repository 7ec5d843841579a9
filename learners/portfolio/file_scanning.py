"""Asking ClamAV, where one is set up, whether a file is harmful. Its daemon speaks a protocol of four lines."""

import logging
import socket
import struct
from pathlib import Path

from django.conf import settings

from learners.portfolio.states import Scan

BLOCK = 128 * 1024
PATIENCE = 60  # seconds of silence

log = logging.getLogger(__name__)


class ScannerAway(Exception):
    """It is set up and does not answer, or not with sense: nobody knows about this file yet."""


class TooLargeToScan(Exception):
    """Larger than the daemon's StreamMaxLength."""


def scan(path: Path) -> Scan:
    """What it says of this file; NOT_DONE where none is set up. Raises ScannerAway, TooLargeToScan."""
    if not settings.CLAMAV:
        return Scan.NOT_DONE
    try:
        answer = _asked(path)
    except OSError as fault:
        raise ScannerAway(str(fault)) from fault
    if answer.endswith("FOUND"):
        log.warning("scanner_found: %s", answer)
        return Scan.FOUND
    if answer.endswith("size limit exceeded. ERROR"):
        raise TooLargeToScan(answer)
    if answer != "stream: OK":
        raise ScannerAway(f"it answered {answer!r}")
    return Scan.CLEAN


def _asked(path: Path) -> str:
    """The daemon closes the line while we still speak when a file is too large for it; its answer says so."""
    with _connected() as line, path.open("rb") as file:
        try:
            line.sendall(b"zINSTREAM\0")
            while block := file.read(BLOCK):
                line.sendall(struct.pack("!L", len(block)) + block)
            line.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass
        heard = b""
        while not heard.endswith(b"\0") and (part := line.recv(4096)):
            heard += part
    return heard.rstrip(b"\0").decode("utf-8", "replace")


def _connected() -> socket.socket:
    where = settings.CLAMAV
    if not isinstance(where, str):
        return socket.create_connection(where, timeout=PATIENCE)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(PATIENCE)
    try:
        line.connect(where)
    except OSError:
        line.close()
        raise
    return line
