"""A soak: readers and a writer at once, and every answer checked against its snapshot."""
