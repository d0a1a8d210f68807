// Policy: move a lever and see what follows. A sentence, a picture, then detail.

import { h, fill, marked } from "./dom.js";
import { _, _c, _n, gap, sentences, clauses } from "./say.js";
import { amount, level, money, moneyNumber, written, calendar, yearOf } from "./numbers.js";
import { card, dots, scale } from "./figure.js";
import { band, curve, yearly } from "./curve.js";
import { map, cityName } from "./map.js";
import { deaths } from "./deaths.js";
import { claim } from "./claim.js";
import { standing, verdictOf, sure, paired } from "./paired.js";
import { keyOf, leversOf, nameOf } from "./setting.js";
import { quantile } from "./sums.js";

const TRANSFERS = "transfers_delivered";
const COST = "programme_cost_million_yuan";
const WAIT = "mean_office_wait_quarters";
const MONTHS = 3;
const MONEY = "million yuan";
/** Outcomes beside transfers, which the page watches for whatever a policy does besides. */
const BESIDE = ["transfers_military_to_civil", "transfers_civil_to_military", "transfers_university_to_military", "transfers_university_to_civil", WAIT, "licensed_firms", "leaks", COST];
/** Outcomes that are shown, and named among the prices, only where the readings are sure that a policy changes them. */
const ELSE = ["credit_losses_million_yuan", "firms_founded", "firms"];

/** Means over the readings that both settings have. @param {any[]} one @param {any[]} other @param {(result: any) => Float32Array} read */
export function means(one, other, read) {
  const both = [...other.keys()].filter((i) => one[i] && other[i]);
  const mean = (/** @type {any[]} */ all) => {
    const found = new Float64Array(both.length ? read(all[both[0]]).length : 0);
    for (const i of both) read(all[i]).forEach((value, k) => { found[k] += value / both.length; });
    return found;
  };
  return [mean(one), mean(other)];
}

/** The middle column and the right one. @param {import("./lab.js").Lab} lab @param {any} page */
export function policyView(lab, page) {
  const { about } = lab, names = about.catalogue, mine = lab.results(lab.moved), today = lab.results({});
  const same = keyOf(lab.moved) === lab.today, pair = lab.pair(TRANSFERS);
  return [
    h("div", { class: "main" }, sentence(lab, pair, same, page), chart(lab, mine, today, same, page), h("div", { class: "two" }, where(lab, mine, today, names, page), endings(mine, today, names, page))),
    h("div", { class: "side" }, besides(lab, same), triedSoFar(lab, page)),
  ];
}

/** What may be said, what may not, and how many readings say so.
 * @param {import("./lab.js").Lab} lab @param {import("./paired.js").Pair} pair @param {boolean} same @param {any} page */
function sentence(lab, pair, same, page) {
  const { about } = lab, years = (about.run.quarters - about.run.policy_quarter) / 4;
  if (same) {
    const levels = lab.results({}).readings.filter(Boolean).map((one) => one.outcomes[TRANSFERS]);
    return h("div", { class: "said", "aria-live": "polite" }, h("p", { class: "verdict" }, marked(_("This is *today's policy*. Move a lever at the left: the whole decade is run again, under {count} readings of the sources.", { count: lab.readings }))),
      h("p", { class: "vline why" }, levels.length < lab.readings ? _("{done} of {readings} readings run", { done: levels.length, readings: lab.readings }) : _("The readings differ in their level: {low} to {high} transfers in {years} years. A level is no forecast; differences are what the laboratory is for.", { low: amount(quantile(levels, 0.05), 0, 1e5), high: amount(quantile(levels, 0.95), 0, 1e5), years })));
  }
  const name = nameOf(lab.moved, about), main = claim(about, name, _("today's policy"), pair, lab.readings, years);
  const done = pair.count >= lab.readings, verdict = verdictOf(about.verdicts, pair);
  const told = pair.count < lab.readings ? _n("{ahead} of {count} reading so far has more transfers; {left} still running", "{ahead} of {count} readings so far have more transfers; {left} still running", pair.count, { ahead: written(pair.ahead, pair.ahead % 1 ? 1 : 0), left: lab.readings - pair.count })
    : _("{ahead} of {count} readings of the sources have more transfers", { ahead: written(pair.ahead, pair.ahead % 1 ? 1 : 0), count: pair.count });
  const took = lab.results(lab.moved).took;
  return h("div", { class: "said", "aria-live": "polite" },
    h("p", { class: `verdict${done ? "" : " waiting"}` }, marked(main), done && verdict !== "none" ? [gap(), h("span", { class: "price" }, sentences(prices(lab)))] : null),
    h("div", { class: "vline" }, dots(pair.diffs, lab.readings, told), h("span", { class: "why" }, told), took && !done ? h("span", { class: "pill", title: _("From the move to its first picture") }, _("{time} ms", { time: Math.round(took) })) : null),
    done ? h("div", { class: "vline cannotbox" }, cannot(lab, pair).map(([what, why]) => h("span", {}, h("s", { class: "cannot" }, what), gap(), h("span", { class: "why" }, why)))) : null);
}

