"""A virus scanner for tests that speaks clamd's INSTREAM over a real socket, and finds one word harmful."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

HARMFUL = b"a-harmful-word"


class Clamd:
    """most: bytes of one file before it says that it is too large. heard: how many bytes each file had."""

    def __init__(self, most: int = 10_000_000) -> None:
        self.most, self.heard = most, list[int]()
        self.answer = b""  # when set, whatever the file
        self.door = socket.create_server(("127.0.0.1", 0))
        self.address: tuple[str, int] = self.door.getsockname()[:2]

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line:
                line.sendall(self.scanned(line))

    def scanned(self, line: socket.socket) -> bytes:
        assert _exactly(line, 10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack("!L", _exactly(line, 4))[0]:
            content += _exactly(line, size)
            if len(content) > self.most:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.heard.append(len(content))
        return self.answer or (b"stream: Test.Word FOUND\0" if HARMFUL in content else b"stream: OK\0")


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = line.recv(size - len(got))
        if not part:
            raise ConnectionError
        got += part
    return got


@contextmanager
def clamd(most: int = 10_000_000) -> Iterator[Clamd]:
    server = Clamd(most)
    thread = Thread(target=server.serve, daemon=True)
    thread.start()
    yield server
    server.door.shutdown(socket.SHUT_RDWR)
    server.door.close()
    thread.join(5)
