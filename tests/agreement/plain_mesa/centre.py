"""The centre keeps the scope of control as it is set, or moves it by what supplies have brought (ODD N1)."""

from __future__ import annotations

from tests.agreement.plain_mesa.ledger import Ledger, share_away, sharpness


class Centre:
    """Counts, if it chooses, supplies without a licence and with one, and what each brought."""

    def __init__(self, model) -> None:
        self.model = model
        self.freed, self.bound = Ledger(), Ledger()

    def count(self, deal, value: float) -> None:
        """Count a supply that had found its buyer and ended."""
        if self.model.settings.tiers == "choosing":
            ledger = self.bound if deal.controlled else self.freed
            ledger.put_in += 1.0
            ledger.got_out += value / max(1e-9, self.model.settings.base_value)

    def scope(self, stated: float) -> float:
        """Return the part of the supplies of a rung that is under control, of what is stated for it."""
        settings = self.model.settings
        if settings.tiers == "fixed":
            return stated
        freed, bound = (one.perceived(1.0, settings.scope_prior) for one in (self.freed, self.bound))
        return 1.0 - share_away(1.0 - stated, freed, bound, sharpness(settings.scope_sharpness, settings))
