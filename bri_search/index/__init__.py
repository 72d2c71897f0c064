"""Passages become an index: stored documents, the concordance, and Whoosh's words."""
