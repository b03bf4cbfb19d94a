"""The envelope's sender belongs to another organisation than the shown one."""

from __future__ import annotations

from collections.abc import Iterator

from gyotaku.domains import is_public_mail_domain
from gyotaku.judge.signs.proof import aligned_pass, at_header, first, from_domain, is_list_mail, is_official
from gyotaku.judge.signs.shapes import is_mailing_service, same_org
from gyotaku.model import Dissection, Finding, Sign, Strength


def look(d: Dissection) -> Iterator[Finding]:
    """Mailing services do this all day: WEAK only under a brand's face with the From domain unproved, else NOTE."""
    path, domain = d.sender.return_path, from_domain(d)
    if not path or "@" not in path or not domain:
        return
    envelope = path.rpartition("@")[2].strip(" <>").lower()
    if not envelope or same_org(envelope, domain):
        return
    if is_list_mail(d) or is_mailing_service(envelope) or (d.claimed and is_official(d.claimed, envelope)):
        return
    field = first(d, "return-path")
    evidence = at_header(d, field.index if field else d.sender.header)
    if not evidence:
        return
    proved = aligned_pass(d) is not None and not is_public_mail_domain(envelope)
    strength = Strength.WEAK if d.claimed and not proved else Strength.NOTE
    yield Finding("return-path-elsewhere", strength, evidence, {"domain": domain, "envelope": envelope})


SIGN = Sign(
    id="return-path-elsewhere",
    viewpoint="sender",
    benign="mailing services, lists and forwarders: a large part of honest mail",
    look=look,
)
