"""Where to look and as whom, how long at most, and what came home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gyotaku.gather.decoy import Decoy
from gyotaku.gather.personas import Persona
from gyotaku.model import Recipient
from gyotaku.pages.capture import Capture, DecoyLogin


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one visit."""

    seconds: float = 25.0
    """Wall clock, from the start of the browser to its end; then its process group is killed."""
    load: float = 10.0
    """For the page's load; one that never ends is printed as it stands."""
    settle: float = 4.0
    """For what a page does by itself after loading: moving on, filling in."""
    quiet: float = 0.1
    """Without a request under way, after which a page has come to rest."""
    max_bytes: int = 30_000_000
    dialogs: int = 20
    popups: int = 20
    requests: int = 1_000
    """Kept in the capture."""
    height: int = 6_000
    """CSS pixels of the picture; what stands below is left out."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Where to look, and as whom."""

    url: str
    """Already disguised: the recipient is not in it."""
    persona: Persona
    decoy: Decoy | None = None
    protect: Recipient = field(default_factory=lambda: Recipient(()))
    """Whose addresses are dotted out in the picture, beside the decoy's."""
    trail: int | None = None
    login: Callable[[str], bool] | None = None
    """Type the decoy's credentials into the page, twice with different passwords, unless this says that its host is an
    official one; ``None`` = type nothing."""


@dataclass(frozen=True, slots=True)
class Look:
    """What one visit brought home."""

    capture: Capture
    html: bytes
    picture: bytes | None
    """PNG; ``None`` = none could be taken."""
    login: DecoyLogin | None = None
    detail: str = ""
    """Why it ended, one plain line."""
    sandbox: bool = True
    """``False``: the browser ran without its own sandbox (as root it has none)."""
