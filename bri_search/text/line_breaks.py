r"""The characters that break a line of a text: those that Unicode says may (section 5.8, R4).

Lines are counted in answers as editors and grep count them, by \n, \r\n and \r alone.
"""

from __future__ import annotations

__all__ = ["LINE_BREAKS"]

LINE_BREAKS = "\n\r\v\f\x85\u2028\u2029"
