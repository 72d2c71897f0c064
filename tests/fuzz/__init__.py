"""Fuzzing: inputs that nobody would write, for whatever reads what others have written."""