/** What it costs and what else gets surely worse: cannot be switched off. @param {import("./lab.js").Lab} lab */
function prices(lab) {
  const { about } = lab, cost = lab.pair(COST), wait = lab.pair(WAIT), said = [];
  said.push(Math.abs(cost.mean) < 0.5 ? _("It costs no more.") : cost.mean > 0 ? _("It costs about {cost}.", { cost: money(cost.mean) }) : _("It costs about {cost} less.", { cost: money(-cost.mean) }));
  if (sure(verdictOf(about.verdicts, wait)) && Math.abs(wait.mean * MONTHS) >= 0.5) {
    const months = amount(Math.abs(wait.mean) * MONTHS, wait.low * MONTHS, wait.high * MONTHS);
    said.push(wait.mean < 0 ? _("Files wait {months} months less.", { months }) : _("The price: files wait {months} months more.", { months }));
  }
  for (const name of [...BESIDE, ...ELSE]) {
    if (name === COST || name === WAIT) continue;
    const outcome = about.catalogue.outcomes.find((/** @type {any} */ one) => one.name === name), pair = lab.pair(name);
    if (standing(about, outcome.better, pair) < 0) said.push(_("The price: {outcome}, {before} to {after}.", { outcome: lowered(_(outcome.label)), ...levels(outcome, pair) }));
  }
  return said;
}

/** What an outcome was and is, in words. @param {any} outcome @param {import("./paired.js").Pair} pair @param {number} [times] */
const levels = (outcome, pair, times = 1) => (outcome.unit === MONEY ? { before: moneyNumber(pair.before), after: money(pair.after) } : { before: level(pair.before * times), after: level(pair.after * times) });

/** The size of a small picture on this screen, so that letters are as large as elsewhere. @param {any} page */
const small = (page) => (page.width < 760 ? { width: Math.max(300, page.width - 62), height: 262 } : { width: Math.max(320, Math.min(560, (page.width - (page.width > 1180 ? 750 : 390)) / 2)), height: 262 });

/** @param {string} text */
const lowered = (text) => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

/** Sentences that a reader might be led to and that the runs do not bear. @param {import("./lab.js").Lab} lab @param {import("./paired.js").Pair} pair @returns {[string, string][]} */
function cannot(lab, pair) {
  const found = /** @type {[string, string][]} */ ([]);
  const rival = lab.tried.filter((one) => keyOf(one) !== lab.today && keyOf(one) !== keyOf(lab.moved)).map((one) => ({ one, pair: lab.pair(TRANSFERS, lab.moved, one) }))
    .find((other) => other.pair.count === lab.readings && !sure(verdictOf(lab.about.verdicts, other.pair)));
  if (rival) {
    const ahead = Math.max(rival.pair.ahead, rival.pair.count - rival.pair.ahead), first = rival.pair.ahead * 2 >= rival.pair.count;
    const [one, other] = first ? [lab.moved, rival.one] : [rival.one, lab.moved];
    found.push([_("{policy} brings more than {other}.", { policy: nameOf(one, lab.about, true), other: lowered(nameOf(other, lab.about, true)) }), _("{ahead} of {count}: may not be said", { ahead: written(ahead, ahead % 1 ? 1 : 0), count: rival.pair.count })]);
  }
  found.push([_("There will be {level} transfers.", { level: written(Math.round(pair.after)) }), _("a level is no forecast")]);
  return found;
}

