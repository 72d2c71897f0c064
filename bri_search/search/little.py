"""How much has to be found for it to be enough."""

from __future__ import annotations

from typing import Final

__all__ = ["LITTLE"]

LITTLE: Final = 3
"""What is found fewer times than this is little: then something else may have been meant."""
