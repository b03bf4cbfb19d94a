"""Authentication recomputed: one mechanism a file, the DNS passed in, results in RFC 8601's words."""
