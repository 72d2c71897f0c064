"""Files become passages: finding and reading them, repairing their layout, naming sections."""
