"""The openspf.org test suite for RFC 7208: every case, result and explanation."""

from __future__ import annotations

import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml
from tests.gather.auth.zone import NOW

from gyotaku.gather.auth.spf import check_host
from gyotaku.model import Answer, Records, State

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
SUITE = SHARED / "suites" / "spf" / "rfc7208-tests.yml"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"the openspf suite is not here: {SUITE}")


class SuiteZone:
    """The suite's zone form: SPF entries double as TXT unless TXT is given, ``TIMEOUT`` fails what is not listed."""

    def __init__(self, data: dict[str, list[Any]]) -> None:
        self.names: dict[str, dict[str, list[str]]] = {}
        self.timeouts: set[str] = set()
        for name, entries in data.items():
            records: dict[str, list[Any]] = {}
            for entry in entries:
                if entry == "TIMEOUT":
                    self.timeouts.add(name.lower())
                else:
                    for kind, value in entry.items():
                        records.setdefault(kind, []).append(value)
            if "TXT" not in records and "SPF" in records:
                records["TXT"] = records["SPF"]
            self.names[name.lower()] = {
                kind: [self.text(kind, v) for v in values if v != "NONE"] for kind, values in records.items()
            }

    @staticmethod
    def text(kind: str, value: Any) -> str:
        if kind == "MX":
            return f"{value[0]} {value[1]}"
        if isinstance(value, list):
            return "".join(value)
        return str(value).rstrip(".") if kind in ("PTR", "CNAME") else str(value)

    async def ask(self, source: str, subject: str) -> Answer[Any]:
        kind, name = source.removeprefix("dns:"), subject.lower()
        if kind == "PTR":
            name = ip_address(subject).reverse_pointer.lower()
        for _ in range(5):
            records = self.names.get(name, {})
            if records.get(kind):
                return Answer(source, subject, State.FOUND, Records(tuple(records[kind]), 60), "", NOW)
            if "CNAME" not in records:
                break
            name = records["CNAME"][0].lower()
        else:
            return Answer(source, subject, State.UNKNOWN, None, "CNAME loop", NOW)
        if name in self.timeouts:
            return Answer(source, subject, State.UNKNOWN, None, "timeout", NOW)
        reason = "nodata" if name in self.names else "nxdomain"
        return Answer(source, subject, State.ABSENT, None, reason, NOW)


def cases() -> list[Any]:
    found = []
    for scenario in yaml.safe_load_all(SUITE.read_text(encoding="utf-8")) if SUITE.exists() else ():
        zone = {str(name): entries for name, entries in scenario["zonedata"].items()}
        found += [pytest.param(case, zone, id=name) for name, case in scenario["tests"].items()]
    return found


CASES = cases()


@pytest.mark.parametrize(("case", "data"), CASES)
def test_case(case: dict[str, Any], data: dict[str, list[Any]]) -> None:
    """The result is the suite's, or one of those it allows; so is the explanation where it gives one."""
    sender = case["mailfrom"]
    domain = sender.rpartition("@")[2] if sender else case["helo"]

    async def run() -> Any:
        return await check_host(case["host"], domain, sender, case["helo"], SuiteZone(data).ask)

    got = anyio.run(run)
    wanted = case["result"] if isinstance(case["result"], list) else [case["result"]]
    assert got.status in wanted, got
    if "explanation" in case:
        assert got.explanation == ("" if case["explanation"] == "DEFAULT" else case["explanation"])
    assert got.lookups <= 10
    assert got.voids <= 2


def test_suite_is_whole() -> None:
    """All 203 cases were run."""
    assert len(CASES) == 203
