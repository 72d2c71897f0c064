"""The concordancer: lines, their order, collocates and distribution."""
