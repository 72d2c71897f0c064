"""Sharing: what sources have in common, from the suffix array."""
