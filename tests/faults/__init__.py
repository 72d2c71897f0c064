"""Fault injection: every file operation of a build, counted, made to fail, and survived."""
