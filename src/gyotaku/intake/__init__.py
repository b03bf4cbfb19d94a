"""EDGE: one file a way in."""
