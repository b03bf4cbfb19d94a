"""Expressions that are compiled when first used."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import gyotaku
from gyotaku.patterns import Later, pattern


def test_same_as_compiled() -> None:
    """Every method answers as the compiled expression's own, at the first call and at later ones."""
    for one in (pattern(r"(\d)(x)?", re.IGNORECASE), re.compile(r"(\d)(x)?", re.IGNORECASE)):
        for _ in range(2):
            assert [m.span() for m in one.finditer("a1X2")] == [(1, 3), (3, 4)]
            assert one.sub(r"<\1>", "a1X2") == "a<1><2>"
            assert one.findall("1X") == [("1", "X")]
            found = one.match("z1", 1)
            assert found is not None
            assert found[0] == "1"
    assert pattern(rb"\n+").split(b"a\n\nb") == [b"a", b"b"]


def test_error_at_first_use() -> None:
    """A broken expression fails loudly when it is first used."""
    with pytest.raises(re.error):
        pattern("(").search("")


def test_all_expressions_compile() -> None:
    """Every expression of the package is sound, though none is compiled on import."""
    count = 0
    for info in pkgutil.walk_packages(gyotaku.__path__, "gyotaku."):
        if info.name.endswith("__main__"):
            continue
        for value in vars(importlib.import_module(info.name)).values():
            if isinstance(value, Later):
                re.compile(value.text, value.flags)
                count += 1
    assert count > 200