/** @param {import("./lab.js").Lab} lab @param {any} mine @param {any} today @param {boolean} same @param {any} page */
function chart(lab, mine, today, same, page) {
  const { about } = lab, way = page.way, of = (/** @type {any[]} */ all) => all.filter(Boolean).map((one) => yearly(one, way));
  const ghost = lab.ghost && keyOf(lab.ghost) !== keyOf(lab.moved) && keyOf(lab.ghost) !== lab.today ? lab.results(lab.ghost) : null;
  const readings = of(mine.readings), luck = of(mine.luck), curves = { today: band(of(today.readings)), mine: band(readings), before: ghost ? band(of(ghost.readings)) : null, luck: luck.length >= 4 ? band(luck) : null, count: readings.length, same };
  const narrow = page.width < 760, size = narrow ? { width: 360, height: 250 } : { width: 700, height: 300 };
  const flags = (lab.moved.shocks || []).map((/** @type {any} */ one) => ({ quarter: one.quarter, label: _("{key} becomes {value} in {quarter}", { key: one.key, value: one.value, quarter: calendar(about.run, one.quarter) }) }));
  const picture = curves.today || curves.mine ? curve(about.run, /** @type {any} */ (curves), { ...size, flags, at: page.watch ? page.watch.quarter : null, narrow }) : h("p", { class: "empty" }, _("The first run is on its way."));
  const rows = () => [["quarter", "today", "policy", "policy_5", "policy_95", "before"], ...Array.from({ length: about.run.quarters }, (_none, q) => [yearOf(about.run, q), curves.today?.mean[q], curves.mine?.mean[q], curves.mine?.low[q], curves.mine?.high[q], curves.before?.mean[q] ?? ""])];
  const pick = h("select", { class: "small", "aria-label": _("Which transfers"), onchange: (/** @type {any} */ e) => page.set({ way: e.target.value === "" ? null : Number(e.target.value) }) },
    h("option", { value: "" }, _("all directions")), about.catalogue.directions.map((/** @type {any} */ one, /** @type {number} */ i) => h("option", { value: i, selected: way === i }, _(one.label))));
  return card({ title: _("Transfers delivered a year"), note: readings.length >= lab.readings ? _("mean of {readings} readings", { readings: lab.readings }) : _("mean of {done} readings so far", { done: readings.length }), name: "transfers", rows, class: "chart",
    tools: [pick, h("button", { class: "tool small", onclick: () => page.startWatch(), "aria-pressed": !!page.watch }, page.watch ? _("Stop watching") : _("Watch")), h("button", { class: "tool small", onclick: () => page.open("course") }, _("Change course in …"))] },
    picture, page.watch ? watching(lab, page) : null, page.opened === "course" ? course(lab, page) : null,
    h("div", { class: "key" }, h("span", {}, h("i", { class: "sw luck" }), _("luck: 9 of 10 seeds")), h("span", {}, h("i", { class: "sw readings" }), _("readings: 9 of 10")), ghost ? h("span", {}, h("i", { class: "ln" }), _("before: {policy}", { policy: lowered(nameOf(/** @type {any} */ (lab.ghost), about, true)) })) : null));
}

/** Scrub through the finished run. @param {import("./lab.js").Lab} lab @param {any} page */
function watching(lab, page) {
  const { run } = lab.about;
  return h("div", { class: "watching" }, h("input", { type: "range", min: 0, max: run.quarters - 1, step: 1, value: page.watch.quarter, "aria-label": _("Quarter"), "aria-valuetext": calendar(run, page.watch.quarter), oninput: (/** @type {any} */ e) => page.watchAt(Number(e.target.value)) }),
    h("span", { class: "num" }, calendar(run, page.watch.quarter)), h("span", { class: "why" }, page.watch.deals ? underway(lab.about.catalogue, page.watch) : _("One run as the sources are coded is being fetched.")));
}

