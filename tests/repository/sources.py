"""The project's own files, read and parsed once for every test here."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("academy", "courses", "learners", "cms")
NOT_OURS = (".git", ".venv", ".cache", "var", "node_modules", "__pycache__", "vendor")


@dataclass(frozen=True)
class Source:
    """One file of ours; `name` is its path from the root, with slashes."""

    path: Path
    name: str

    @functools.cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    @functools.cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, self.name)

    @property
    def module(self) -> str:
        return self.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@functools.cache
def sources() -> tuple[Source, ...]:
    """Every file that is or could be committed, without other people's."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        names = [name for name in listed.stdout.decode().split("\0") if name]
    else:  # an unpacked archive
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*")]
    found = [Source(ROOT / name, name) for name in sorted(names) if not set(name.split("/")) & set(NOT_OURS)]
    return tuple(source for source in found if source.path.is_file())


def python(*folders: str, migrations: bool = False) -> list[Source]:
    """Python files under these folders (all of ours when none is named); fails when there are none."""
    found = [
        source
        for source in sources()
        if source.name.endswith(".py")
        and (not folders or source.name.split("/")[0] in folders)
        and (migrations or "/migrations/" not in source.name)
    ]
    assert found, f"no Python files in {folders}"
    return found


def templates() -> list[Source]:
    """Both kinds: templates/ (Jinja2) and academy/templates/ (Django)."""
    found = [
        source
        for source in sources()
        if source.name.startswith(("templates/", "academy/templates/"))
        and source.name.endswith((".html", ".txt", ".typ", ".xml"))
    ]
    assert found, "no templates"
    return found


def imports(tree: ast.AST) -> Iterator[tuple[ast.stmt, str, str]]:
    """(statement, module, name) of every import; for `import x` the name is empty."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node, alias.name, ""
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node, "." * node.level + (node.module or ""), alias.name


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    """(call, what is called as written): `env.text`, `enqueue`, `models.ForeignKey`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node, ast.unparse(node.func)


def strings(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def first_text(call: ast.Call) -> str | None:
    """The first argument, where it is a plain string."""
    if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str):
        return call.args[0].value
    return None


def report(wrong: list[str], rule: str) -> None:
    """Fail with the rule and every place that breaks it."""
    assert not wrong, f"{rule}\n" + "\n".join(f"  {line}" for line in sorted(wrong))
