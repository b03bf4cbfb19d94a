"""The recipient's own address, or the domain of it, stands in the subject."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import from_domain, of_subject
from gyotaku.judge.signs.shapes import org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Kits fill the address in because they know nothing else of the person."""
    subject = d.subject.text.lower()
    if "." not in subject and "@" not in subject:
        return
    if "@" in subject:  # an address inside a firm has no dot
        for address in d.recipient.addresses:
            if address.lower() in subject:
                facts: dict[str, str] = {"variant": "address", "found": address}
                yield Finding("recipient-in-subject", Strength.STRONG, of_subject(d), facts)
                return
    sender = org(from_domain(d))
    for address in d.recipient.addresses:
        domain = address.rpartition("@")[2].lower()
        if "." in domain and not is_public_mail_domain(domain) and domain in subject and org(domain) != sender:
            yield Finding("recipient-in-subject", Strength.WEAK, of_subject(d), {"variant": "domain", "found": domain})
            return


SIGN = Sign(
    id="recipient-in-subject",
    viewpoint="subject",
    benign="security alerts of some mail providers, ticket systems, registrars' notices about the domain",
    look=look,
)