/** How many deals stand where in a quarter. @param {any} names @param {any} watch */
function underway(names, watch) {
  const { deals } = watch.deals, at = watch.quarter + 1, marks = ["matched", "cleared", "converted", "financed"], found = new Array(names.stages.length).fill(0);
  for (let i = 0; i < watch.deals.count; i++) {
    if (deals.opened[i] >= at || deals.ended[i] < at) continue;
    let stage = 0;
    if (deals.matched[i] < at) stage = 2;
    if (stage && deals.cleared[i] < at) stage = 3;
    if (stage === 3 && deals.converted[i] < at) stage = 4;
    if (stage === 4 && deals.financed[i] < at) stage = 5;
    found[stage]++;
  }
  const parts = found.map((count, stage) => (count ? _("{stage} {count}", { stage: _(label(names.stages[stage])), count: written(count) }) : "")).filter(Boolean);
  return _("Under way in one run: {parts}", { parts: parts.join(" · ") });
}

/** @param {string} name */
export const label = (name) => name[0].toUpperCase() + name.slice(1).replace(/_/g, " ");

/** A change from outside at a quarter. @param {import("./lab.js").Lab} lab @param {any} page */
function course(lab, page) {
  const { run, catalogue, base } = lab.about, shocks = lab.moved.shocks || [];
  const quarter = h("select", {}, Array.from({ length: Math.ceil((run.quarters - run.policy_quarter) / 4) }, (_none, i) => h("option", { value: run.policy_quarter + 4 * i }, String(run.policy_year + i))));
  const key = h("select", {}, catalogue.barriers.map((/** @type {any} */ one) => h("option", { value: `barriers.${one.name}` }, _(one.label))));
  const value = h("input", { type: "number", min: 0, max: 1, step: 0.05, value: 0.3, "aria-label": _("New strength") });
  return h("div", { class: "course" }, h("span", {}, _("From")), quarter, key, h("span", {}, _("becomes")), value,
    h("button", { class: "tool go small", onclick: () => { page.opened = ""; page.move({ ...lab.moved, shocks: [...shocks, { quarter: Number(quarter.value), key: key.value, value: Number(value.value) }].sort((a, b) => a.quarter - b.quarter || a.key.localeCompare(b.key)) }); } }, _("Plant the flag")),
    shocks.map((/** @type {any} */ one, /** @type {number} */ i) => h("button", { class: "chip", title: _("Take this flag out"), onclick: () => { const rest = shocks.filter((/** @type {any} */ _one, /** @type {number} */ k) => k !== i); const next = { ...lab.moved, shocks: rest }; if (!rest.length) delete next.shocks; page.move(next); } }, _("{year}: {barrier} {value}", { year: Math.floor(yearOf(run, one.quarter)), barrier: _(catalogue.barriers.find((/** @type {any} */ b) => `barriers.${b.name}` === one.key)?.label || one.key), value: one.value.toFixed(2) }), " ✕")));
}

/** @param {import("./lab.js").Lab} lab @param {any} mine @param {any} today @param {any} names @param {any} page */
function where(lab, mine, today, names, page) {
  let [then, now] = means(today.readings, mine.readings, (result) => result.flow);
  if (page.watch?.deals) [then, now] = flowsUpTo(names, page.watch);
  const rows = () => [["from", "to", "today", "policy"], ...[...now.keys()].filter((i) => now[i] + then[i] > 0).map((i) => [names.cities[Math.floor(i / names.cities.length)].name, names.cities[i % names.cities.length].name, then[i].toFixed(2), now[i].toFixed(2)])];
  return card({ title: page.watch?.deals ? _("Where transfers have happened") : _("Where the extra transfers happen"), note: page.watch?.deals ? _("one run, up to {quarter}", { quarter: calendar(lab.about.run, page.watch.quarter) }) : _("darker: changed more"), name: "map", rows },
    now.length ? map(names, then, now, small(page)) : h("p", { class: "empty" }, "…"), losers(lab, names));
}

