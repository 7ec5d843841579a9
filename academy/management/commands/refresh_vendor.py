"""Fetches the browser files of other people's projects from npm, and writes the table of what is there."""

import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

VENDOR = Path(__file__).resolve().parents[2] / "static" / "academy" / "vendor"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package, the exact version, and the files that we serve from it (path in the package: our name)."""

    name: str
    version: str
    files: dict[str, str]

    @property
    def folder(self) -> str:
        return f"{self.name.rsplit('/', 1)[-1].removesuffix('.org')}-{self.version}"


PACKAGES = (
    Package("@hotwired/stimulus", "3.2.2", {"dist/stimulus.js": "stimulus.js", "LICENSE.md": "LICENCE.md"}),
)
HEAD = """# Browser files of other projects

Unchanged, as their authors publish them on npm. Written by `manage.py refresh_vendor`; do not edit.
To move to a newer version, change it in `academy/management/commands/refresh_vendor.py` and in the paths
that name it, run the command, and run the browser tests.

| name | version | licence | source | file | sha256 |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Fetch the vendored browser files again with npm, and rewrite vendor/README.md."

    def handle(self, *args: Any, **options: Any) -> None:
        if shutil.which("npm") is None:
            raise CommandError(
                "npm is not installed. The files are committed; npm is needed only to refresh them."
            )
        rows: list[str] = []
        for package in PACKAGES:
            with tempfile.TemporaryDirectory() as folder:
                rows += fetch(package, Path(folder))
            self.stdout.write(f"{package.name} {package.version}")
        (VENDOR / "README.md").write_text(HEAD + "".join(rows))


def fetch(package: Package, folder: Path) -> list[str]:
    """Unpacks the files into vendor/<name>-<version>/ and returns their rows of the table."""
    wanted = f"{package.name}@{package.version}"
    packed = subprocess.run(
        ["npm", "pack", "--silent", wanted], cwd=folder, capture_output=True, text=True, check=False
    )
    if packed.returncode:
        raise CommandError(f"npm could not fetch {wanted}: {packed.stderr.strip()}")
    target = VENDOR / package.folder
    target.mkdir(parents=True, exist_ok=True)
    rows = []
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        facts = json.loads(content(archive, "package.json"))
        for path, name in package.files.items():
            data = content(archive, path)
            (target / name).write_bytes(data)
            rows.append(row(package, facts, f"{package.folder}/{name}", data))
    return rows


def content(archive: tarfile.TarFile, path: str) -> bytes:
    """One file of an npm package, read without unpacking anything else."""
    member = archive.extractfile(f"package/{path}")
    if member is None:
        raise CommandError(f"the package has no {path}")
    return member.read()


def row(package: Package, facts: dict[str, Any], path: str, data: bytes) -> str:
    """One line of the table."""
    digest = hashlib.sha256(data).hexdigest()
    licence = facts.get("license", "see its licence file")
    source = facts.get("homepage", "")
    return f"| {package.name} | {package.version} | {licence} | {source} | `{path}` | `{digest}` |\n"
