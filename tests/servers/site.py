"""The Academy as it runs in production: gunicorn with deployment/gunicorn.conf.py, behind nginx where there is one.

The files in deployment/ are used as they are; only names of places are changed for those of this run, and each such
change must find what it replaces.
"""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from academy.env import ROOT
from tests.servers.programs import Program, find
from tests.servers.running import free_port, own_folder, plain_environment, process, wait_for

NGINX = Program("nginx", ("nginx",), "nginx")
DEPLOYMENT = ROOT / "deployment"
TYPES = (
    "text/html html; text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; video/mp4 mp4;"
)
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True, slots=True)
class Site:
    """A running Academy. `url` is where visitors come in; `front` says in words who answers them there."""

    url: str
    port: int
    front: str
    folder: Path
    master: int  # gunicorn's first process

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        children = Path(f"/proc/{self.master}/task/{self.master}/children").read_text()
        return [int(pid) for pid in children.split()]

    @property
    def log(self) -> str:
        """What gunicorn said."""
        return (self.folder / "gunicorn.log").read_text(errors="replace")


@contextmanager
def site(
    surroundings: Mapping[str, str],
    *,
    workers: int = 2,
    behind_nginx: bool = True,
    options: tuple[str, ...] = (),
) -> Iterator[Site]:
    """gunicorn, and nginx in front where it is on PATH. `surroundings` are settings as in deployment/README.md, at
    least SECRET_KEY, DATABASE_URL and REDIS_URL; `options` go to gunicorn and win over its file."""
    nginx = find(NGINX) if behind_nginx else None
    with ExitStack() as stack:
        folder = stack.enter_context(own_folder(None))
        port = free_port()
        bind = f"unix:{folder}/web.sock" if nginx else f"127.0.0.1:{port}"
        settings = {**_settings(folder, port, bool(nginx)), **surroundings, "WEB_BIND": bind}
        settings["WEB_WORKERS"] = str(workers)
        _collect_static(settings)
        web = _gunicorn(stack, folder, settings, options)
        front = "gunicorn alone"
        if nginx:
            _nginx(stack, nginx, folder, port, settings["MEDIA_ROOT"])
            front = f"{_version(nginx)} and gunicorn"
        yield Site(f"http://localhost:{port}", port, front, folder, web.pid)


def nginx_conf(folder: Path, port: int, media: str) -> str:
    """deployment/nginx.conf within what a whole configuration needs, for plain HTTP on one port of this machine."""
    inner = (DEPLOYMENT / "nginx.conf").read_text()
    for old, new in (
        (r"unix:/run/academy\.sock", f"unix:{folder}/web.sock"),
        (r"^ *listen \[::\].*$", ""),
        (r"^ *ssl_.*$", ""),
        (r"listen 80;", f"listen 127.0.0.1:{free_port()};"),
        (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
        (r"server_name academy\.example;", "server_name localhost;"),
        (r"/var/lib/academy/static/", f"{folder}/static/"),
        (r"/var/lib/academy/media/", f"{media}/"),
        (r"/etc/nginx/academy_proxy\.conf", f"{DEPLOYMENT}/nginx_proxy.conf"),
        (r"/srv/academy/", f"{ROOT}/"),
    ):
        inner, changes = re.subn(old, new, inner, flags=re.MULTILINE)
        assert changes, f"deployment/nginx.conf has no {old}"
    debian = Path("/etc/nginx/mime.types")
    types = f"include {debian};" if debian.exists() else f"types {{ {TYPES} }}"
    own = "".join(f"{name}_temp_path {folder}/{name}; " for name in TEMPORARY)
    user = "user root;" if folder.owner() == "root" else ""  # the project may lie where only root may enter
    outer = (
        f"{user} daemon off; pid {folder}/nginx.pid; error_log stderr; events {{ worker_connections 512; }}"
    )
    return f"{outer}\nhttp {{ {types} {own} access_log off;\n{inner}\n}}\n"


def _settings(folder: Path, port: int, accelerated: bool) -> dict[str, str]:
    for name in ("data", "media"):
        (folder / name).mkdir()
    return {
        "DJANGO_SETTINGS_MODULE": "academy.settings.production",
        "DATA_DIR": str(folder / "data"),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ACCEL_PREFIX": "/protected" if accelerated else "",
        "ALLOWED_HOSTS": "localhost",
        "BASE_URL": f"http://localhost:{port}",
        "SSL_REDIRECT": "no",
        "REQUIRE_SECOND_FACTOR": "no",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "PYTHONPATH": str(ROOT),
    }


def _collect_static(settings: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    environment = {**plain_environment(), **settings}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"collectstatic failed:\n{done.stdout}{done.stderr}")


def _gunicorn(
    stack: ExitStack, folder: Path, settings: Mapping[str, str], options: tuple[str, ...]
) -> "subprocess.Popen[bytes]":
    config = DEPLOYMENT / "gunicorn.conf.py"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        config,
        "--chdir",
        str(ROOT),
        *options,
    ]
    log = folder / "gunicorn.log"
    server = stack.enter_context(
        process(command, None, folder, log, ending=signal.SIGTERM, surroundings=settings)
    )
    place = settings["WEB_BIND"]
    wait_for(lambda: _connect(place), OSError, server, log)
    return server


def _nginx(stack: ExitStack, nginx: Path, folder: Path, port: int, media: str) -> None:
    conf, log = folder / "nginx.conf", folder / "nginx.log"
    conf.write_text(nginx_conf(folder, port, media))
    command: list[str | Path] = [nginx, "-c", conf, "-e", "stderr"]
    server = stack.enter_context(process(command, None, folder, log, ending=signal.SIGTERM))
    wait_for(lambda: _connect(f"127.0.0.1:{port}"), OSError, server, log)


def _connect(place: str) -> None:
    if place.startswith("unix:"):
        with socket.socket(socket.AF_UNIX) as trial:
            trial.connect(place.removeprefix("unix:"))
    else:
        host, _, port = place.rpartition(":")
        socket.create_connection((host, int(port))).close()


def _version(nginx: Path) -> str:
    said = subprocess.run([nginx, "-v"], capture_output=True, text=True, check=False).stderr
    return said.strip().removeprefix("nginx version: ").replace("/", " ")
