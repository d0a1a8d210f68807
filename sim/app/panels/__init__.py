"""What the page draws: each panel is a plain function from a frozen frame to SVG text or an ECharts option.

To add one, write its file and list it in PANELS.
"""

from sim.app.panels import barriers, city_map, cost, deliveries, firms, ladder, leaks, offices, pipeline, standards
from sim.app.panels.panel import Option, Panel

PANELS: tuple[Panel, ...] = (
    city_map.PANEL,
    pipeline.PANEL,
    deliveries.PANEL,
    offices.PANEL,
    ladder.PANEL,
    firms.PANEL,
    leaks.PANEL,
    barriers.PANEL,
    standards.PANEL,
    cost.PANEL,
)

__all__ = ["PANELS", "Option", "Panel"]
