"""The house keeps its shape: who may import whom, how large a thing may grow, every plug-in whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SRC = ROOT / "src" / "gyotaku"

BOTTOM = {"model", "errors", "domains", "registry", "patterns"}
PURE = {"mail": 1, "pages": 1, "judge": 2, "tell": 3}
EDGE = {"gather", "intake"}
JOINS = {"pipeline", "keep", "server", "cli", "testing", "__init__", "__main__"}

WORLD_MODULES = {
    "socket", "ssl", "http", "urllib.request", "asyncio", "anyio", "httpcore2", "httpx2", "subprocess",
    "multiprocessing", "smtplib", "imaplib", "dns", "playwright", "sqlite3", "sqlalchemy", "requests", "ftplib",
    "telnetlib",
}  # fmt: skip
"""Modules by which a program touches the world; no PURE module imports one."""

LONG_MODULES: dict[str, str] = {
    "model.py": "all nouns in one place: a reader meets the whole vocabulary in one file",
}
"""Modules over 500 lines, each with its reason."""

LONG_FUNCTIONS: dict[str, str] = {}
"""``file:function`` over 60 lines, each with its reason."""

MANY_PARAMETERS: dict[str, str] = {
    "tell/reports/__init__.py:render": "the one door of all formats: each parameter is a named option with a default",
    "testing/mails.py:mail": "a builder: every parameter is a named piece of the mail with a default",
}
"""``file:function`` over 6 parameters, each with its reason."""


@cache
def modules() -> tuple[tuple[str, ast.Module], ...]:
    """(path below src/gyotaku, tree) of every module."""
    return tuple(
        (str(path.relative_to(SRC)), ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(SRC.rglob("*.py"))
    )


def imports(tree: ast.Module) -> Iterator[str]:
    """Full names of everything imported, ``from a import b`` as both ``a`` and ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def house(name: str) -> str:
    """First folder or module below gyotaku: ``gyotaku.mail.parse`` -> ``mail``."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def allowed(importer: str, imported: str) -> bool:
    """The import rule of the design, section 2."""
    if imported == importer or imported in BOTTOM:
        return True
    if importer in BOTTOM:
        return imported == "__init__"
    if imported in ("cli", "server"):
        return importer in ("__main__",)
    if importer in PURE:
        return imported in PURE and PURE[imported] < PURE[importer]
    if importer in EDGE:
        return imported in PURE or imported in BOTTOM or imported == "config"
    if importer == "config":
        return False
    return importer in JOINS


def test_import_rule() -> None:
    """Pure code imports only pure code below it; nobody imports the command line."""
    wrong = []
    houses = {path.split("/")[0].removesuffix(".py") for path, _ in modules()}
    for path, tree in modules():
        importer = path.split("/")[0].removesuffix(".py")
        for name in imports(tree):
            if name.startswith("gyotaku.") and house(name) in houses and not allowed(importer, house(name)):
                wrong.append(f"{path} imports {name}")  # noqa: PERF401  # a comprehension of three ifs reads worse
    assert not wrong


def test_pure_code_does_not_touch_the_world() -> None:
    """No PURE module imports a socket, a process, a database or a loop."""
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules()
        if path.split("/")[0] in PURE or path.removesuffix(".py") in BOTTOM
        for name in imports(tree)
        if name in WORLD_MODULES or name.split(".")[0] in WORLD_MODULES
    ]
    assert not wrong


def test_only_config_reads_the_environment() -> None:
    """``os.environ`` and ``os.getenv`` stand in config only (the colour switch NO_COLOR is the terminal's affair)."""
    wrong = []
    for path, tree in modules():
        if path in ("config.py", "cli/dissect.py"):
            continue
        wrong += [
            f"{path}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        ]
    assert not wrong


def test_model_is_standard_library_only() -> None:
    """The nouns lean on nothing."""
    tree = dict(modules())["model.py"]
    assert not [name for name in imports(tree) if name.split(".")[0] in ("gyotaku", "rich", "jinja2", "selectolax")]


def test_modules_stay_near_500_lines() -> None:
    """A module that outgrows one reading is split, or listed with its reason."""
    long = {
        path
        for path in (str(p.relative_to(SRC)) for p in SRC.rglob("*.py"))
        if len((SRC / path).read_text(encoding="utf-8").splitlines()) > 500
    }
    assert long <= set(LONG_MODULES)


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """(``file:name``, node) of every function."""
    for path, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield f"{path}:{node.name}", node


def test_functions_stay_near_60_lines() -> None:
    """A function fits on a screen, or is listed with its reason."""
    long = {name for name, node in functions() if (node.end_lineno or 0) - node.lineno > 62}
    assert long <= set(LONG_FUNCTIONS), long - set(LONG_FUNCTIONS)


def test_functions_take_about_6_parameters() -> None:
    """More than six parameters want a noun."""
    many = set()
    for name, node in functions():
        count = len(node.args.args) + len(node.args.kwonlyargs) + len(node.args.posonlyargs)
        if count - (bool(node.args.args) and node.args.args[0].arg in ("self", "cls")) > 6:
            many.add(name)
    assert many <= set(MANY_PARAMETERS), many - set(MANY_PARAMETERS)


@pytest.mark.parametrize("word", ["utils", "helpers", "manager", "factory", "misc", "common"])
def test_no_drawer_modules(word: str) -> None:
    """No module is a drawer for whatever did not fit."""
    assert not [path for path, _ in modules() if word in Path(path).stem]


def sign_files() -> list[str]:
    """Paths of sign modules below ``judge/signs``."""
    return [
        path
        for path, tree in modules()
        if path.startswith("judge/signs/")
        and any(
            isinstance(node, (ast.Assign, ast.AnnAssign))
            and any(
                isinstance(t, ast.Name) and t.id == "SIGN"
                for t in (node.targets if isinstance(node, ast.Assign) else [node.target])
            )
            for node in tree.body
        )
    ]


def test_every_sign_is_whole() -> None:
    """A sign is one file named for its id, in its viewpoint's folder, with a docstring sentence, benign and a test."""
    from gyotaku.judge.look import signs

    assert len(signs()) >= 45
    by_id = {s.id: s for s in signs()}
    assert len(by_id) == len(signs()), "two signs share an id"
    files = {Path(path).stem.replace("_", "-"): path for path in sign_files()}
    assert set(files) == set(by_id)
    for sign_id, path in files.items():
        sign = by_id[sign_id]
        assert path.split("/")[2] == sign.viewpoint, path
        assert len(sign.benign) > 10, f"{sign_id}: benign must name the honest mail that also does it"
        assert ast.get_docstring(ast.parse((SRC / path).read_text(encoding="utf-8"))), path
        test = ROOT / "tests" / Path(path).parent / f"test_{Path(path).stem}.py"
        assert test.exists(), f"{path} has no test {test.relative_to(ROOT)}"
        assert "twin" in test.read_text(encoding="utf-8"), f"{test.relative_to(ROOT)} has no honest twin"
