"""Measures of how strongly two words keep company, from counts and nothing else."""

from __future__ import annotations

from math import log, log2

__all__ = ["log_dice", "log_likelihood"]


def log_likelihood(observed: int, frequency: int, near: int, words: int) -> float:
    """How surely a word stands near a phrase more, or less, often than elsewhere.

    The words near the phrase are compared with all others as two corpora are:

        |             | near           | elsewhere                          |
        |-------------|----------------|------------------------------------|
        | the word    | a = observed   | b = frequency - observed           |
        | other words | c - a          | d - b                              |
        | all words   | c = near       | d = words - near                   |

    E1 = c(a+b)/(c+d), E2 = d(a+b)/(c+d), G2 = 2(a ln(a/E1) + b ln(b/E2)), where x ln x is 0 for 0:
    Dunning, Accurate Methods for the Statistics of Surprise and Coincidence (1993), in the form of
    Rayson and Garside, Comparing Corpora using Frequency Profiling (2000). As their calculator
    does, a word that is rarer near the phrase than elsewhere is marked: its value is negative.
    3.84 is significant at p < 0.05, 6.63 at p < 0.01, 10.83 at p < 0.001.

    >>> round(log_likelihood(10, 20, 100, 1000), 2)
    20.43
    >>> log_likelihood(2, 20, 100, 1000)
    0.0
    """
    elsewhere = frequency - observed
    expected = near * frequency / words
    expected_elsewhere = (words - near) * frequency / words
    value = 2 * (_times_log(observed, expected) + _times_log(elsewhere, expected_elsewhere))
    # Rounding may leave a little below zero where observed and expected are alike.
    return max(value, 0.0) if observed >= expected else -max(value, 0.0)


def _times_log(observed: int, expected: float) -> float:
    return observed * log(observed / expected) if observed else 0.0


def log_dice(together: int, one: int, other: int) -> float:
    """How exclusively two words keep company, whatever the size of the corpus.

    14 + log2(2 f_xy / (f_x + f_y)): Rychlý, A Lexicographer-Friendly Association Score (2008).
    A difference of 1 is twice as exclusive; 14 is what two words reach that never stand apart.

    >>> log_dice(8, 8, 8), log_dice(1, 8, 8)
    (14.0, 11.0)
    """
    return 14 + log2(2 * together / (one + other))
