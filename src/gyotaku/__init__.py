"""gyotaku (魚拓): a print of every phish. A raw mail goes in, a dissection comes out.

The story is in :mod:`gyotaku.pipeline`; the nouns are in :mod:`gyotaku.model`.
"""

from __future__ import annotations

__version__ = "0.1.0"
