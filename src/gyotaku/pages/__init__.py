"""PURE: a captured page to :class:`~gyotaku.model.Page`: what it asks for, where that goes, whose face it wears."""
