"""What is typed goes to another house than the page stands in."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import parse_url
from gyotaku.judge.brands.catalogue import by_domain
from gyotaku.judge.signs.landing.faces import SECRETS, landings, suspect, worn
from gyotaku.model import Dissection, Evidence, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Strong under a brand's name on a strange host; weak elsewhere: shops let other firms keep their logins."""
    if not d.pages:
        return
    from gyotaku.pages.destinations import destination

    for landing in landings(d):
        for index, form in enumerate(landing.page.forms):
            if not set(form.asks_for) & set(SECRETS):
                continue
            how, host = destination(form.action, landing.page.url)
            if how not in ("other-domain", "mail") or not host:
                continue
            face = worn(d, landing)
            if how == "other-domain" and (by_domain(host) is not None or (face is not None and face.serves(host))):
                continue  # a firm we know takes the login or the payment
            read = parse_url(form.action)
            quote = read.href if read else form.action
            strength = Strength.STRONG if suspect(d, landing) is not None or how == "mail" else Strength.WEAK
            evidence = (Evidence(f"page:{landing.number}/form:{index}", quote[:300]),)
            yield Finding("posts-elsewhere", strength, evidence, {"host": landing.host, "target": host})
            break


SIGN = Sign(
    id="posts-elsewhere",
    viewpoint="landing",
    benign="shops and clubs whose login or payment is run by another firm under that firm's own domain",
    look=look,
)
