"""What this is, how to read it, and what it cannot say."""

from __future__ import annotations

from typing import Any

import solara

from sim.app.page.parts import box, html
from sim.app.page.tab import Tab

TEXT = """
<h2>What you see</h2>
<p>A simulation of the organisations of the Chengdu-Chongqing Economic Circle: military enterprises and institutes, private
firms, universities, clearance offices, city governments. Every quarter they open deals that carry technology between the
military and the civilian side. A deal searches a partner, is judged, cleared, converted to the other side's standards,
financed and absorbed, or dies on the way. Five barriers make stages harder; twelve levers wear barriers down, at a cost.</p>
<h2>In two minutes</h2>
<ol>
<li><b>To policy start</b> fills the pipeline. This warm-up counts in no outcome.</li>
<li><b>Play</b>. Watch where deals die: orange causes are barriers. Click one to see which deals, and why.</li>
<li>Move a <b>lever</b> at the left. It takes effect from the next quarter.</li>
<li><b>Compare with a setting B</b>: two policies on the same seed, so luck is the same in both.</li>
<li><b>Replicate both</b> before you conclude anything: one run is one story.</li>
</ol>
<h2>What it cannot say</h2>
<ul>
<li>It forecasts no numbers of deals or yuan. Intensities of barriers are coded from prose; effects and costs of levers are
assumptions. Claim orderings and differences with their intervals, not levels.</li>
<li>It holds no operational military content: published facts about cities, firms, rules and money only.</li>
<li>The border on the map is a suggestion, halfway between cities of two jurisdictions.</li>
<li>Clearance offices are overloaded in the baseline; see the limits in the model's document, <code>docs/odd.md</code>.</li>
</ul>
<h2>Keys</h2>
<p>Space: play or pause. Right arrow: a quarter. y: a year. p: to the policy start. e: to the end. r: reset. Tab moves
from control to control; Enter chooses a city, a cause or a row.</p>
<h2>Sources</h2>
<p>Every setting shows its unit, source and where it acts behind its question mark. The same is written in
<code>docs/barriers.md</code>, <code>docs/levers.md</code>, <code>docs/parameters.md</code> and
<code>docs/glossary.md</code>, or by <code>sim explain NAME</code>. Mesa's own viewer runs the same model at
<a href="/mesa">/mesa</a>.</p>
"""
TEXT_ZH = """
<h2>这是什么</h2>
<p>成渝地区双城经济圈军民技术转移的主体仿真：军工企业与院所、民营企业、高校与科研院所、审批办公室和市政府。每个季度，
各单位发起技术转移项目；项目依次经过寻找伙伴、匹配、准入审批、标准转换、融资、吸收应用，或中途终止。五类壁垒增加难度，
十二项政策杠杆以一定成本降低壁垒。</p>
<h2>局限</h2>
<p>本模型不预测项目数或金额，只用于比较政策的差异与排序；壁垒强度由文献编码，杠杆效果与成本为假设。单次运行只是一个故事：
请用多随机种子重复后再下结论。</p>
"""


@solara.component
def about(tab: Tab) -> Any:
    """Show what a reader should know."""
    zh = tab.lens.value.language == "zh"
    with box("lab-card lab-about"):
        html((TEXT_ZH if zh else "") + TEXT)
