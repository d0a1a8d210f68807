// The rail at the left: what a setting starts from, its budget, its levers and how strong the barriers are.

import { h } from "./dom.js";
import { _, _c, clauses, gap, sentences } from "./say.js";
import { halves, money, moneyNumber, unitOfMoney, written } from "./numbers.js";
import { keyOf, leversOf, lower, nameOf, withMoved } from "./setting.js";

const COST = "programme_cost_million_yuan", STEP = 0.05, FINEST = 0.01;

/** A slider: a native one, with its value spoken, and a field to type it; its name opens what it is.
 * @param {{key: string, label: string, value: number, today: number, kind: string, mark?: any, spoken?: string, open: () => any, line?: any}} about @param {any} page */
function slider(about, page) {
  const { key, label, value, today } = about, id = `s-${key}`, open = page.opened === key;
  const input = h("input", { type: "range", id, min: 0, max: 1, step: STEP, value, style: `--at:${value * 100}%`, "aria-label": label, "aria-valuetext": about.spoken || value.toFixed(2),
    oninput: (/** @type {any} */ e) => page.drag(key, Number(e.target.value), today), onchange: (/** @type {any} */ e) => { page.drag(key, Number(e.target.value), today); page.lab.rest(); },
    // The browser takes a finger that moves up or down for scrolling: what its touch has set is taken back.
    onpointerdown: () => { page.held = value; }, onpointercancel: (/** @type {any} */ e) => { e.target.value = page.held; page.drag(key, page.held, today); } });
  const typed = h("input", { type: "number", class: "vl num", id: `v-${key}`, min: 0, max: 1, step: STEP, value: value.toFixed(2), "aria-label": _("{name}, from 0 to 1", { name: label }),
    onchange: (/** @type {any} */ e) => { page.drag(key, Math.min(1, Math.max(0, Math.round(Number(e.target.value) / FINEST) / Math.round(1 / FINEST) || 0)), today); page.lab.rest(); } });
  return h("div", { class: `row ${about.kind}${value !== today ? " on" : ""}` }, h("button", { class: "nm", "aria-expanded": open, title: _("What {name} is", { name: label }), onclick: () => page.open(key) }, label),
    h("span", { class: "sl" }, about.kind === "bar" ? h("em", { style: `left:${today * 100}%`, "aria-hidden": "true" }) : null, about.mark || null, input), typed, about.line || null, open ? h("div", { class: "told" }, about.open()) : null);
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function rail(lab, page) {
  const { about, moved } = lab, { run, catalogue, base } = about;
  return [
    startFrom(lab, page),
    budget(lab, page),
    h("div", { class: "lab" }, h("span", {}, _("Policy levers")), h("span", {}, _("0 not done · 1 in full, from {year}", { year: run.policy_year }))),
    catalogue.levers.map((/** @type {any} */ lever) => {
      const key = `levers.${lever.name}.strength`, value = moved[key] || 0, idle = lever.cities && value > 0 && !moved[`levers.${lever.name}.cities`]?.length;
      return slider({ key, label: _(lever.label), value, today: 0, kind: "lever", open: () => [told(lever), chips(lab, lever, page)], line: lever.cities ? h("span", { class: "sub" }, idle ? h("button", { class: "caution", role: "alert", onclick: () => { if (page.opened !== key) page.open(key); } }, _("names no city: it does nothing")) : _("works in cities that you name")) : null }, page);
    }),
    h("div", { class: "lab" }, h("span", {}, _("What if a barrier were otherwise"))),
    h("p", { class: "note" }, _("No lever and no price: it is set for your policy alone, from {year}, in all readings alike, though each reads the sources in its own way. Mark: as coded.", { year: run.policy_year })),
    catalogue.barriers.map((/** @type {any} */ one) => {
      const key = `barriers.${one.name}`, today = base[key], flip = page.flips.of(key), value = moved[key] ?? today;
      return slider({ key, label: _(one.label), value, today, kind: "bar", mark: flip ? flipMark(flip) : null, line: flip ? h("span", { class: "sub" }, h("b", { class: "flipmark" }, "▾"), " ", flip.told) : null, spoken: `${value.toFixed(2)}${flip ? `; ${flip.told}` : ""}`,
        open: () => [h("p", {}, _(one.words)), h("p", {}, _("Coded {coded} from:", { coded: today.toFixed(2) }), gap(), h("cite", {}, sources(one.sources)))] }, page);
    }),
    h("label", { class: "drop", tabindex: 0 }, _("Open a scenario file (.toml)"), h("input", { type: "file", accept: ".toml", class: "hidden", onchange: (/** @type {any} */ e) => page.file(e.target.files[0]) })),
    page.trouble.length ? h("div", { class: "trouble", role: "alert" }, page.trouble.map((/** @type {string} */ one) => h("p", {}, one))) : null,
  ];
}

/** Settings to start from, by what they are, as choices of a list. @param {import("./lab.js").Lab} lab @param {any} chosen */
export function choices(lab, chosen) {
  const { about } = lab, kinds = { today: /** @type {any[]} */ ([]), packages: /** @type {any[]} */ ([]), single: /** @type {any[]} */ ([]), thought: /** @type {any[]} */ ([]) };
  for (const one of about.scenarios) { const count = leversOf(one.moved, about).length; kinds[count > 1 ? "packages" : count ? "single" : Object.keys(one.moved).length ? "thought" : "today"].push(one); }
  const words = { today: _("As it is"), packages: _("Packages"), single: _("One lever in full"), thought: _("Thought experiments: a barrier gone or complete") };
  const title = (/** @type {any} */ one) => (leversOf(one.moved, about).length === 1 ? nameOf(one.moved, about) : Object.keys(one.moved).length ? _(one.title) : _("Today's policy"));
  return Object.entries(kinds).filter(([, all]) => all.length).map(([kind, all]) => h("optgroup", { label: words[/** @type {keyof typeof words} */ (kind)] }, all.map((one) => h("option", { value: one.name, selected: one === chosen }, title(one)))));
}

/** What a setting starts from, and what is in it. @param {import("./lab.js").Lab} lab @param {any} page */
function startFrom(lab, page) {
  const { about, moved } = lab, chosen = about.scenarios.find((/** @type {any} */ one) => keyOf(one.moved) === keyOf(moved)) || null;
  const said = leversOf(moved, about).map(([name, strength]) => { const lever = _c("short", catalogueLabel(about, name)); return strength < 1 ? _("{lever} at {strength}", { lever, strength: strength.toFixed(2) }) : lever; }).join(" · ");
  return [h("label", { class: "lab", for: "start" }, h("span", {}, _("Start from"))),
    h("div", { class: "start" }, h("select", { id: "start", onchange: (/** @type {any} */ e) => { const found = about.scenarios.find((/** @type {any} */ one) => one.name === e.target.value); if (found) page.move(found.moved); } },
      h("option", { value: "", selected: !chosen }, _("a policy of your own")), choices(lab, chosen)),
    h("button", { class: "tool", title: _("Back to today's policy"), onclick: () => page.move({}) }, _("Clear"))),
    h("p", { class: "note contains", title: said }, said)];
}

/** @param {any} about @param {string} name */
const catalogueLabel = (about, name) => about.catalogue.levers.find((/** @type {any} */ one) => one.name === name).label;

/** What a lever is, what it moves in full, what it costs and where that comes from. @param {any} lever */
function told(lever) {
  const per = (/** @type {number} */ share) => written(share * 100);
  const ways = /** @type {Record<string, (what: string, by: number) => string>} */ ({
    reduce: (what, by) => (by < 1 ? _("{what} is cut by {percent} % (to {factor} of what it is)", { what, percent: per(by), factor: written(1 - by, 2) }) : _("{what} is cut to nothing", { what })),
    raise: (what, by) => _("{what} is raised by {percent} % (to {factor} times what it is)", { what, percent: per(by), factor: written(1 + by, by % 1 ? 2 : 0) }),
    add: (what, by) => _("{what}: {amount} more", { what, amount: written(by, by % 1 ? 2 : 0) }), approach: (what, by) => (by < 1 ? _("{what}: {percent} % of the gap to 1 is closed", { what, percent: per(by) }) : _("{what}: raised to 1", { what })) });
  const fixed = lever.fixed ? _("{amount} a year", { amount: money(lever.fixed) }) : "", grows = lever.variable ? _(lever.unit, { amount: written(lever.variable, lever.variable % 1 ? 2 : 0), percent: per(lever.variable) }) : "";
  const costs = fixed && grows ? _("{fixed}, and {grows}", { fixed, grows }) : fixed || grows || _("nothing");
  return [h("p", {}, _(lever.words)), h("p", {}, _("In full force:"), gap(), clauses(lever.moves.map((/** @type {any} */ one) => ways[one.how](lower(_(one.words)), one.amount)))),
    h("p", {}, _("Costs in full force: {costs}; uncertain, from {low} to {high} times that.", { costs, low: lever.range[0], high: lever.range[1] })), h("p", {}, _("What else may follow: {effect}.", { effect: _(lever.side_effect) })), h("p", {}, _("Sources:"), gap(), h("cite", {}, sources(lever.sources)))];
}

/** Where something comes from: what the analysis says and what is assumed are messages, the rest are citations. @param {[string, Record<string, string>][]} all */
const sources = (all) => clauses(all.map(([text, values]) => _(text, values)));

/** @param {{at: number, low: number, high: number, told: string}} flip */
function flipMark(flip) {
  return h("span", { class: "flip", title: flip.told }, h("u", { style: `left:${flip.low * 100}%;width:${(flip.high - flip.low) * 100}%` }), h("s", { style: `left:${flip.at * 100}%` }));
}

/** When a lever starts, and where. @param {import("./lab.js").Lab} lab @param {any} lever @param {any} page */
function chips(lab, lever, page) {
  const { run, catalogue } = lab.about, key = `levers.${lever.name}.start_quarter`, now = lab.moved[key] ?? run.policy_quarter;
  if (!lab.moved[`levers.${lever.name}.strength`]) return null;
  const start = h("select", { class: "small", "aria-label": _("Start of {lever}", { lever: _(lever.label) }), onchange: (/** @type {any} */ e) => page.move(withMoved(lab.moved, key, Number(e.target.value), run.policy_quarter)) },
    Array.from({ length: Math.ceil((run.quarters - run.policy_quarter) / 4) }, (_none, i) => { const quarter = run.policy_quarter + 4 * i; return h("option", { value: quarter, selected: quarter === now }, String(run.policy_year + i)); }));
  const part = lever.cities ? "cities" : lever.fields ? "fields" : "";
  return [h("p", {}, _("Starts in"), " ", start), part ? named(lab, lever, page, part, part === "cities" ? catalogue.cities.map((/** @type {any} */ one) => [one.key, _(one.name)]) : catalogue.fields.map((/** @type {any} */ one) => [one.name, _(one.label)])) : null];
}

/** The cities or fields that a lever names. @param {import("./lab.js").Lab} lab @param {any} lever @param {any} page
 * @param {string} part @param {[string, string][]} all key and label of each */
function named(lab, lever, page, part, all) {
  const key = `levers.${lever.name}.${part}`, mine = lab.moved[key] || [];
  const tick = (/** @type {string} */ one) => (/** @type {any} */ e) => page.move(withMoved(lab.moved, key, e.target.checked ? [...mine, one].sort() : mine.filter((/** @type {string} */ other) => other !== one), undefined));
  return [h("p", {}, part === "cities" ? _("Cities:") : mine.length ? _("Fields:") : _("Fields: all")), h("div", { class: "ticks" }, all.map(([one, text]) => h("label", {}, h("input", { type: "checkbox", id: `n-${key}.${one}`, checked: mine.includes(one), onchange: tick(one) }), text)))];
}

/** What the setting costs, lever by lever, against a ceiling. @param {import("./lab.js").Lab} lab @param {any} page */
function budget(lab, page) {
  const results = lab.results(lab.moved).readings.filter(Boolean), { catalogue, run } = lab.about, mean = (/** @type {(one: any) => number} */ read) => results.reduce((all, one) => all + read(one), 0) / Math.max(1, results.length);
  const total = mean((one) => one.outcomes[COST]), fixed = catalogue.levers.map((/** @type {any} */ _one, /** @type {number} */ i) => mean((one) => one.fixed[i]));
  const rest = Math.max(0, total - fixed.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0)), wide = Math.max(lab.budget, total, 1), over = total > lab.budget;
  const parts = fixed.map((/** @type {number} */ cost, /** @type {number} */ i) => ({ cost, label: _(catalogue.levers[i].label) })).filter((/** @type {any} */ one) => one.cost > 0).sort((/** @type {any} */ a, /** @type {any} */ b) => b.cost - a.cost);
  return h("div", { class: `budget${over ? " over" : ""}` }, h("div", { class: "lab" }, h("span", {}, _("Budget, {years} years", { years: (run.quarters - run.policy_quarter) / 4 })),
    h("span", { class: "num" }, results.length ? _("{cost} of", { cost: moneyNumber(total) }) : _("… of"), " ", h("input", { type: "number", class: "ceiling num", id: "ceiling", min: 1, step: "any", value: Number(moneyNumber(lab.budget).replace(/,/g, "")), "aria-label": _("Ceiling for the whole decade"), onchange: (/** @type {any} */ e) => page.takeBudget(e.target.value) }), " ", unitOfMoney().unit)),
    h("div", { class: "bud", role: "img", "aria-label": _("{cost} of {ceiling}", { cost: money(total), ceiling: money(lab.budget) }) },
      parts.map((/** @type {any} */ one, /** @type {number} */ i) => h("i", { style: `width:${(one.cost / wide) * 100}%;opacity:${1 - 0.16 * Math.min(i, 4)}`, title: _("{lever}: {cost}", { lever: one.label, cost: money(one.cost) }) })),
      rest > 0 ? h("i", { class: "rest", style: `width:${(rest / wide) * 100}%`, title: _("What grows with use: {cost}", { cost: money(rest) }) }) : null),
    h("p", { class: "note below" }, fits(lab, results, total), gap(), over ? h("button", { class: "tool small", onclick: () => page.scaleDown() }, _("Scale to the budget")) : total > 0.5 ? _("Solid: fixed each year; hatched: grows with use.") : ""));
}

/** Whether it fits the ceiling, in how many readings, and what is left. @param {import("./lab.js").Lab} lab @param {any[]} results @param {number} total */
export function fits(lab, results, total) {
  if (results.length < lab.readings) return _("{text}.", { text: _("{done} of {readings} readings", { done: results.length, readings: lab.readings }) });
  const count = results.filter((one) => one.outcomes[COST] <= lab.budget).length, values = { budget: money(lab.budget), count: halves(count), readings: results.length, left: money(Math.abs(lab.budget - total)) };
  return total > lab.budget ? _("Over {budget}: fits in {count} of {readings} readings; about {left} too much.", values) : _("Fits {budget} in {count} of {readings} readings; about {left} left.", values);
}
