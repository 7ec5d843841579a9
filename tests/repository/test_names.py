"""Everything that is named in a string exists: classes, tasks, templates, addresses."""

import ast
import importlib.util
import inspect
import re

from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLResolver, get_resolver
from django.utils.module_loading import import_string

from academy.celery import TASK_MODULES, app
from academy.schedule import SCHEDULE
from tests.repository.sources import APPS, ROOT, Source, calls, first_text, python, report, strings, templates

DOTTED = re.compile(rf"^({'|'.join(APPS)})(\.\w+){{2,}}$")
LABEL = re.compile(rf"^({'|'.join(APPS)})\.([A-Z]\w+)$")
TASK = re.compile(rf"^(cms\.\w+|({'|'.join(APPS)})\.\w+\.\w+)$")
TEMPLATE = re.compile(r"^[\w-]+/[\w/-]+\.html$")
IN_TEMPLATE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")
URL_IN_TEMPLATE = re.compile(r"""\burl\(\s*["']([\w:-]+)["']""")
KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"}


def our_tasks() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if name.split(".")[0] in APPS}


def test_a_foreign_key_names_the_class() -> None:
    """A string only for a class of the same file, for oneself, and for the one setting below Account."""
    wrong, looked_at = [], 0
    for source in python(*APPS):
        own = {node.name for node in source.tree.body if isinstance(node, ast.ClassDef)} | {"self"}
        for call, name in calls(source.tree):
            if name.rpartition(".")[2] not in KEYS:
                continue
            looked_at += 1
            target = next(
                (k.value for k in call.keywords if k.arg == "to"), call.args[0] if call.args else None
            )
            if isinstance(target, ast.Constant) and target.value not in own:
                wrong.append(f"{source.name}:{call.lineno} {target.value!r}")
    assert looked_at > 5
    report(wrong, "a foreign key names the class, not a string")


def test_dotted_paths_resolve() -> None:
    tasks, wrong, looked_at = our_tasks(), [], 0
    for source in python(*APPS):
        for line, text in strings(source.tree):
            is_salt = "SALT" in source.text.splitlines()[line - 1].upper()
            if DOTTED.match(text) and text not in tasks and not is_salt:
                looked_at += 1
                if not _resolves(text):
                    wrong.append(f"{source.name}:{line} {text}")
            elif label := LABEL.match(text):
                looked_at += 1
                if label[2].lower() not in apps.all_models[label[1]]:
                    wrong.append(f"{source.name}:{line} {text}")
    assert looked_at > 5
    report(wrong, "a dotted path names something that exists")


def test_tasks_are_listed_and_well_named() -> None:
    assert sorted(TASK_MODULES) == sorted(s.module for s in python(*APPS) if s.path.name == "tasks.py")
    tasks = our_tasks()
    assert len(tasks) >= 3
    report([name for name in tasks if not TASK.match(name)], "a task is named <app>.<slice>.<verb>")


def test_what_is_enqueued_exists_and_takes_these_ids() -> None:
    tasks, wrong, looked_at = our_tasks(), [], 0
    for source in python(*APPS):
        for call, name in calls(source.tree):
            if name.rpartition(".")[2] != "enqueue":
                continue
            task = first_text(call)
            if task is None:
                continue
            looked_at += 1
            given = {keyword.arg for keyword in call.keywords}
            if task not in tasks:
                wrong.append(f"{source.name}:{call.lineno} {task} is not a task")
            elif given and not given <= set(inspect.signature(app.tasks[task].run).parameters):
                wrong.append(f"{source.name}:{call.lineno} {task} does not take {given}")
    assert looked_at >= 3
    report(wrong, "what is enqueued is a task")


def test_scheduled_tasks_exist() -> None:
    schedule = getattr(settings, "CELERY_BEAT_SCHEDULE", None) or app.conf.beat_schedule
    assert schedule, "nothing is scheduled"
    tasks = our_tasks()
    wrong = [entry["task"] for entry in schedule.values() if entry["task"] not in tasks]
    report(wrong, "academy/schedule.py names tasks that exist")


def test_scheduled_tasks_do_not_pile_up_while_no_worker_runs() -> None:
    wrong = [name for name, entry in SCHEDULE.items() if not 60 <= entry["options"]["expires"] <= 24 * 3600]
    assert app.conf.beat_schedule == SCHEDULE
    report(wrong, "a task of the schedule that is late is left out")


def test_a_template_name_stands_in_one_place() -> None:
    names = [source.name.removeprefix("academy/").removeprefix("templates/") for source in templates()]
    report(
        [name for name in set(names) if names.count(name) > 1], "a template name stands once in both folders"
    )


def test_named_templates_exist() -> None:
    wrong, looked_at = [], 0
    for source in python(*APPS):
        for _, text in strings(source.tree):
            if TEMPLATE.match(text):
                looked_at += 1
                wrong += _missing_template(source, text)
    for source in templates():
        for name in IN_TEMPLATE.findall(source.text):
            looked_at += 1
            wrong += _missing_template(source, name)
    assert looked_at > 10
    report(wrong, "a template that is named exists")


def test_named_addresses_exist() -> None:
    known, wrong, looked_at = _url_names(), [], 0
    for source in templates():
        for name in URL_IN_TEMPLATE.findall(source.text):
            looked_at += 1
            if name not in known:
                wrong.append(f"{source.name}: {name}")
    for source in python(*APPS):
        for call, called in calls(source.tree):
            name = first_text(call) if called in {"reverse", "redirect", "reverse_lazy"} else None
            if name and "/" not in name:
                looked_at += 1
                if name not in known:
                    wrong.append(f"{source.name}:{call.lineno} {name}")
    assert looked_at > 10
    report(wrong, "an address that is named is routed")


def test_static_files_exist() -> None:
    """Whole names only; one that is put together in the template is proved by rendering it."""
    pattern = re.compile(r"""\bstatic\(\s*["']([^"'{]+\.\w+)["']""")
    folder = ROOT / "academy" / "static"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    named = [(s.name, name) for s in [*templates(), *python(*APPS)] for name in pattern.findall(s.text)]
    assert there and named
    wrong = [f"{where}: {name}" for where, name in named if name.startswith("academy/") and name not in there]
    report(wrong, "a static file that is named exists")


def _resolves(path: str) -> bool:
    """A module (not run: production's settings ask for secrets) or something in one."""
    try:
        if importlib.util.find_spec(path):
            return True
    except ModuleNotFoundError:
        pass
    try:
        import_string(path)
    except ImportError:
        return False
    return True


def _missing_template(source: Source, name: str) -> list[str]:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return [f"{source.name}: {name}"]
    return []


def _url_names() -> set[str]:
    """Every name, with its namespaces; the demo's own two are routed in the demo only."""
    names = {"dev-mail", "gallery"}

    def collect(resolver: URLResolver, prefix: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                collect(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)
            elif entry.name:
                names.add(f"{prefix}{entry.name}")

    collect(get_resolver(), "")
    return names
