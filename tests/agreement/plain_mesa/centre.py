"""The centre keeps the scope of control as it is set, or moves it by what supplies have brought (ODD N1)."""

from __future__ import annotations

from tests.agreement.plain_mesa.ledger import Ledger, sharpness


class Centre:
    """Counts, if it chooses, supplies without a licence (away) and with one (home), and what each brought."""

    def __init__(self, model) -> None:
        self.model = model
        self.ledger = Ledger()

    def count(self, deal, value: float) -> None:
        """Count a supply that had found its buyer and ended."""
        if self.model.settings.tiers == "choosing":
            option = "home" if deal.controlled else "away"
            self.ledger.put_in[option] += 1.0
            self.ledger.got_out[option] += value / max(1e-9, self.model.settings.base_value)

    def scope(self, stated: float) -> float:
        """Return the part of the supplies of a rung that is under control, of what is stated for it."""
        settings = self.model.settings
        if settings.tiers == "fixed":
            return stated
        peers = {"away": 1.0, "home": 1.0}
        own = sharpness(settings.sharpness_cities, settings)
        return 1.0 - self.ledger.share_away(1.0 - stated, own, peers, settings.office_prior)
