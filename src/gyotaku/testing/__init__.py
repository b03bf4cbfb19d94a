"""Builders for tests and demos, public: mails as literals, their prints, and a world of real servers on this machine.

:class:`gyotaku.testing.loopback.LoopbackWorld` needs ``dnslib`` and ``trustme``; so it is not imported from here.
"""

from __future__ import annotations

from gyotaku.testing.mails import MX, RECIPIENT, findings_of, mail, print_of, received

__all__ = ["MX", "RECIPIENT", "findings_of", "mail", "print_of", "received"]
