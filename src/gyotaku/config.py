"""Settings, frozen; the only reader of the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gyotaku.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator decided. Every field can be given as ``GYOTAKU_<NAME>`` (lists separated by commas)."""

    own_hosts: tuple[str, ...] = ()
    """Host names or domains whose Received lines are believed; ``()`` = infer, and say so in the report."""
    recipients: tuple[str, ...] = ()
    """Further addresses of the recipient to protect, beside those the mail carries."""
    lang: str = "ja"
    home: Path | None = None
    """Where cases are kept; ``None`` = the platform's user data folder."""
    decoy_domain: str = "example.com"
    """The operator's own domain for decoy identities: with its mail server, whoever writes to a decoy is found out. The
    default is nobody's (RFC 2606)."""
    max_bytes: int = 50_000_000
    """Largest mail that is read, in bytes (Rspamd's default is 50 MB)."""


_LISTS = {"own_hosts", "recipients"}


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Settings from ``GYOTAKU_*`` variables.

    Raises :class:`ConfigError` naming the variable when a value cannot be read.
    """
    env = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for name in Settings.__dataclass_fields__:
        text = env.get(f"GYOTAKU_{name.upper()}")
        if text is None:
            continue
        if name in _LISTS:
            values[name] = tuple(item.strip().lower() for item in text.split(",") if item.strip())
        elif name == "home":
            values[name] = Path(text)
        elif name == "max_bytes":
            try:
                values[name] = int(text)
            except ValueError:
                raise ConfigError(f"GYOTAKU_MAX_BYTES: not a number: {text!r}") from None
        else:
            values[name] = text
    settings = Settings(**values)  # type: ignore[arg-type]  # each value was made to its field's type above
    if settings.lang not in ("ja", "en"):
        raise ConfigError(f"GYOTAKU_LANG: 'ja' or 'en', not {settings.lang!r}")
    return settings
