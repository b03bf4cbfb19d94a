"""How much of one mail is read: every limit with its reason, in one table.

Over a limit the mail is read as far as it went, and a :class:`~gyotaku.model.Defect` named ``limit-<name>`` says so.
Numbers lie far above what honest mail needs and far below what hurts: about 1,000 times the median of real mail.
"""

from __future__ import annotations

from dataclasses import dataclass

from gyotaku.model import Defect


@dataclass(frozen=True, slots=True)
class Limit:
    """One ceiling: its name, its number, and why it is that number."""

    name: str
    value: int
    reason: str

    def defect(self, where: str) -> Defect:
        """The defect that tells a reader which ceiling was met."""
        return Defect(where, f"limit-{self.name}", f"more than {self.value:,}; the rest was left as it stands")


PARTS = Limit("parts", 2_000, "a digest of a busy list has some hundreds; a million empty parts fit into 10 MB")
DEPTH = Limit("depth", 100, "forwarding chains end near 20; readers that recurse crash near 1,000")
MESSAGES = Limit("messages", 200, "a digest holds some dozens; each one costs a copy of its bytes")
HEADERS = Limit("headers", 5_000, "the longest real block seen has about 300 fields")
HEADER_BYTES = Limit(
    "header-bytes", 1_000_000, "Exchange refuses above 256 kB; only the decoded value is cut, never raw"
)
ENCODED_WORDS = Limit(
    "encoded-words", 2_000, "a Subject of 60,000 words cost one parser 4 GB; an address list has hundreds"
)
PARAMETERS = Limit("parameters", 200, "real Content-Type fields have up to 10")
PARAMETER_BYTES = Limit("parameter-bytes", 65_536, "a file name split by RFC 2231 has some hundred bytes")
FILENAME = Limit("filename", 1_000, "file systems end at 255; longer names are there to break something")
DECODED = Limit(
    "nested-bytes", 64_000_000, "copies of messages in messages, all together; depth must not multiply memory"
)

TABLE = (
    PARTS,
    DEPTH,
    MESSAGES,
    HEADERS,
    HEADER_BYTES,
    ENCODED_WORDS,
    PARAMETERS,
    PARAMETER_BYTES,
    FILENAME,
    DECODED,
)
"""All of them, for the documentation and the tests."""
