"""The command line: a thin caller of the API, and how its answers are shown."""
