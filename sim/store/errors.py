"""What can go wrong with a store, in a sentence with the way out."""

from __future__ import annotations


class StoreError(OSError):
    """Raised if a store cannot be used: it is busy, it is no store, or its runs contradict one another."""

    def __init__(self, folder: object, what: str, remedy: str = "") -> None:
        self.remedy = remedy
        super().__init__(0, what, str(folder))
