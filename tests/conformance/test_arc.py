"""ValiMail's ARC validation suite (RFC 8617): every case of chain validation."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import anyio
import pytest
import yaml
from tests.gather.auth.zone import NOW, Zone

from gyotaku.gather.auth.arc import verify
from gyotaku.mail.parse import read_mail

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
SUITE = SHARED / "suites" / "arc" / "arc-draft-validation-tests.yml"

pytestmark = pytest.mark.skipif(not SUITE.exists(), reason=f"the ARC suite is not here: {SUITE}")


def cases() -> list[Any]:
    found = []
    for scenario in yaml.safe_load_all(SUITE.read_text(encoding="utf-8")) if SUITE.exists() else ():
        zone = {name: {"TXT": [text]} for name, text in scenario["txt-records"].items()}
        found += [pytest.param(case, zone, id=name) for name, case in scenario["tests"].items()]
    return found


CASES = cases()


@pytest.mark.parametrize(("case", "zone"), CASES)
def test_case(case: dict[str, Any], zone: dict[str, dict[str, list[str]]]) -> None:
    """The chain's state is the suite's. Three cases state none (a seal that itself says ``cv=fail``): never a pass."""
    raw = case["message"].replace("\r\n", "\n").replace("\n", "\r\n").encode()

    async def run() -> str:
        return (await verify(read_mail(raw), Zone(zone).ask, NOW)).status

    got = anyio.run(run)
    assert got == case["cv"].lower() if case["cv"] else got == "fail"


def test_suite_is_whole() -> None:
    """All 171 cases were run."""
    assert len(CASES) == 171
