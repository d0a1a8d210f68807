"""How words of the analysis become the intensity of a barrier: the scale, and how far two readers of it may differ.

The one place where either is written. The cautions of a scenario, the draws of the calibration and the sheet for human
coders (`experiments/coding`) take it from here.
"""

from __future__ import annotations

SCALE: dict[float, str] = {
    0.2: "solved; a remarkable effect is reported",
    0.35: "being mended, and improving",
    0.5: "still there; measures lag behind",
    0.65: "restricts; what is in place cannot meet the need",
    0.8: "lacking altogether, or behind seriously",
    0.95: "closed",
}
"""Intensity, 0..1 -> what the words say."""
LEAST_CODED, MOST_CODED = min(SCALE), max(SCALE)
STEP = 0.15
"""Distance of two levels of the scale."""
CODING_SD = STEP / 2
"""Standard deviation of a code: a second reader lands more than one step away about once in twenty times."""


def beta_of(code: float) -> tuple[float, float]:
    """Return the two numbers of the Beta distribution around a code, 0..1, whose standard deviation is CODING_SD."""
    size = code * (1.0 - code) / CODING_SD**2 - 1.0
    return code * size, (1.0 - code) * size
