"""The page puts a gate before its content: a test for humans, a dialogue, a trap for those who look inside."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.landing.faces import landings, of_page
from gyotaku.model import Dissection, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import texts

TOLD = (
    "turnstile", "recaptcha", "hcaptcha", "captcha", "fragment-key", "confirm-shown", "prompt-shown", "alert-shown",
    "blank", "webdriver", "debugger", "right-click", "notification",
)  # fmt: skip
"""Gates worth a sentence, most telling of what could not be seen first; alerts and mouse listeners in code are
everywhere."""


def look(d: Dissection) -> Iterator[Finding]:
    """A note: gate seen, and of what kind; never "clean". Honest sites guard themselves by the same means."""
    for landing in landings(d):
        gates = texts(landing.page, "gate")
        shut = landing.page.liveness == "challenge" or "blank" in gates
        kind = next((gate for gate in TOLD if gate in gates), None)
        if not shut and kind is None:
            continue
        words = texts(landing.page, "closed-words")
        facts: dict[str, Fact] = {"host": landing.host, "gate": kind or (words[0] if words else "challenge")}
        if shut:
            facts["variant"] = "shut"
        yield Finding("challenge-seen", Strength.NOTE, (of_page(landing, " ".join(gates) or "challenge"),), facts)


SIGN = Sign(
    id="challenge-seen",
    viewpoint="landing",
    benign="a great part of honest sites stand behind Cloudflare or a captcha",
    look=look,
)
