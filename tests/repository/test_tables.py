"""Tables of ours are complete: states, settings in README, nothing that belongs to one machine."""

import enum
import importlib
import re
from typing import Any

from tests.repository.sources import APPS, ROOT, calls, first_text, python, report, sources

READERS = {
    "env.text",
    "env.required",
    "env.flag",
    "env.number",
    "env.names",
    "text",
    "required",
    "flag",
    "number",
}
READERS |= {"names", "env.one_of", "one_of", "os.environ.get", "os.environ.setdefault", "os.getenv"}
TABLES = ("TRANSITIONS", "OWNERS")
# Where the environment may be touched besides academy/env.py: choosing the settings, starting processes, tests.
STARTERS = (
    "academy/demo/",
    "academy/settings/test.py",
    "academy/celery.py",
    "academy/wsgi.py",
    "academy/asgi.py",
)
BREAKS_ON_ANOTHER_MACHINE = {
    "a machine's path": re.compile(r"(?<![\w.$~)}])/(work|root|home|Users)/[\w.]"),
    "a registry's host": re.compile(
        r"registry[.]npmjs|registry[.]yarnpkg|pypi[.]org/simple|files[.]pythonhosted|[-]-index-url|[-]-find-links"
        r"|[a]rtifactory|[v]erdaccio"
    ),
}


def test_state_tables_are_complete() -> None:
    """Every member of a set of states says where it leads and who must move next."""
    wrong, looked_at = [], 0
    for source in [s for s in python(*APPS) if s.path.name == "states.py"]:
        module = importlib.import_module(source.module)
        for table in TABLES:
            entries = getattr(module, table, None)
            if entries is None:
                continue
            looked_at += 1
            wrong += [f"{source.name} {table}: {problem}" for problem in _gaps(entries, table)]
    assert looked_at > 0
    report(wrong, "a table of states covers every member")


def test_states_that_move_have_both_tables() -> None:
    wrong, looked_at = [], 0
    for source in [s for s in python(*APPS) if s.path.name == "states.py"]:
        module = importlib.import_module(source.module)
        has = [table for table in TABLES if hasattr(module, table)]
        looked_at += len(has)
        if len(has) == 1:
            wrong.append(f"{source.name} has only {has[0]}")
    assert looked_at > 0
    report(wrong, "states with TRANSITIONS have OWNERS, and the other way round")


def test_every_setting_is_documented() -> None:
    """Each name that the code asks the environment for has a row in README's table of settings."""
    asked = set()
    for source in python("academy"):
        if source.name.startswith(("academy/settings/test.py", "academy/demo/prepare.py")):
            continue
        for call, name in calls(source.tree):
            setting = first_text(call)
            if name in READERS and setting and re.fullmatch(r"[A-Z][A-Z0-9_]+", setting):
                asked.add(setting)
    assert {"DATABASE_URL", "REDIS_URL", "DATA_DIR", "PORT"} <= asked
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {
        name
        for row in re.findall(r"^\|([^|]+)\|", readme, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    report(list(asked - rows), "a setting stands in README's table of settings")
    known = {name for name in rows if re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*", name) and len(name) > 3}
    report(list(known - asked), "README's table names settings that are read")


def test_only_env_reads_the_environment() -> None:
    readers = {s.name for s in python(*APPS) if "os.environ" in s.text or "getenv" in s.text}
    assert "academy/env.py" in readers
    wrong = [name for name in readers if name != "academy/env.py" and not name.startswith(STARTERS)]
    report(wrong, "only academy/env.py reads the environment")


def test_nothing_names_one_machine() -> None:
    wrong, looked_at = [], 0
    for source in sources():
        try:
            text = source.text
        except UnicodeDecodeError:
            continue
        looked_at += 1
        for what, pattern in BREAKS_ON_ANOTHER_MACHINE.items():
            for found in pattern.finditer(text):
                line = text.count("\n", 0, found.start()) + 1
                wrong.append(f"{source.name}:{line} {what}: {found[0]}")
    assert looked_at > 50
    report(wrong, "nothing committed names one machine or one network")


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    for name in ("base", "test", "lock"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)
        assert pins, f"{name}.txt pins nothing"
        assert len(re.findall(r"==[^\\]*\\\n\s+--hash=sha256:", text)) == len(pins), (
            f"{name}.txt: a pin without a hash"
        )
        assert "://" not in text, f"{name}.txt holds an address"


def _gaps(entries: dict[enum.Enum, Any], table: str) -> list[str]:
    kinds = {type(state) for state in entries}
    gaps = [f"{member!r} is missing" for kind in kinds for member in kind if member not in entries]
    for state, value in entries.items():
        if table == "OWNERS":
            gaps += [] if value else [f"{state!r} has no owner"]
        else:
            gaps += [f"{state!r} leads to {to!r}" for to in value if type(to) not in kinds]
    return gaps
