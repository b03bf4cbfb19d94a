"""RDAP objects (RFC 9083) to :class:`~gyotaku.model.Registration`, whatever JSON stands there.

The parser of ``whoisit`` was tried first: it raises on an entity that is no object, on a missing handle and on an odd
CIDR list, and guesses dates fuzzily. What a report needs of an answer is small, so it is read here, type by type.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from ipaddress import ip_address, ip_network, summarize_address_range
from typing import Any

from gyotaku.gather.intel.privacy import hidden, privacy_proxy
from gyotaku.gather.intel.stamps import read_stamp
from gyotaku.model import Contact, Registration

MAX_ENTITIES = 100
"""Entities read of one answer, nested ones counted; honest answers carry up to about 15."""
MAX_PROPERTIES = 60
"""jCard properties read of one entity."""
MAX_TEXT = 200
"""Characters kept of one field."""
MAX_ITEMS = 30
"""Statuses, name servers, events read."""

ROLES = ("abuse", "registrant", "registrar", "technical", "administrative", "billing", "noc", "reseller")


def load(body: bytes) -> dict[str, Any] | None:
    """The JSON object; ``None`` when the bytes are none (nested too deep, absurd numbers and web pages included)."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def text(value: object) -> str | None:
    """One line of plain text without control characters, at most :data:`MAX_TEXT`; ``None`` when there is none."""
    if isinstance(value, list):
        value = " ".join(v for v in value[:MAX_ITEMS] if isinstance(v, str))
    if not isinstance(value, str):
        return None
    cut = " ".join("".join(c if c.isprintable() else " " for c in value[: 4 * MAX_TEXT]).split())[:MAX_TEXT]
    return cut or None


def listed(data: object, key: str) -> list[Any]:
    """``data[key]`` when that is a list, else an empty one."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, list) else []


def entities(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every entity, an outer one before those inside it; :data:`MAX_ENTITIES` at most, however deep they nest."""
    queue = listed(data, "entities")[:MAX_ENTITIES]
    for number in range(MAX_ENTITIES):
        if number >= len(queue):
            return
        entity = queue[number]
        if isinstance(entity, dict):
            yield entity
            queue = queue + listed(entity, "entities")[: MAX_ENTITIES - len(queue)]


def contact(entity: dict[str, Any], role: str) -> Contact:
    """An entity's jCard (RFC 7095) as a contact; fields that only say "redacted" are left out."""
    card = entity.get("vcardArray")
    properties = card[1] if isinstance(card, list) and len(card) > 1 and isinstance(card[1], list) else []
    found: dict[str, str] = {}
    for item in properties[:MAX_PROPERTIES]:
        if not isinstance(item, list) or len(item) < 4 or not isinstance(item[0], str):
            continue
        name, value = item[0].lower(), item[3]
        if name == "adr":
            code = item[1].get("cc") if isinstance(item[1], dict) else None
            country = text(code) or (text(value[6]) if isinstance(value, list) and len(value) > 6 else None)
            if country and len(country) == 2 and country.isalpha():
                found.setdefault("country", country.upper())
        elif name in ("fn", "org", "email", "tel") and (line := text(value)) and not _says_nothing(line):
            found.setdefault(name, line.removeprefix("mailto:").removeprefix("tel:"))
    return Contact(
        role=role,
        name=found.get("fn"),
        organization=found.get("org"),
        email=found["email"] if "@" in found.get("email", "") else None,
        phone=found.get("tel"),
        country=found.get("country"),
    )


def _says_nothing(line: str) -> bool:
    return hidden(line) and privacy_proxy(line) is None


def contacts(data: dict[str, Any]) -> tuple[Contact, ...]:
    """A contact for each role of each entity (RFC 9083 section 10.2.4), empty and repeated ones left out."""
    found: dict[Contact, None] = {}
    for entity in entities(data):
        roles = [r.lower() for r in listed(entity, "roles")[:8] if isinstance(r, str)]
        for role in roles:
            if role in ROLES:
                made = contact(entity, role)
                if made.name or made.organization or made.email or made.phone:
                    found[made] = None
    return tuple(found)


def events(data: dict[str, Any]) -> dict[str, datetime]:
    """Dates by action (RFC 9083 section 10.2.3); the earliest registration, the latest of every other."""
    found: dict[str, datetime] = {}
    for event in listed(data, "events")[:MAX_ITEMS]:
        if not isinstance(event, dict) or not isinstance(event.get("eventAction"), str):
            continue
        action, at = event["eventAction"].strip().lower(), read_stamp(event.get("eventDate"))
        if at is not None:
            known = found.get(action, at)
            found[action] = min(known, at) if action == "registration" else max(known, at)
    return found


def read_domain(data: dict[str, Any], name: str) -> Registration:
    """A domain object; ``name`` is what was asked."""
    people = contacts(data)
    when = events(data)
    owner = next((c for c in people if c.role == "registrant"), None)
    seller = next((c for c in people if c.role == "registrar"), None)
    proxy = privacy_proxy(owner.organization, owner.name, owner.email) if owner else None
    servers = (text(s.get("ldhName")) for s in listed(data, "nameservers")[:MAX_ITEMS] if isinstance(s, dict))
    return Registration(
        name=name,
        registered_at=when.get("registration"),
        expires_at=when.get("expiration"),
        changed_at=when.get("last changed"),
        registrar=(seller.organization or seller.name) if seller else None,
        registrant=proxy or ((owner.organization or owner.name) if owner else None),
        privacy_proxy=proxy,
        statuses=_statuses(data),
        name_servers=tuple(dict.fromkeys(s.lower().rstrip(".") for s in servers if s)),
        contacts=people,
        country=owner.country if owner else None,
    )


def read_network(data: dict[str, Any], ip: str) -> Registration:
    """An IP network object; its name is the network in CIDR form, the narrowest one that holds ``ip``."""
    people = contacts(data)
    when = events(data)
    owner = next((c for c in people if c.role == "registrant"), None)
    country = text(data.get("country"))
    return Registration(
        name=_network(data, ip) or ip,
        registered_at=when.get("registration"),
        expires_at=None,
        changed_at=when.get("last changed"),
        registrar=None,
        registrant=((owner.organization or owner.name) if owner else None) or text(data.get("name")),
        privacy_proxy=None,
        statuses=_statuses(data),
        name_servers=(),
        contacts=people,
        country=country.upper() if country and len(country) == 2 and country.isalpha() else None,
    )


def _statuses(data: dict[str, Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.lower() for v in listed(data, "status")[:MAX_ITEMS] if (s := text(v))))


def _network(data: dict[str, Any], ip: str) -> str | None:
    address = ip_address(ip)
    found = []
    for item in listed(data, "cidr0_cidrs")[:MAX_ITEMS]:
        if isinstance(item, dict):
            try:
                found.append(ip_network(f"{item.get('v4prefix') or item.get('v6prefix')}/{int(item['length'])}"))
            except (KeyError, TypeError, ValueError):
                continue
    if not found:
        try:
            first, last = (ip_address(str(data[k])[:50]) for k in ("startAddress", "endAddress"))
            found = list(summarize_address_range(first, last))
        except (KeyError, TypeError, ValueError):
            return None
    holding = [n for n in found if n.version == address.version and address in n]
    return str(max(holding, key=lambda n: n.prefixlen)) if holding else None
