"""Production as it is started from deployment/: guesses nothing, passes Django's checks, keeps its guard up."""

import gzip
import hashlib
import http.client
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from academy.env import ROOT
from academy.shared.proxy import ClientAddress
from tests.cast import BACKEND
from tests.learners.worlds import course, finished, joined, lessons, person, printed
from tests.servers.programs import find
from tests.servers.running import plain_environment
from tests.servers.site import NGINX, Site

COMPLETE = {
    "DJANGO_SETTINGS_MODULE": "academy.settings.production",
    "SECRET_KEY": "Zk3mX8vQn2LrT6wYp0HsB4cDf7gJ1uAe9iOqWzRtVbNxKyMlPd5hGjSc",
    "ALLOWED_HOSTS": "academy.example",
    "BASE_URL": "https://academy.example",
    "DATABASE_URL": "postgresql://academy@127.0.0.1:1/academy",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://academy:secret@mail.example:587",
}


BEHIND_NGINX = pytest.mark.skipif(find(NGINX) is None, reason="nginx is not on PATH")


class Answer:
    """What came over the wire, byte for byte."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.headers, self.raw = response.status, response.headers, response.read()

    @property
    def cookies(self) -> SimpleCookie:
        return SimpleCookie("\r\n".join(self.headers.get_all("Set-Cookie", [])))

    @property
    def body(self) -> str:
        packed = self.headers["Content-Encoding"] == "gzip"
        return (gzip.decompress(self.raw) if packed else self.raw).decode()


def ask(site: Site, path: str, method: str = "GET", body: str = "", **headers: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
    usual = {"Host": "localhost", "Accept-Encoding": "gzip"}
    connection.request(
        method, path, body or None, {**usual, **{k.replace("_", "-"): v for k, v in headers.items()}}
    )
    try:
        return Answer(connection.getresponse())
    finally:
        connection.close()


def manage(*arguments: str, surroundings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", *arguments]
    environment = {**plain_environment(), **surroundings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_djangos_checks_for_deployment_find_nothing() -> None:
    done = manage("check", "--deploy", "--fail-level", "DEBUG", surroundings=COMPLETE)
    assert (done.returncode, "no issues (0 silenced)" in done.stdout) == (0, True), done.stdout + done.stderr


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("SECRET_KEY", "", "Set SECRET_KEY in the environment."),
        ("ALLOWED_HOSTS", "", "Set ALLOWED_HOSTS to the names this site answers to"),
        ("DATABASE_URL", "", "Set DATABASE_URL to a PostgreSQL server"),
        ("DATABASE_URL", "sqlite:////tmp/academy.sqlite3", "Set DATABASE_URL to a PostgreSQL server"),
        ("REDIS_URL", "", "Set REDIS_URL"),
        ("EMAIL_URL", "", "Set EMAIL_URL to the mail server"),
        ("EMAIL_URL", "mail.example", "EMAIL_URL must begin with"),
        ("SSL_REDIRECT", "perhaps", "SSL_REDIRECT must be yes or no"),
    ],
)
def test_what_is_missing_is_asked_for_by_name(name: str, value: str, words: str) -> None:
    done = manage("check", surroundings={**COMPLETE, name: value})
    assert done.returncode != 0
    assert words in done.stderr


def test_the_address_is_the_one_that_our_own_proxy_saw() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    middleware = ClientAddress(view)
    for forwarded in ("", "198.51.100.7", "203.0.113.9, 198.51.100.7", "made up,198.51.100.7"):
        middleware(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded} if forwarded else {}))
    assert seen == ["127.0.0.1", "198.51.100.7", "198.51.100.7", "198.51.100.7"]


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_units_start_programs_that_the_lock_installs(name: str) -> None:
    unit = (ROOT / "deployment" / "systemd" / f"academy-{name}.service").read_text()
    (command,) = re.findall(r"^ExecStart=/srv/academy/\.venv/bin/(.+)$", unit, re.MULTILINE)
    program, *arguments = command.split()
    assert (Path(sys.executable).parent / program).exists()
    assert all((ROOT / argument).exists() for argument in arguments if "/" in argument)
    assert "User=academy" in unit and "EnvironmentFile=/etc/academy.env" in unit


def test_security_headers(production: Site) -> None:
    answer = ask(production, "/hubs/")
    assert answer.status == 200
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert "Strict-Transport-Security" not in answer.headers  # over plain HTTP it means nothing
    assert "nginx/" not in (answer.headers["Server"] or "")


def test_the_content_policy_allows_no_inline_code_but_the_import_map(production: Site) -> None:
    answer = ask(production, "/hubs/")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert re.search(r"script-src 'self' 'sha256-[\w+/=]+'", policy)
    assert 'type="importmap"' in answer.body
    assert "style=" not in answer.body and "<style" not in answer.body


def test_cookies_are_for_https_and_for_us_alone(production: Site) -> None:
    page = ask(production, "/accounts/login/")
    csrf = page.cookies["csrftoken"]
    assert (csrf["secure"], csrf["samesite"], csrf["path"]) == (True, "Lax", "/")
    assert page.headers["Cache-Control"] != "no-cache"
    film = lessons(course(1))[0]
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.body)[1]  # type: ignore[index]
    report = ask(
        production,
        f"/lesson/{film.key}/progress/",
        "POST",
        "watched=0-5&position=5",
        Cookie=f"csrftoken={csrf.value}",
        X_CSRFToken=token,
        Content_Type="application/x-www-form-urlencoded",
    )
    assert (report.status, json.loads(report.body)["seconds"]) == (200, 5)
    guest = report.cookies["guest"]
    assert (guest["secure"], guest["httponly"], guest["samesite"]) == (True, True, "Lax")


def test_a_session_is_tied_to_this_host(production: Site) -> None:
    """`__Host-`: a browser takes it over TLS only, without a domain, for every path."""
    browser = Client()
    browser.force_login(person("Amara Diallo"))
    session = browser.cookies["sessionid"].value
    mine = ask(production, "/my-learning/", Cookie=f"__Host-session={session}")
    assert (mine.status, "Amara" in mine.body) == (200, True)
    assert mine.headers["Cache-Control"] == "private, no-cache"
    assert ask(production, "/my-learning/", Cookie=f"sessionid={session}").status == 302


def test_a_strange_host_is_refused(production: Site) -> None:
    assert ask(production, "/", Host="evil.example").status == 400


def test_it_says_that_it_is_well(production: Site) -> None:
    answer = ask(production, "/health/")
    assert json.loads(answer.body) == {"database": "well", "cache": "well"}
    assert "no-store" in answer.headers["Cache-Control"]


def test_static_files_are_packed_and_kept_for_ever(production: Site) -> None:
    href = re.search(r'href="(/static/academy/css/base\.[0-9a-f]{12}\.css)"', ask(production, "/hubs/").body)
    assert href
    style = ask(production, href[1])
    assert (style.status, style.headers["Content-Encoding"]) == (200, "gzip")
    assert style.headers["Content-Type"].startswith("text/css")
    assert "immutable" in style.headers["Cache-Control"]
    assert style.headers["Vary"] == "Accept-Encoding"
    assert ask(production, "/static/academy/css/gone.css").status == 404


@BEHIND_NGINX
def test_pages_are_packed_by_the_front_server(production: Site) -> None:
    assert ask(production, "/hubs/").headers["Content-Encoding"] == "gzip"


@BEHIND_NGINX
def test_films_are_sent_by_the_front_server_to_those_who_may(production: Site) -> None:
    """One film, asked for by its lesson: open, in part, and closed. Its own address leads nowhere."""
    one, other = lessons(course(1, 1))
    whole = ask(production, f"/lesson/{one.key}/video.mp4")
    assert (whole.status, len(whole.raw), whole.headers["Content-Type"]) == (200, 2048, "video/mp4")
    assert "private" in whole.headers["Cache-Control"]
    assert "Last-Modified" in whole.headers, "nginx sends it, and no worker of ours is busy with it"
    part = ask(production, f"/lesson/{one.key}/video.mp4", Range="bytes=5-9")
    assert (part.status, part.raw, part.headers["Content-Range"]) == (
        206,
        bytes(range(5, 10)),
        "bytes 5-9/2048",
    )
    assert ask(production, f"/lesson/{other.key}/video.mp4").status == 403
    assert one.video is not None
    for guess in (f"/protected/{one.video.file.name}", f"/media/{one.video.file.name}"):
        assert ask(production, guess).status == 404


@BEHIND_NGINX
def test_what_the_academy_says_of_a_file_reaches_the_browser_through_the_front_server(
    production: Site, client: Client
) -> None:
    """A closed film is kept for whoever asked alone; a certificate's file stands in no search."""
    place = finished()
    certificate = printed(place)
    paper = ask(production, f"/certificates/{certificate.token}/certificate.pdf")
    assert (paper.status, paper.raw[:5], paper.headers["X-Robots-Tag"]) == (200, b"%PDF-", "noindex")
    assert certificate.serial in paper.headers["Content-Disposition"]
    closed = lessons(course(1, 1, code="CLOSED"))[1]
    joined(place.account, closed.module.course)
    client.force_login(place.account, backend=BACKEND)
    session = f"__Host-session={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    film = ask(production, f"/lesson/{closed.key}/video.mp4", Cookie=session)
    assert (film.status, film.headers["Vary"]) == (200, "Cookie")
    for answer in (paper, film):
        assert "Last-Modified" in answer.headers


@BEHIND_NGINX
def test_limits_count_the_visitor_and_not_what_the_visitor_claims(production: Site) -> None:
    for claim in ("198.51.100.7", "203.0.113.9"):
        assert ask(production, "/verify/NACO-2222-2222-2222/", X_Forwarded_For=claim).status == 404
    seen = hashlib.sha256(f"{settings.SECRET_KEY} 127.0.0.1".encode()).hexdigest()[:32]
    assert cache.get(f"limit:verify:{seen}") == 2


def test_the_log_is_lines_of_json(production: Site) -> None:
    before = len(production.log)
    assert ask(production, "/nothing-here/").status == 404
    (line,) = [line for line in production.log[before:].splitlines() if "nothing-here" in line]
    assert json.loads(line)["level"] == "warning"


def test_the_page_for_errors_keeps_its_looks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """It must need no other file, so it brings its own styles; the policy lets it, and nothing else."""
    monkeypatch.setattr("academy.shared.views.connection", None)
    client.raise_request_exception = False
    answer = client.get("/health/")
    assert answer.status_code == 500
    assert b"<style>" in answer.content and b"{%" not in answer.content
    assert "style-src 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "script-src 'self' 'sha256-" in answer["Content-Security-Policy"]
