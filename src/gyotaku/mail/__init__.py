"""PURE: bytes to :class:`gyotaku.model.Mail`, and everything a mail alone can tell."""
