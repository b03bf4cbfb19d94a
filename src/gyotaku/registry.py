"""Finds the one-file plug-ins of a folder: every module of a package that defines the wanted constant.

A plug-in file is one docstring sentence, one plain function, one constant (``SIGN``, ``SOURCE``, ``FORMAT``, ``DESK``,
``INTAKE``). Putting the file into the folder is all the registration there is.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Any


@cache
def plugins(package: str, constant: str) -> tuple[Any, ...]:
    """Values of ``constant`` in every module below ``package``, in module-name order.

    A module without the constant is shared code of the folder and is passed over; a module that fails to import fails
    the program, because a sign that silently is not there looks like a clean mail.
    """
    root = importlib.import_module(package)
    found = []
    for info in sorted(pkgutil.walk_packages(root.__path__, package + "."), key=lambda i: i.name):
        if info.ispkg:
            continue
        module = importlib.import_module(info.name)
        if hasattr(module, constant):
            found.append(getattr(module, constant))
    return tuple(found)
