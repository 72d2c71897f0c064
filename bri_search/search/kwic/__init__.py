"""The concordancer (keyword in context): lines, their order, collocates and distribution."""
