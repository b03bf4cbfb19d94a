"""PURE: findings and verdict from a frozen dissection."""
