"""The espoofer mails (Chen, Paxson, Jiang, USENIX Security 2020): no spoofed author stays hidden."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gyotaku.mail.authres import read_auth
from gyotaku.mail.parse import parse
from gyotaku.mail.received import read_hops
from gyotaku.mail.sender import read_sender

SHARED = Path(os.environ.get("GYOTAKU_SHARED", Path(__file__).parents[2] / "../shared"))
MAILS = sorted((SHARED / "suites" / "espoofer").glob("*.eml"))
SPOOFED = ("admin@legitimate.com", "admin@example.com")
ATTACKS_ON_FROM = ("_a8", "_a9", "_a10", "_a11", "_a12", "_a13", "_a14", "_a15", "_a16", "_a17", "_a18", "_a19")

pytestmark = pytest.mark.skipif(not MAILS, reason=f"the espoofer suite is not here: {SHARED}/suites/espoofer")


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.stem)
def test_every_author_is_listed(path: Path) -> None:
    """The spoofed address is a candidate, and an attack on From is called ambiguous."""
    read = read_sender(parse(path.read_bytes()))
    assert any(a.spec in SPOOFED or a.domain.endswith("legitimate.com") for a in read.candidates), read.candidates
    if path.stem.startswith("server") and path.stem.endswith(ATTACKS_ON_FROM):
        assert read.ambiguous
        assert len(read.candidates) > 1


@pytest.mark.parametrize("path", MAILS, ids=lambda p: p.stem)
def test_never_authenticated_by_its_own_word(path: Path) -> None:
    """Nothing the mail brought along counts as the border's authentication."""
    mail = parse(path.read_bytes())
    assert read_auth(mail, read_hops(mail)) == ()
