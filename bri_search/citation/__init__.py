"""A place in a source becomes a reference: GB/T 7714, Chicago, APA, MLA, BibTeX and others."""
