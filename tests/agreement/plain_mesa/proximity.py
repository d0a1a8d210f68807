"""How near organisations are in what they know, and how well they take up technology (ODD M4)."""

from __future__ import annotations

import math


def cosine(one: list[float], other: list[float]) -> float:
    """Return the cosine of the angle between two profiles; 0 if one is empty."""
    length = math.sqrt(sum(x * x for x in one) * sum(x * x for x in other))
    return sum(x * y for x, y in zip(one, other, strict=True)) / length if length > 0.0 else 0.0


def cognitive_distance(one: list[float], other: list[float]) -> float:
    """Return how far apart two profiles of expertise are, 0 to 1."""
    distance = min(1.0, 1.0 - cosine(one, other))
    return 0.0 if distance < 1e-12 else distance


def absorptive_capacity(model, recipient, field: int) -> float:
    """Return how well a recipient takes up technology of a field, 0 to 1."""
    known = max(known * near for known, near in zip(recipient.expertise, model.related[field], strict=True))
    return 1.0 - math.exp(-model.settings.absorptive_capacity_slope * known)


def comprehension(model, distance: float, capacity: float) -> float:
    """Return how well parties at a cognitive distance understand one another, 0 to 1."""
    return math.exp(-distance / (model.settings.comprehension_scale * (0.5 + capacity)))
