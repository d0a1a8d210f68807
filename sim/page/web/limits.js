// Limits: what this is, how to read it, and what it cannot say.

import { h } from "./dom.js";
import { _ } from "./say.js";

/** @param {import("./lab.js").Lab} lab @param {any} _page */
export function limitsView(lab, _page) {
  const { about } = lab, years = (about.run.quarters - about.run.policy_quarter) / 4;
  return h("div", { class: "wide" }, h("section", { class: "card prose c8" },
    h("h2", {}, _("What you see")), h("p", {}, _("A simulation of the organisations of a region: military enterprises and institutes, private firms, universities, clearance offices, city governments. Every quarter they open deals that carry technology between the military and the civilian side. A deal searches a partner, is judged, cleared, converted to the other side's standards, financed and absorbed, or dies on the way. Five barriers make stages harder; twelve levers wear barriers down, at a cost.")),
    h("p", {}, _("A setting is a whole world: whatever you move, the run is made again from its beginning. The first {quarters} quarters are the past and count in no outcome; the {years} years after them do.", { quarters: about.run.policy_quarter, years })),
    h("h2", {}, _("Two kinds of doubt")), h("ul", {}, h("li", {}, _("Luck: the same world under another seed.")), h("li", {}, _("Readings: the sources leave open how strong the barriers are and what several parameters are. Each of {readings} readings is one way to fill that in which fits what is known, with a seed of its own. Both settings are run under the same readings, and the page counts in how many the one is ahead. Such a count is no chance that a policy works.", { readings: lab.readings }))),
    h("h2", {}, _("What it cannot say")), h("ul", {}, h("li", {}, _("It forecasts no numbers of deals or yuan. Claim differences with their doubt, not levels.")), h("li", {}, _("Strengths of barriers are coded from prose; effects and costs of levers are assumptions, each with its source behind its name.")), h("li", {}, _("The form of the model is one of several that could be defended; this page does not doubt it. The studies of the repository do.")),
      h("li", {}, _("It holds no operational military content: published facts about cities, firms, rules and money only.")), h("li", {}, _("Why a deal was judged as it was, studies of many runs and regions of your own are on the served laboratory and the command line: sim app, sim sweep, sim compare."))),
    h("h2", {}, _("What runs here")), h("p", {}, _("This file holds the region, the compiled model and {readings} readings. It asks for no network, and nothing you set leaves it. Its outcomes are those of the Python model, to the last bit.", { readings: lab.readings }))));
}
