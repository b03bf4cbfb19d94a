"""The examples' reports: no sentence with a hole, no sign without words, both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from gyotaku.judge.look import look
from gyotaku.judge.verdict import judge
from gyotaku.pipeline import read
from gyotaku.tell import words as catalogue
from gyotaku.tell.redact import redact
from gyotaku.tell.reports import formats, render

ROOT = Path(__file__).parents[2]
MAILS = tuple(sorted((ROOT / "examples").glob("*/mail.eml")))
SCHEMA = json.loads((ROOT / "docs" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.parent.name)
def test_every_slot_has_its_fact(path: Path) -> None:
    """A sentence never says "the address is –"."""
    for finding in look(read(path.read_bytes())):
        for lang in catalogue.LANGUAGES:
            group = catalogue._group(finding.sign, lang)
            for part in ("title", "text"):
                line = catalogue._pick(group, part, finding.facts.get("variant"))
                assert line, (finding.sign, lang, part)
                for slot in re.findall(r"\{(\w+)\}", line):
                    assert finding.facts.get(slot) not in (None, ""), (finding.sign, lang, slot)


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.parent.name)
def test_every_format_in_both_languages(path: Path) -> None:
    """The examples print everywhere, pass the leak check, and keep the JSON contract."""
    d = read(path.read_bytes())
    report = redact(d, judge(d, look(d)))
    for format in formats():
        for lang in catalogue.LANGUAGES:
            data = render(report, format, lang)
            assert b"hanako" not in data
            if format == "json":
                Draft202012Validator(SCHEMA).validate(json.loads(data))
