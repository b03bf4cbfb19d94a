"""JSON by the contract of ``docs/report.schema.json``: one line a case, every key always present."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gyotaku.model import Evidence
from gyotaku.tell.report import Report
from gyotaku.tell.reports import Format, Options
from gyotaku.tell.telling import sentence_of, unknown
from gyotaku.tell.words import Words

_CONTROLS = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")
"""What may change how the line reads on a terminal. JSON's own rule (RFC 8259 section 7) covers only below U+0020."""


def _render(report: Report, words: Words, options: Options) -> str:
    text = json.dumps(
        as_dict(report, words),
        ensure_ascii=False,
        indent=2 if options.indent else None,
        separators=None if options.indent else (",", ":"),
    )
    return _CONTROLS.sub(lambda m: f"\\u{ord(m[0]):04x}", text) + "\n"


def as_dict(report: Report, words: Words) -> dict[str, Any]:
    """The contract's object, ready for ``json.dumps``."""
    r = report
    return {
        "schema": r.schema,
        "case": {"sha256": r.case.sha256, "received_at": _at(r.case.received_at), "source": r.case.source},
        "verdict": {
            "label": r.verdict.label,
            "probability": r.verdict.probability,
            "reasons": list(r.verdict.reasons),
            "unknowns": [{"what": u.what, "why": unknown(u.what, u.why, u.facts, words)} for u in r.verdict.unknowns],
            "policy": r.verdict.policy,
        },
        "subject": {"text": r.subject.text, "spam_stamp": r.subject.spam_stamp},
        **_people(r),
        "origin": _plain(r.origin, _ORIGIN),
        "hops": [{**_plain(h, _HOP), "at": _at(h.at)} for h in r.hops],
        "auth": {method: _plain(result, _AUTH) for method, result in r.auth.items()},
        "brand": {
            "id": r.brand.id,
            "name": r.brand.name if words.lang == "ja" else r.brand.name_en or r.brand.name,
            "grounds": _evidence(r.brand.grounds),
            "official_mail_domains": list(r.brand.official_mail_domains),
            "official_web_domains": list(r.brand.official_web_domains),
            "sender_is_official": r.brand.sender_is_official,
        },
        "links": [
            {**_plain(link, _LINK), "steps": [{"how": s.how, "url": s.url} for s in link.steps]} for link in r.links
        ],
        "pages": [{**_plain(p, _PAGE), "asks_for": list(p.asks_for), "posts_to": list(p.posts_to)} for p in r.pages],
        **_world(r),
        "attachments": [_plain(a, _ATTACHMENT) for a in r.attachments],
        "body": _plain(r.body, _BODY),
        "findings": _findings(r, words),
        "indicators": {kind: list(getattr(r.indicators, kind)) for kind in _INDICATORS},
        "redactions": [{"what": c.what, "where": c.where, "count": c.count} for c in r.redactions],
    }


_ORIGIN = (
    *("ip", "helo", "ptr", "by", "trust", "asn", "as_name", "country", "place", "network_kind"),
    *("latitude", "longitude", "radius_km", "data", "licence"),
)
_HOP = ("index", "helo", "ptr", "ip", "by", "at", "trust")
_AUTH = ("status", "domain", "aligned", "origin", "reason")
_LINK = ("text", "shown", "url", "host", "domain", "kind", "steps", "carries_recipient", "official", "landing")
_PAGE = ("url", "status", "title", "asks_for", "posts_to", "imitates", "picture", "liveness")
_ATTACHMENT = ("name", "media_type", "sha256", "size")
_BODY = ("text", "language", "charset_as_labelled", "charset_as_read")
_INDICATORS = ("ips", "hosts", "domains", "urls", "emails", "hashes")
_DOMAIN = ("domain", "registered", "registered_at", "registrar", "registrant", "privacy_proxy", "kind", "addresses")


def _people(r: Report) -> dict[str, Any]:
    s = r.sender
    return {
        "sender": {
            "display": s.display,
            "address": s.address,
            "candidates": list(s.candidates),
            "ambiguous": s.ambiguous,
            "reply_to": ", ".join(s.reply_to) or None,
            "return_path": s.return_path,
            "message_id": s.message_id,
            "x_mailer": s.x_mailer,
        },
        "addressee": {"kind": r.addressee.kind, "text": r.addressee.text},
    }


def _world(r: Report) -> dict[str, Any]:
    return {
        "domains": [
            {
                **_plain(d, _DOMAIN),
                "registered_at": _at(d.registered_at),
                "addresses": None
                if d.addresses is None
                else [_plain(a, ("ip", "asn", "as_name", "country")) for a in d.addresses],
            }
            for d in r.domains
        ],
        "reputation": [
            {**_plain(a, ("source", "subject", "state", "value")), "asked_at": _at(a.asked_at)} for a in r.reputation
        ],
    }


def _findings(r: Report, words: Words) -> list[dict[str, Any]]:
    rows = []
    for finding in r.findings:
        title, text = sentence_of(r, finding, words)
        rows.append(
            {
                "id": finding.id,
                "viewpoint": finding.viewpoint,
                "strength": finding.strength.value,
                "title": title,
                "text": "".join(p.text for p in text),
                "evidence": _evidence(finding.evidence),
            }
        )
    return rows


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, str]]:
    return [{"pointer": e.pointer, "quote": e.quote} for e in evidence]


def _plain(value: object, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(value, name) for name in names}


def _at(value: datetime | None) -> str | None:
    return value.isoformat() if value else None


FORMAT = Format("json", "application/json", ".json", _render)
