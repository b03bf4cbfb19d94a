"""A page as a person would see it: one Chromium, one fresh profile, one visit; then nothing of it is left.

The only folder that knows the browser library. Everything the browser loads comes through the visit's own proxy
(:mod:`gyotaku.gather.proxy`), which is the gate; there is no other way out of it. What goes over a limit is killed with
its whole process group, and the capture says which limit it was.
"""

from __future__ import annotations

from gyotaku.gather.browser.errand import Errand, Limits, Look
from gyotaku.gather.browser.launch import Browser, Engine, find_engine

__all__ = ["Browser", "Engine", "Errand", "Limits", "Look", "find_engine"]
