"""How well bri-search finds, measured side by side with what one would take instead: `make quality`."""
