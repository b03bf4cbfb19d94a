"""A story of trouble with your account that ends in a link."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.judge.signs.phrases import of_family
from gyotaku.judge.signs.proof import is_list_mail, of_subject
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Trouble (intrusion, failed payment, full mailbox), a demand, and a way to follow; weak by itself."""
    text = d.body.text + "\n" + d.subject.text
    trouble = of_family(text, "intrusion", "payment-trouble", "mailbox", "closure")
    demand = of_family(text, "verify", "secret", "login")
    if not trouble or not demand or not d.links or is_list_mail(d):
        return
    if not any(link.clickable and link.host for link in d.links):
        return
    first = trouble[0]
    inside = first.end <= len(d.body.text)
    evidence = d.body.quote(first.start, first.end, 20) if inside else of_subject(d)[0]
    facts = {"words": text[first.start : first.end], "variant": first.family.replace("-", "_")}
    yield Finding("account-trouble", Strength.WEAK, (evidence,), facts)


SIGN = Sign(
    id="account-trouble",
    viewpoint="body",
    benign="genuine alerts of banks, cards and shops",
    look=look,
)
