"""Reuse: passages that sources share."""
