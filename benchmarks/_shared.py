"""Where the shared test material lies, and its mails."""

from __future__ import annotations

import json
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).resolve().parents[2] / "shared"))


def missing(what: Path) -> bool:
    """Says so when the material is not there."""
    if what.exists():
        return False
    print(f"skipped: {what.name} is not here (set GYOTAKU_SHARED to the folder that holds it)")
    return True


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of ``cases/<name>.jsonl``."""
    text = (SHARED / "cases" / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def corpus(archive: str) -> Iterator[tuple[str, bytes]]:
    """(path in the archive, raw mail) of ``corpora/<archive>.tar.xz``, in archive order."""
    with tarfile.open(SHARED / "corpora" / f"{archive}.tar.xz") as tar:
        for member in tar:
            stream = tar.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()
