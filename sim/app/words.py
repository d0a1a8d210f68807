"""Words of the page in English and Chinese: the catalogue's own labels, and those of stages, directions and causes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from sim.agents import DIRECTIONS, KINDS
from sim.agents.kind import Kind
from sim.barriers import BARRIERS, Barrier
from sim.levers import LEVERS, Lever
from sim.region import FIELDS, City

Language = Literal["en", "zh"]

OWN: Mapping[str, tuple[str, str]] = {
    "military_to_civil": ("Military to civil", "军转民"),
    "civil_to_military": ("Civil to military", "民参军"),
    "university_to_military": ("University to military", "高校转军"),
    "university_to_civil": ("University to civil", "高校转民"),
    "search": ("Search", "寻找伙伴"),
    "match": ("Match", "匹配"),
    "access": ("Access", "准入审批"),
    "standards": ("Standards", "标准转换"),
    "finance": ("Finance", "融资"),
    "absorption": ("Absorption", "吸收应用"),
    "delivered": ("Delivered", "交付"),
    "technology_not_seen": ("Technology not seen", "技术未被发现"),
    "no_partner_found": ("No partner found", "未找到伙伴"),
    "partner_fully_booked": ("Partner fully booked", "伙伴已满负荷"),
    "no_lead_enterprise_place": ("No supplier place", "无配套名额"),
    "no_procurement_budget": ("No procurement budget", "无采购预算"),
    "made_in_house": ("Made in house", "自行研制"),
    "low_value": ("Low value", "价值不足"),
    "office_congestion": ("Office congestion", "审批拥堵"),
    "attrition": ("Attrition", "中途流失"),
    "lack_of_finance": ("Lack of finance", "缺乏资金"),
    "technical_failure": ("Technical failure", "技术失败"),
    "organisation_closed": ("Organisation closed", "单位退出"),
    "deliveries": ("Deliveries", "交付"),
    "open_deals": ("Deals under way", "在途项目"),
    "active_firms": ("Active firms", "活跃企业"),
    "licensed_firms": ("Licensed firms", "持证企业"),
    "organisations": ("Organisations", "单位"),
    "active": ("In the other side's market", "活跃"),
    "dormant": ("Not in the other market", "未参与"),
    "lead": ("Lead enterprise", "链主企业"),
    "licensed": ("Licensed", "持证"),
    "parts": ("Parts", "零部件"),
    "key_subsystems": ("Key subsystems", "关键分系统"),
    "complete_machines": ("Complete machines", "整机"),
    "none": ("Not dead", "未终止"),
    "open": ("Under way", "进行中"),
    "dead": ("Died", "终止"),
    "nobody": ("Nobody yet", "尚无"),
    "own_cash": ("Own cash", "自有资金"),
    "bank": ("Bank", "银行"),
    "bill": ("Commercial bill", "商业票据"),
    "bond": ("Bond", "债券"),
    "equity": ("Equity", "股权"),
    "fund": ("Public fund", "公共基金"),
    "clearance_office": ("Clearance office", "审批办公室"),
    "local_government": ("City government", "市政府"),
    "Chongqing": ("Chongqing", "重庆"),
    "Sichuan": ("Sichuan", "四川"),
}


def _catalogue() -> dict[str, tuple[str, str]]:
    known = dict(OWN)
    named: tuple[Barrier | Lever | Kind, ...] = (*BARRIERS, *LEVERS, *KINDS)
    for one in named:
        known[one.name] = (one.label, one.label_zh)
    for field in FIELDS:
        known[field.name] = (field.label[:1].upper() + field.label[1:], field.label_zh)
    return known


LABELS = _catalogue()
DIRECTION_NAMES = tuple(direction.name for direction in DIRECTIONS)


def label(name: str, language: Language = "en") -> str:
    """Return the label of a name of the model; a name without one is put in words."""
    known = LABELS.get(name)
    if known is None:
        return name.replace("_", " ").capitalize()
    return known[1] if language == "zh" else known[0]


def city_label(city: City, language: Language = "en") -> str:
    """Return the name of a city."""
    return city.name_zh if language == "zh" else city.name


def number(value: float, places: int | None = None) -> str:
    """Write a number for a reader: 1,234 or 12.3 or 0.12; a dash where there is none."""
    if value != value or value in (float("inf"), float("-inf")):
        return "–"
    if places is None:
        places = 0 if value == int(value) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    return f"{value:,.{places}f}".replace("-", "−")


def signed(value: float) -> str:
    """Write a difference with its sign; none for zero."""
    text = number(value)
    return f"+{text}" if value > 0 else text
