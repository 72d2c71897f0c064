"""A query becomes hits: parsed, matched by characters, ranked by words, shown in its context."""
