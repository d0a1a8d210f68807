"""The kinds of organisation, in the order of their codes. To add one, write its file and list it here."""

from __future__ import annotations

from sim.agents import military_enterprise, private_firm, university
from sim.agents.kind import Kind

KINDS: tuple[Kind, ...] = (military_enterprise.KIND, private_firm.KIND, university.KIND)
