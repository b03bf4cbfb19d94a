"""PURE: dissection and verdict to a redacted report, and reports to bytes. Nothing private passes."""
