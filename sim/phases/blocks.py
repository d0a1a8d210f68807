"""Loops over many rows are cut into blocks that never depend on who works on them: threads may share them out.

Draws are addressed, so a row's are its own whoever draws them; and a sum of fractions is taken block by block, so that
it is rounded alike for any number of threads. What a region of the usual size holds is one block.
"""

from __future__ import annotations

from sim.rules import rule

BLOCK = 32_768  # rows
SUMS = 3  # that a phase may take of a block


@rule
def blocks_of(rows: int) -> int:
    """Return how many blocks so many rows make; the last one may be short."""
    return (rows + BLOCK - 1) // BLOCK


@rule
def first_of(block: int) -> int:
    """Return the first row of a block."""
    return block * BLOCK


@rule
def end_of(block: int, rows: int) -> int:
    """Return the first row after a block.

    Args:
        block: its number.
        rows: of all blocks.
    """
    return min(rows, (block + 1) * BLOCK)
