"""Passages become an index: stored documents, the concordance, and the metadata of sources."""
