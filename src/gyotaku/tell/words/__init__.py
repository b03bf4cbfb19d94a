"""Words for people, Japanese and English, keyed by id."""