/** Deliveries of the watched run up to its quarter, by cities. @param {any} names @param {any} watch */
function flowsUpTo(names, watch) {
  const count = names.cities.length, found = new Float64Array(count * count), { deals, organisations } = watch.deals;
  for (let i = 0; i < watch.deals.count; i++) if (deals.status[i] === names.statuses.delivered && deals.ended[i] < watch.quarter + 1) found[organisations.city[deals.source[i]] * count + organisations.city[deals.recipient[i]]]++;
  return [new Float64Array(found.length), found];
}

/** Who loses, by city and direction, where the readings are sure of it. @param {import("./lab.js").Lab} lab @param {any} names */
function losers(lab, names) {
  const ways = names.directions.length, found = [];
  const one = lab.results({}), other = lab.results(lab.moved);
  if (keyOf(lab.moved) === lab.today || paired(one, other, () => 0).count < lab.readings) return null;
  for (let i = 0; i < names.cities.length * ways; i++) {
    const pair = paired(one, other, (result) => result.cityWay[i]);
    if (pair.mean < -1 && sure(verdictOf(lab.about.verdicts, pair))) found.push({ i, pair });
  }
  found.sort((a, b) => a.pair.mean - b.pair.mean);
  const told = found.slice(0, 2).map(({ i, pair }) => _("{city}, {direction}: {change} ({count} of {readings})", { city: cityName(names.cities[Math.floor(i / ways)]), direction: _(names.directions[i % ways].label), change: amount(pair.mean, pair.low, pair.high, true), count: written(pair.count - pair.ahead, (pair.ahead % 1) ? 1 : 0), readings: pair.count }));
  return h("p", { class: "note" }, told.length ? _("Who loses: {list}", { list: clauses(told) }) : _("No city loses in any direction so that the readings would be sure of it."));
}

/** @param {any} mine @param {any} today @param {any} names @param {any} page */
function endings(mine, today, names, page) {
  const [then, now] = means(today.readings, mine.readings, (result) => result.died), causes = names.causes.length;
  const fold = (/** @type {Float64Array} */ all) => { const found = new Float64Array(causes); all.forEach((x, i) => { found[i % causes] += x; }); return found; };
  const [a, b] = [fold(then), fold(now)];
  const rows = () => [["cause", "today", "policy"], ...[...a.keys()].filter((i) => a[i] + b[i] > 0).map((i) => [names.causes[i], a[i].toFixed(1), b[i].toFixed(1)])];
  return card({ title: _("What deals die of"), note: [h("i", { class: "dot hollow" }), _("today"), " ", h("i", { class: "dot" }), _("your policy")], name: "deaths", rows }, now.length ? deaths(names, a, b, small(page)) : h("p", { class: "empty" }, "…"));
}

/** @param {import("./lab.js").Lab} lab @param {boolean} same */
function besides(lab, same) {
  const changed = ELSE.filter((name) => !same && lab.pair(name).count >= lab.readings && sure(verdictOf(lab.about.verdicts, lab.pair(name))));
  const outcomes = [...BESIDE, ...changed].map((name) => lab.about.catalogue.outcomes.find((/** @type {any} */ one) => one.name === name));
  const rows = () => [["outcome", "today", "policy", "difference", "low_5", "high_95", "ahead", "readings"], ...outcomes.map((one) => { const p = lab.pair(one.name); return [one.name, p.before, p.after, p.mean, p.low, p.high, p.ahead, p.count]; })];
  return card({ title: _("What else changes"), note: _("line: 9 of 10 readings"), name: "outcomes", rows, class: "besides" },
    same ? h("p", { class: "why" }, _("Nothing yet: this is today's policy.")) : h("ul", { class: "outs" }, outcomes.map((one) => beside(lab, one, lab.pair(one.name)))));
}

