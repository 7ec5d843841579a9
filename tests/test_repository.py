"""The house's limits (the rest is in tests/repository/): small files, small functions, plain names, one direction."""

import ast

from tests.repository.sources import APPS, functions, imports, python, report, sources, templates

FILE_LINES = 400
TEMPLATE_LINES = 150
FUNCTION_LINES = 40
EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "manager",
    "managers",
    "service",
    "services",
    "misc",
}
OUR_RECEIVERS = {"page_published", "page_unpublished"}


def test_files_are_short() -> None:
    kinds = (".py", ".js", ".css")
    files = [s for s in sources() if s.name.endswith(kinds) and "/migrations/" not in s.name]
    assert {kind for kind in kinds if any(s.name.endswith(kind) for s in files)} == set(kinds)
    wrong = [f"{s.name}: {s.lines} lines" for s in files if s.lines > FILE_LINES]
    report(wrong, f"a file has at most {FILE_LINES} lines")


def test_templates_are_short() -> None:
    wrong = [f"{s.name}: {s.lines} lines" for s in templates() if s.lines > TEMPLATE_LINES]
    report(wrong, f"a template has at most {TEMPLATE_LINES} lines")


def test_functions_are_short() -> None:
    wrong, looked_at = [], 0
    for source in python():
        for function in functions(source.tree):
            looked_at += 1
            lines = (function.end_lineno or 0) - function.lineno + 1
            if lines > FUNCTION_LINES:
                wrong.append(f"{source.name}:{function.lineno} {function.name}: {lines} lines")
    assert looked_at > 50
    report(wrong, f"a function has at most {FUNCTION_LINES} lines")


def test_no_import_hides_in_a_function() -> None:
    wrong = []
    for source in python():
        for function in functions(source.tree):
            wrong += [f"{source.name}:{node.lineno} {module}" for node, module, _ in imports(function)]
    report(wrong, "imports stand at the top of the file")


def test_every_module_is_named_after_what_it_knows() -> None:
    wrong = [s.name for s in python() if set(s.module.split(".")) & EMPTY_NAMES]
    report(wrong, f"no module is called {', '.join(sorted(EMPTY_NAMES))}")


def test_every_module_says_what_it_is_for() -> None:
    def is_bare(source_tree: ast.Module) -> bool:
        return bool(source_tree.body) and ast.get_docstring(source_tree) is None

    report([s.name for s in python() if is_bare(s.tree)], "a module begins with a docstring")


def test_a_package_file_of_a_slice_holds_no_code() -> None:
    slices = [s for s in python(*APPS) if s.name.count("/") == 2 and s.name.endswith("/__init__.py")]
    assert len(slices) > 8
    plain = (ast.Expr, ast.Import, ast.ImportFrom)
    wrong = [s.name for s in slices if any(not isinstance(node, plain) for node in s.tree.body)]
    report(wrong, "the __init__.py of a slice holds a docstring and no code")


def test_there_are_no_signals_but_the_two_of_wagtail() -> None:
    wrong, received = [], set()
    for source in python(*APPS):
        for node, module, name in imports(source.tree):
            is_signal = "signals" in module.split(".") or name == "signals"
            if source.name == "cms/apps.py" and module == "wagtail.signals":
                received.add(name)
            elif (
                is_signal or module.startswith("django.dispatch") or (module, name) == ("django", "dispatch")
            ):
                wrong.append(f"{source.name}:{node.lineno} {module} {name}")
    report(wrong, "no signals, except the two of Wagtail in cms/apps.py")
    assert received == OUR_RECEIVERS, f"cms/apps.py receives {received}"


def test_only_the_top_knows_wagtail() -> None:
    allowed = ("cms/", "academy/settings/", "academy/urls.py")
    knows = {
        s.name
        for s in python(*APPS, migrations=True)
        for _, module, _ in imports(s.tree)
        if _is_wagtail(module)
    }
    assert knows, "nothing imports Wagtail: the test looks at the wrong place"
    report(
        [name for name in knows if not name.startswith(allowed)], "only cms, settings and urls import Wagtail"
    )


def test_one_clock() -> None:
    asks = {"now", "today", "utcnow", "localdate", "localtime"}
    clocks = {"timezone", "datetime", "date", "datetime.datetime", "datetime.date"}
    wrong, looked_at = [], 0
    for source in python(*APPS):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in asks:
                looked_at += 1
                if ast.unparse(node.value) in clocks and source.name != "academy/shared/clock.py":
                    wrong.append(f"{source.name}:{node.lineno} {ast.unparse(node)}")
    assert looked_at > 0
    report(wrong, "only academy/shared/clock.py asks what time it is")


def _is_wagtail(module: str) -> bool:
    return module.split(".")[0] == "wagtail"
