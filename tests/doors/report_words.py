"""A report and its figures, read in the pseudo-language: what stands outside every message."""

from __future__ import annotations

from sim.language import PSEUDO, speaking
from sim.report.page import write_report
from sim.scenario import shipped_names
from sim.store import Results
from tests.doors.pseudo import messages_in, outside, text_of

FEWEST_MESSAGES = 300
SOURCES = (
    "Fieller Shapley Saltelli Iwanaga Morris point python mesa numpy numba machine linux aarch x86 seed what",
    "Grimm V. et al. The ODD protocol for describing agent-based and other simulation models a second update JASSS",
    "ter Hoeven E. Mesa 3 agent-based modeling with Python in JOSS Salmon J. K. Parallel random numbers as easy as",
    "Proceedings of SC11 A value for n-person games Contributions to the Theory of Games II Some problems in interval",
    "estimation JRSS Variance based sensitivity analysis of model output Computer Physics Communications Usher Herman",
    "Toward SALib Socio-Environmental Systems Modelling Factorial sampling plans for preliminary computational",
    "experiments Technometrics",
)
"""Words of the publications that a report names, and of the programs that it was made with."""


def publications() -> set[str]:
    """Return the notes of where numbers come from, which are quoted as they are declared."""
    from sim.barriers import BARRIERS
    from sim.levers import LEVERS
    from sim.scenario.settings import SETTINGS, SWITCHES

    return {one.source for one in (*BARRIERS, *LEVERS, *SETTINGS)} | {one.known_by for one in (*SETTINGS, *SWITCHES)}


def words_outside(results: Results, *names: str) -> list[str]:
    """Write the report of results in the pseudo-language; return the words in it that are no message and no data.

    Args:
        results: of an experiment; their report is written anew.
        names: words that are data here, such as names of arms.
    """
    with speaking(PSEUDO):
        text = text_of(write_report(results).read_text(encoding="utf-8"))
    svgs = [text_of(path.read_text(encoding="utf-8")) for path in results.store.folder.rglob("*.svg")]
    captions = [path.read_text(encoding="utf-8") for path in (results.store.folder / "figures").glob("*.txt")]
    whole = "\n".join([text, *svgs, *captions])
    assert messages_in(whole) > FEWEST_MESSAGES
    known = {*shipped_names(), "sim", *names, *publications(), *SOURCES, "What if Chengdu Chongqing Mianyang"}
    return sorted(set(outside(whole, known)))