/** @param {import("./lab.js").Lab} lab @param {any} outcome @param {import("./paired.js").Pair} pair */
function beside(lab, outcome, pair) {
  const months = outcome.unit === "quarters" ? MONTHS : 1, unit = months === MONTHS ? _("months") : _c("unit", outcome.unit);
  const side = standing(lab.about, outcome.better, pair), more = Math.max(pair.ahead, pair.count - pair.ahead);
  const colour = side > 0 ? "good" : side < 0 ? "bad" : "";
  const [low, high, at] = [pair.low * months, pair.high * months, pair.mean * months];
  const wide = Math.max(Math.abs(low), Math.abs(high), 1e-9) * 1.15, x = scale(-wide, wide, 2, 118);
  const paid = outcome.unit === MONEY, shown = paid ? moneyNumber(at, true) : amount(at, low, high, true);
  const told = paid ? _("{before} to {after}", levels(outcome, pair)) : _("{before} to {after} {unit}", { ...levels(outcome, pair, months), unit });
  if (!pair.count) return h("li", { class: "out" }, h("span", { class: "n" }, _(outcome.label)));
  return h("li", { class: "out" }, h("span", { class: "n", title: _(outcome.words) }, _(outcome.label), h("small", {}, told)),
    h("span", { class: `v ${colour}` }, shown), h("span", { class: "k" }, `${written(more, more % 1 ? 1 : 0)}/${pair.count}`),
    h("svg", { class: `w ${colour}`, viewBox: "0 0 120 14", "aria-hidden": "true" }, h("line", { x1: x(0), x2: x(0), y1: 1, y2: 13, stroke: "var(--line)" }),
      h("line", { x1: x(low), x2: x(high), y1: 7, y2: 7, stroke: "currentColor", "stroke-width": 1.8 }), h("circle", { cx: x(at), cy: 7, r: 3.4, fill: side ? "currentColor" : "var(--card)", stroke: "currentColor", "stroke-width": 1.6 })));
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
function triedSoFar(lab, page) {
  return card({ title: _("Tried so far"), note: _("transfers gained"), name: "tried" },
    h("ol", { class: "hist" }, lab.tried.map((one) => {
      const pair = lab.pair(TRANSFERS, one), mine = keyOf(one) === keyOf(lab.moved), today = keyOf(one) === lab.today;
      return h("li", {}, h("button", { class: mine ? "on" : "", "aria-current": mine ? "true" : null, onclick: () => page.move(one) }, h("i", { class: `dot${today ? " today" : ""}` }), h("span", { class: "t" }, nameOf(one, lab.about, true)), h("span", { class: "num" }, today ? "0" : pair.count ? amount(pair.mean, pair.low, pair.high, true) : "…")));
    })),
    together(lab),
    h("div", { class: "acts" }, h("button", { class: "tool go", disabled: lab.tried.length < 3, onclick: () => page.go("compare") }, _("Compare these")), h("button", { class: "tool", disabled: lab.tried.length < 2, onclick: () => { lab.undo(); } }, _("Undo"))));
}

/** Whether a package brings more than its parts, if the parts were tried alone. @param {import("./lab.js").Lab} lab */
function together(lab) {
  const parts = leversOf(lab.moved).map(([name, strength]) => ({ [`levers.${name}.strength`]: strength }));
  const tried = new Set(lab.tried.map(keyOf));
  if (parts.length < 2 || Object.keys(lab.moved).length !== parts.length || !parts.every((one) => tried.has(keyOf(one)))) return null;
  const all = [{}, lab.moved, ...parts].map((one) => lab.results(one).readings);
  const rows = [...Array(lab.readings).keys()].filter((i) => all.every((one) => one[i])).map((i) => all.map((one) => one[i].outcomes[TRANSFERS]));
  if (rows.length < lab.readings) return null;
  const more = rows.map(([today, whole, ...each]) => whole - today - each.reduce((sum, one) => sum + one - today, 0)), mean = more.reduce((a, b) => a + b, 0) / more.length;
  const ahead = more.filter((x) => (mean > 0 ? x > 0 : x < 0)).length;
  return h("p", { class: "note" }, mean > 0 ? _("Together they bring more than the sum of the parts, by about {size}, in {count} of {readings} readings.", { size: amount(mean, quantile(more, 0.05), quantile(more, 0.95)), count: ahead, readings: rows.length })
    : _("Together they bring less than the sum of the parts, by about {size}, in {count} of {readings} readings.", { size: amount(-mean, quantile(more, 0.05), quantile(more, 0.95)), count: ahead, readings: rows.length }));
}
