// The rail at the left: what a setting starts from, its budget, its levers and how strong the barriers are.

import { h } from "./dom.js";
import { _ } from "./say.js";
import { money, moneyNumber } from "./numbers.js";
import { keyOf, leversOf, withMoved } from "./setting.js";

const COST = "programme_cost_million_yuan";

/** A slider: a native one, with its value spoken. @param {{key: string, label: string, words: string, value: number, today: number, kind: string, id?: string,
 * mark?: any, spoken?: string}} about @param {any} page @param {any} [more] */
export function slider(about, page, more) {
  const { key, label, value, today } = about, id = about.id || `s-${key}`;
  const shown = h("output", { class: "vl num", for: id }, value.toFixed(2));
  const input = h("input", { type: "range", id, min: 0, max: 1, step: 0.05, value, style: `--at:${value * 100}%`, "aria-valuetext": about.spoken || value.toFixed(2),
    oninput: (/** @type {any} */ e) => { shown.textContent = Number(e.target.value).toFixed(2); e.target.style.setProperty("--at", `${e.target.value * 100}%`); page.drag(key, Number(e.target.value), today); },
    onchange: (/** @type {any} */ e) => page.drop(key, Number(e.target.value), today) });
  return h("div", { class: `row ${about.kind}${value !== today ? " on" : ""}` }, h("label", { for: id, class: "nm", title: about.words }, label),
    h("span", { class: "sl" }, about.kind === "bar" ? h("em", { style: `left:${today * 100}%`, "aria-hidden": "true" }) : null, about.mark || null, input), shown, more || null);
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function rail(lab, page) {
  const { about, moved } = lab, { run, catalogue, base } = about;
  const start = h("select", { "aria-label": _("Start from"), onchange: (/** @type {any} */ e) => { const found = about.scenarios.find((/** @type {any} */ one) => one.name === e.target.value); if (found) page.move(found.moved); } },
    h("option", { value: "" }, _("Start from …")), about.scenarios.map((/** @type {any} */ one) => h("option", { value: one.name, selected: keyOf(one.moved) === keyOf(moved) }, _(one.title || one.name))));
  return [
    h("div", { class: "start" }, start, h("button", { class: "tool", title: _("Back to today's policy"), onclick: () => page.move({}) }, _("Clear"))),
    budget(lab, page),
    h("div", { class: "lab" }, h("span", {}, _("Policy levers")), h("span", {}, _("from {year}", { year: run.policy_year }))),
    catalogue.levers.map((/** @type {any} */ lever) => {
      const key = `levers.${lever.name}.strength`, value = moved[key] || 0;
      return slider({ key, label: _(lever.label), words: _(lever.words), value, today: 0, kind: "lever" }, page, value > 0 ? chips(lab, lever, page) : null);
    }),
    h("div", { class: "lab" }, h("span", {}, _("How strong the barriers are")), page.flips.any() ? h("span", {}, h("b", { class: "flipmark" }, "▾"), " ", _("the best changes")) : null),
    catalogue.barriers.map((/** @type {any} */ one) => {
      const key = `barriers.${one.name}`, today = base[key], flip = page.flips.of(key);
      return slider({ key, label: _(one.label), words: _(one.words), value: moved[key] ?? today, today, kind: "bar", mark: flip ? flipMark(flip) : null, spoken: `${(moved[key] ?? today).toFixed(2)}${flip ? `; ${flip.told}` : ""}` }, page);
    }),
    page.flips.note(),
    h("label", { class: "drop", tabindex: 0 }, _("Drop a scenario (.toml) here, or choose one"), h("input", { type: "file", accept: ".toml", class: "hidden", onchange: (/** @type {any} */ e) => page.file(e.target.files[0]) })),
    page.trouble.length ? h("div", { class: "trouble", role: "alert" }, page.trouble.map((/** @type {string} */ one) => h("p", {}, one))) : null,
  ];
}

/** @param {{at: number, low: number, high: number, told: string}} flip */
function flipMark(flip) {
  return h("span", { class: "flip", title: flip.told }, h("u", { style: `left:${flip.low * 100}%;width:${(flip.high - flip.low) * 100}%` }), h("s", { style: `left:${flip.at * 100}%` }));
}

/** When a lever starts, and where. @param {import("./lab.js").Lab} lab @param {any} lever @param {any} page */
function chips(lab, lever, page) {
  const { run, catalogue } = lab.about, key = `levers.${lever.name}.start_quarter`, now = lab.moved[key] ?? run.policy_quarter;
  const start = h("select", { class: "small", "aria-label": _("Start of {lever}", { lever: _(lever.label) }), onchange: (/** @type {any} */ e) => page.move(withMoved(lab.moved, key, Number(e.target.value), run.policy_quarter)) },
    Array.from({ length: Math.ceil((run.quarters - run.policy_quarter) / 4) }, (_none, i) => { const quarter = run.policy_quarter + 4 * i; return h("option", { value: quarter, selected: quarter === now }, String(run.policy_year + i)); }));
  if (lever.cities) return named(lab, lever, page, "cities", start, catalogue.cities.map((/** @type {any} */ one) => [one.key, _(one.name)]));
  if (lever.fields) return named(lab, lever, page, "fields", start, catalogue.fields.map((/** @type {any} */ one) => [one.name, _(one.label)]));
  return h("span", { class: "sub" }, _("from"), " ", start);
}

/** When a lever starts, and the cities or fields that it names. @param {import("./lab.js").Lab} lab @param {any} lever @param {any} page
 * @param {"cities" | "fields"} part @param {any} start @param {[string, string][]} all key and label of each */
function named(lab, lever, page, part, start, all) {
  const key = `levers.${lever.name}.${part}`, mine = lab.moved[key] || [], label = (/** @type {string} */ one) => all.find(([name]) => name === one)?.[1] || one;
  const without = { cities: _("no city"), fields: _("all fields") }[part], told = mine.length === 1 ? label(mine[0]) : { cities: _("{count} cities", { count: mine.length }), fields: _("{count} fields", { count: mine.length }) }[part];
  const tick = (/** @type {string} */ one) => (/** @type {any} */ e) => page.move(withMoved(lab.moved, key, e.target.checked ? [...mine, one].sort() : mine.filter((/** @type {string} */ other) => other !== one), undefined));
  const idle = part === "cities" && !mine.length;
  return h("span", { class: "sub" }, _("from"), " ", start, " ", _("in"), " ", h("details", { class: part, open: idle || page.state.naming === key, ontoggle: (/** @type {any} */ e) => { if (e.target.open) page.state.naming = key; else if (page.state.naming === key) page.state.naming = ""; } }, h("summary", {}, mine.length ? told : without),
    h("span", { class: "ticks" }, all.map(([one, text]) => h("label", {}, h("input", { type: "checkbox", id: `n-${key}.${one}`, checked: mine.includes(one), onchange: tick(one) }), text)))), idle ? h("span", { class: "caution", role: "alert" }, _("names no city: it does nothing")) : null);
}

/** What the setting costs, lever by lever, against a ceiling. @param {import("./lab.js").Lab} lab @param {any} page */
function budget(lab, page) {
  const results = lab.results(lab.moved).readings.filter(Boolean), { catalogue, run } = lab.about;
  const total = results.length ? results.reduce((all, one) => all + one.outcomes[COST], 0) / results.length : 0;
  const fixed = catalogue.levers.map((/** @type {any} */ _one, /** @type {number} */ i) => (results.length ? results.reduce((all, one) => all + one.fixed[i], 0) / results.length : 0));
  const rest = Math.max(0, total - fixed.reduce((/** @type {number} */ a, /** @type {number} */ b) => a + b, 0)), wide = Math.max(lab.budget, total, 1), over = total > lab.budget;
  const parts = fixed.map((/** @type {number} */ cost, /** @type {number} */ i) => ({ cost, label: _(catalogue.levers[i].label) })).filter((/** @type {any} */ one) => one.cost > 0).sort((/** @type {any} */ a, /** @type {any} */ b) => b.cost - a.cost);
  const scaleDown = () => { const share = lab.budget / total, next = { ...lab.moved }; for (const [name, strength] of leversOf(lab.moved)) next[`levers.${name}.strength`] = Math.max(0.05, Math.floor(strength * share * 20) / 20); page.move(next); };
  return h("div", { class: `budget${over ? " over" : ""}` }, h("div", { class: "lab" }, h("span", {}, _("Budget, {years} years", { years: (run.quarters - run.policy_quarter) / 4 })),
    h("span", { class: "num" }, _("{cost} of", { cost: moneyNumber(total) }), " ", h("button", { class: "ceiling", title: _("Set the ceiling"), onclick: () => page.askBudget() }, money(lab.budget)))),
    h("div", { class: "bud", role: "img", "aria-label": _("{cost} of {ceiling}", { cost: money(total), ceiling: money(lab.budget) }) },
      parts.map((/** @type {any} */ one, /** @type {number} */ i) => h("i", { style: `width:${(one.cost / wide) * 100}%;opacity:${1 - 0.16 * Math.min(i, 4)}`, title: _("{lever}: {cost}", { lever: one.label, cost: money(one.cost) }) })),
      rest > 0 ? h("i", { class: "rest", style: `width:${(rest / wide) * 100}%`, title: _("What grows with use: {cost}", { cost: money(rest) }) }) : null),
    over ? h("button", { class: "tool small", onclick: scaleDown }, _("Scale to the budget")) : null);
}
