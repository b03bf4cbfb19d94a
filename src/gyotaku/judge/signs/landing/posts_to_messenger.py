"""What is typed goes to a messenger's bot, or to a service that takes anybody's forms."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import parse_url
from gyotaku.judge.signs.landing.faces import SECRETS, Landing, landings, of_forms, of_page
from gyotaku.model import Dissection, Evidence, Fact, Finding, Sign, Strength
from gyotaku.pages.notes import texts


def look(d: Dissection) -> Iterator[Finding]:
    """Only for secrets: contact forms honestly go to such places. Decisive for a messenger, strong for forms."""
    for landing in landings(d):
        if not landing.secrets:
            continue
        found = _target(landing)
        if found is None:
            continue
        how, host, evidence = found
        strength = Strength.DECISIVE if how == "messenger" else Strength.STRONG
        facts: dict[str, Fact] = {"host": landing.host, "target": host, "variant": how}
        yield Finding("posts-to-messenger", strength, (evidence,), facts)


def _target(landing: Landing) -> tuple[str, str, Evidence] | None:
    """How, where to, and the evidence."""
    from gyotaku.pages.destinations import destination, is_form_service

    number, page = landing.number, landing.page
    for index, form in enumerate(page.forms):
        if set(form.asks_for) & set(SECRETS):
            how, host = destination(form.action, page.url)
            if how in ("messenger", "form-service"):
                return how, host, Evidence(f"page:{number}/form:{index}", form.action[:300])
    for url in texts(page, "script-posts"):
        how, host = destination(url, page.url)
        if how in ("messenger", "form-service"):
            return how, host, of_page(landing, url)
    for line in (*texts(page, "sent"), *texts(page, "decoy-sent")):
        how, _, rest = line.partition(" ")
        if how in ("messenger", "form-service"):
            return how, rest.partition(" ")[0], of_page(landing, line)
    read = parse_url(page.url)
    if read is not None and is_form_service(read.host, read.path):
        return "form-page", read.host, (of_forms(landing) or (of_page(landing),))[0]
    return None


SIGN = Sign(
    id="posts-to-messenger",
    viewpoint="landing",
    benign="a contact form that a small firm lets arrive in its chat (it asks for no secrets, so the sign is silent)",
    look=look,
)
