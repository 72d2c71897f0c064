"""Quotation: where a text that claims to come from a source does, and what was changed."""
