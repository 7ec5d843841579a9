"""A file over real connections that break, through the servers that run in production, to a real worker."""

import http.client
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from academy.accounts.models import Account
from academy.shared import clock
from learners.portfolio import file_store
from learners.portfolio.file_actions import add_file
from learners.portfolio.models import EvidenceFile
from learners.portfolio.states import FileState
from tests.cast import BACKEND, make_cast
from tests.factories import files
from tests.fixtures.celery_processes import CeleryProcess
from tests.learners import qualifying
from tests.servers.site import Site
from tests.waiting import eventually

pytestmark = pytest.mark.django_db(transaction=True)
CSRF = "a" * 32


@dataclass(frozen=True)
class Phone:
    """Signed in as somebody, speaking tus to a server."""

    server: str
    session: str
    cookie: str = "sessionid"

    @classmethod
    def of(cls, person: Account, server: str, cookie: str = "sessionid") -> "Phone":
        client = Client()
        client.force_login(person, backend=BACKEND)
        return cls(server, client.cookies[settings.SESSION_COOKIE_NAME].value, cookie)

    def headers(self, **more: str) -> dict[str, str]:
        cookies = f"{self.cookie}={self.session}; csrftoken={CSRF}"
        return {"Tus-Resumable": "1.0.0", "Cookie": cookies, "X-CSRFToken": CSRF} | {
            name.replace("_", "-"): value for name, value in more.items()
        }

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Any:
        line = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=30)
        line.request(method, path, body, self.headers(**headers))
        answer = line.getresponse()
        answer.read()
        line.close()
        return answer

    def begin(self, length: int) -> str:
        begun = self.ask(
            "POST", "/upload/", b"", Upload_Length=str(length), Upload_Metadata="filename ZmlsbS4zZ3A="
        )
        assert begun.status == 201, begun.status
        return str(begun.getheader("Location"))

    def send(self, path: str, at: int, part: bytes) -> int:
        kind = "application/offset+octet-stream"
        done = self.ask("PATCH", path, part, Upload_Offset=str(at), Content_Type=kind)
        assert done.status == 204, done.status
        return int(done.getheader("Upload-Offset"))

    def send_and_lose_the_line(self, path: str, at: int, part: bytes, *, after: int) -> None:
        """Promise the whole part, send the first bytes of it, and be gone."""
        where = urlsplit(self.server)
        assert where.hostname and where.port
        told = self.headers(
            Host=where.netloc,
            Upload_Offset=str(at),
            Content_Type="application/offset+octet-stream",
            Content_Length=str(len(part)),
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        with socket.create_connection((where.hostname, where.port)) as line:
            line.sendall(f"PATCH {path} HTTP/1.1\r\n{head}\r\n".encode() + part[:after])

    def reached(self, path: str) -> int:
        return int(self.ask("HEAD", path).getheader("Upload-Offset"))


@pytest.mark.both
def test_a_film_whose_connection_broke_at_eighty_per_cent_arrives_and_can_be_watched(
    live_server: Any, celery_worker_process: CeleryProcess, tmp_path: Path
) -> None:
    cast = make_cast()
    film = files.iphone_film(tmp_path)
    phone = Phone.of(cast.learner, live_server.url)
    path, cut = phone.begin(len(film)), len(film) * 8 // 10
    phone.send_and_lose_the_line(path, 0, film, after=cut)
    eventually(lambda: phone.reached(path) == cut)
    assert phone.send(path, cut, film[cut:]) == len(film)
    piece = qualifying.piece(cast.learner)
    file = add_file(item_id=piece.pk, sent=path.split("/")[2], by=cast.learner, now=clock.now())
    assert file.state == FileState.CHECKING

    def ready() -> bool:
        return EvidenceFile.objects.get().state == FileState.READY

    eventually(ready, within=60)
    file.refresh_from_db()
    assert (file.type, file.view_type, file.seconds) == ("video/quicktime", "video/mp4", 2)
    assert files.PLACE.encode() not in file_store.path_of(file.stored).read_bytes()


def test_through_the_servers_of_production_only_the_part_on_its_way_can_be_lost(production: Site) -> None:
    person = make_cast().learner
    content, size = bytes(range(256)) * 65_536, 4 * 1024 * 1024  # 16 MB in parts of 4
    phone = Phone.of(person, production.url, "__Host-session")
    path, at = phone.begin(len(content)), 0
    for _ in range(2):
        at = phone.send(path, at, content[at : at + size])
    phone.send_and_lose_the_line(path, at, content[at : at + size], after=size // 2)
    eventually(lambda: at <= phone.reached(path) <= at + size // 2)
    at = phone.reached(path)
    while at < len(content):
        at = phone.send(path, at, content[at : at + size])
    assert phone.reached(path) == len(content)
    kept = production.folder / "data" / "uploads" / path.split("/")[2]
    assert kept.read_bytes() == content
