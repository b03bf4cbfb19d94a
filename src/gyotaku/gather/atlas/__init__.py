"""Where an address is announced and roughly stands, from data on this machine alone.

Read ``sets`` for which data there is, ``table`` for the bundled one, ``maxmind`` for .mmdb files, ``kinds`` for what
sort of network it is, and ``place`` for how an answer is put together.
"""
