// Limits: what this is, how to read it, and what it cannot say.

import { h } from "./dom.js";
import { _ } from "./say.js";
import { needed } from "./paired.js";

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function limitsView(lab, page) {
  const { about } = lab, years = (about.run.quarters - about.run.policy_quarter) / 4;
  return h("div", { class: "wide" }, h("section", { class: "card prose c8" },
    h("h2", {}, _("What you see")), h("p", {}, _("A simulation of the organisations of a region: military enterprises and institutes, private firms, universities, clearance offices, city governments. Every quarter they open deals that carry technology between the military and the civilian side. A deal searches a partner, is judged, cleared, converted to the other side's standards, financed and absorbed, or dies on the way. Firms are founded and fail; loans fall due. {barriers} barriers make stages harder; {levers} levers wear barriers down, add money or move what firms can do, at a cost.", { barriers: about.catalogue.barriers.length, levers: about.catalogue.levers.length })),
    h("p", {}, _("A setting is a whole world: whatever you move, the run is made again from its beginning. The first {quarters} quarters are the past and count in no outcome; the {years} years after them do.", { quarters: about.run.policy_quarter, years })),
    h("h2", {}, _("Two kinds of doubt")), h("ul", {}, h("li", {}, _("Luck: the same world with other dice, which is called another seed.")), h("li", {}, _("Readings: the sources leave open how strong the barriers are and what several parameters are. Each of {readings} readings is one way to fill that in which fits what is known, with a seed of its own. Both settings are run under the same readings, and the page counts in how many the one is ahead. Such a count is no chance that a policy works.", { readings: lab.readings }), " ", _("That one policy brings more is said from {needed} of {readings} on; a tie counts half to each. It is a rule that was fixed beforehand, the same wherever two policies are compared. More readings are in no file of this kind; the program makes them.", { readings: lab.readings, needed: needed(about.verdicts, lab.readings) }))),
    h("h2", {}, _("What it cannot say")), h("ul", {}, h("li", {}, _("It forecasts no numbers of deals or yuan. Claim differences with their doubt, not levels.")), h("li", {}, _("Strengths of barriers are coded from prose; effects and costs of levers are assumptions. A click on the name of a lever or a barrier says what it is and where it comes from.")), h("li", {}, _("The form of the model is one of several that could be defended. Under “The form of the model” it can be changed here, rule by rule; the readings were fitted to the form as shipped.")),
      h("li", {}, _("It holds no operational military content: published facts about cities, firms, rules and money only.")), h("li", {}, _("Why a single deal was judged as it was, studies of many runs, and regions of your own are not in this file. The program that made it, transfer-policy-lab, does them."), " ", h("small", { class: "why" }, h("code", {}, "sim app · sim sweep · sim compare")))),
    h("h2", {}, _("What runs here")), h("p", {}, _("This file holds the region, the compiled model and {readings} readings. It asks for no network, and nothing you set leaves it. Its outcomes are those of the Python model, to the last bit.", { readings: lab.readings }))), forms(lab, page));
}

/** The choices of structure, and what each word changes. @param {import("./lab.js").Lab} lab @param {any} page */
function forms(lab, page) {
  const { form } = lab.about, moved = Object.keys(lab.form).length;
  const take = (/** @type {any} */ one, /** @type {string} */ word) => { const { [one.name]: _old, ...rest } = lab.form; page.takeForm(word === one.word ? rest : { ...rest, [one.name]: word }); };
  return h("section", { class: "card c4" }, h("header", {}, h("h2", {}, _("The form of the model"))), h("p", { class: "why" }, _("Each is a rule that a reader may doubt. A rule that is changed holds in all policies, today's too; does the answer hold?")),
    form.map((/** @type {any} */ one) => { const now = lab.form[one.name] ?? one.word; return h("details", { class: "form", open: page.state.form === one.name, ontoggle: (/** @type {any} */ e) => { if (e.target.open) page.state.form = one.name; else if (page.state.form === one.name) page.state.form = ""; } },
      h("summary", { class: now === one.word ? "" : "on" }, _("{what}: {word}", { what: _(one.label), word: _(one.meanings[one.words.indexOf(now)]) })),
      one.words.map((/** @type {string} */ word, /** @type {number} */ i) => h("label", {}, h("input", { type: "radio", name: one.name, id: `w-${one.name}-${word}`, checked: word === now, onchange: () => take(one, word) }), h("span", {}, _(one.meanings[i]), " ", h("code", {}, word), word === one.word ? h("small", {}, " ", _("as shipped")) : null)))); }),
    moved ? h("div", { class: "acts" }, h("button", { class: "tool", onclick: () => page.takeForm({}) }, _("The form as shipped")), h("button", { class: "tool go", onclick: () => page.go("policy") }, _("To the levers"))) : null);
}
