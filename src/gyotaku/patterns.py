"""Regular expressions that are compiled when first used.

There are some three hundred of them, and compiling one costs as much as reading a small mail; a command that dissects
one mail uses a third. Standard library only, so that every folder may use it.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, AnyStr, Final, cast

_METHODS: Final = ("search", "match", "fullmatch", "findall", "finditer", "sub", "split")


class Later:
    """Stands for an expression until one of its methods is called; from then on the methods are the expression's."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.text = text
        self.flags = flags
        for name in _METHODS:
            setattr(self, name, partial(self._first, name))

    def _first(self, name: str, *args: Any, **options: Any) -> Any:
        compiled = re.compile(self.text, self.flags)
        for each in _METHODS:
            setattr(self, each, getattr(compiled, each))
        return getattr(compiled, name)(*args, **options)


def pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """As :func:`re.compile`, for expressions at the top of a module; an error in one shows at its first use.

    >>> pattern("a+").sub("b", "caat")
    'cbt'
    """
    return cast("re.Pattern[AnyStr]", Later(text, flags))
