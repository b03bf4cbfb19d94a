"""Decoy credentials, typed as a person types them: by keys, through whatever script the page has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gyotaku.gather.decoy import Decoy

if TYPE_CHECKING:
    from playwright.async_api import Page


async def type_in(page: Page, found: dict[str, Any], decoy: Decoy, password: str) -> None:
    """Fill the fields that :data:`~gyotaku.gather.browser.onpage.FIELDS` marked, and press the button beside them."""
    for one in found["fields"][:12]:
        value = _value(str(one.get("type")), str(one.get("hint", "")), decoy, password)
        if value:
            place = page.locator(f'[data-gyotaku="{int(one["at"])}"]').first
            await place.fill("", timeout=2_000)
            await place.press_sequentially(value, delay=5, timeout=5_000)
    if found.get("press"):
        await page.locator('[data-gyotaku="press"]').first.click(timeout=3_000, no_wait_after=True)
    else:
        await page.keyboard.press("Enter")


def _value(kind: str, hint: str, decoy: Decoy, password: str) -> str:
    """What the decoy writes into a field; ``""`` = nothing (no card, no telephone, no name is ever made up)."""
    low = hint.lower()
    if kind == "password":
        return password
    if kind == "email" or any(
        w in low for w in ("mail", "user", "login", "account", "uid", "id ", "アカウント", "ユーザ")
    ):
        return decoy.address
    return "" if kind in ("tel", "number", "date", "url", "search") else decoy.local if kind == "text" else ""
