"""Words to calls, a verb a file; no logic."""
