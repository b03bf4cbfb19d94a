"""The receiving server's check and ours come to different ends."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.proof import of_auth, results
from gyotaku.judge.signs.shapes import same_org
from gyotaku.model import AuthResult, Dissection, Finding, Sign, Strength

_NO = frozenset({"fail", "softfail", "permerror"})


def look(d: Dissection) -> Iterator[Finding]:
    """NOTE: both are shown; only a plain yes against a plain no is a disagreement."""
    if not any(r.origin == "recomputed" for r in d.auth):
        return
    for method in ("dmarc", "dkim", "spf"):
        checked = results(d, method)
        for theirs in (r for r in checked if r.origin == "boundary"):
            ours = [r for r in checked if r.origin == "recomputed" and _same(r, theirs)]
            if not ours or any(_side(r) in (None, _side(theirs)) for r in ours) or _side(theirs) is None:
                continue
            facts = {
                "method": method,
                "theirs": theirs.status,
                "ours": ours[0].status,
                "domain": theirs.domain or ours[0].domain or "",
                "variant": "passed" if _side(theirs) else "failed",
            }
            yield Finding("auth-disagrees", Strength.NOTE, (*of_auth(theirs, d), *of_auth(ours[0], d)), facts)
            return


def _same(one: AuthResult, other: AuthResult) -> bool:
    return not one.domain or not other.domain or same_org(one.domain, other.domain)


def _side(result: AuthResult) -> bool | None:
    """Yes, no, or neither."""
    return True if result.status == "pass" else False if result.status in _NO else None


SIGN = Sign(
    id="auth-disagrees",
    viewpoint="sender",
    benign="old mail whose keys have been changed since; mail that was altered after its receipt",
    look=look,
)
