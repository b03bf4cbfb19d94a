"""Authentication recomputed: one mechanism a file, the DNS passed in, results in RFC 8601's words.

``spf`` (RFC 7208; ``spfrecord``, ``macros``), ``dkim`` (RFC 6376, 8463; ``canonical``, ``keys``, ``taglist``), ``arc``
(RFC 8617), ``dmarc`` (RFC 9989; ``dmarcrecord``); ``asking`` is how all of them ask, ``everything`` runs them for one
mail. Each mechanism has the same five parts: its purpose, its faults, its status words, its result, its verbs.
"""
