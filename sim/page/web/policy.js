// Policy: move a lever and see what follows. A sentence, a picture, then detail.

import { h, marked } from "./dom.js";
import { _, _c, sentences } from "./say.js";
import { amount, halves, level, money, moneyNumber, written, calendar, yearOf } from "./numbers.js";
import { card, dots, scale } from "./figure.js";
import { band, curve, yearly } from "./curve.js";
import { cityName, map } from "./map.js";
import { losersOf, receivedBy } from "./losers.js";
import { fits } from "./rail.js";
import { deaths } from "./deaths.js";
import { claim } from "./claim.js";
import { needed, standing, verdictOf, sure } from "./paired.js";
import { keyOf, leversOf, lower, named, nameOf } from "./setting.js";
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
  const style = `--b:${lab.colour(lab.moved)}`;
  return [
    h("div", { class: "main mine", style }, h("div", {}, intro(lab), sentence(lab, pair, same, page)), chart(lab, mine, today, same, page), h("div", { class: "two" }, where(lab, mine, today, names, page), endings(mine, today, names, page))),
    h("div", { class: "side mine", style }, besides(lab, same), triedSoFar(lab, page)),
  ];
}

/** What a stranger needs to read the rest. @param {import("./lab.js").Lab} lab */
function intro(lab) {
  const { run, catalogue } = lab.about, cores = catalogue.cities.filter((/** @type {any} */ one) => one.tier === "core"), core = (cores.length ? cores : catalogue.cities.slice(0, 1)).map(cityName).reduce((/** @type {string} */ first, /** @type {string} */ second) => _("{first} and {second}", { first, second }));
  const places = { core, cities: catalogue.cities.length, from: run.policy_year, to: run.policy_year + Math.ceil((run.quarters - run.policy_quarter) / 4) - 1 };
  return h("details", { class: "intro" }, h("summary", {}, _("{cities} cities around {core}, {from} to {to}. Try one policy, try another, then Compare. What a transfer is, and a reading:", places)),
    h("p", {}, _("A transfer is a technology of one side (military, civilian, university) that is taken into use by another. A reading is one way to fill in what the sources leave open; every policy is run under the same {readings} readings, and the page counts in how many it brings more.", { readings: lab.readings })));
}

/** What may be said, what may not, and how many readings say so. It has its height from the first, so that nothing below it moves.
 * @param {import("./lab.js").Lab} lab @param {import("./paired.js").Pair} pair @param {boolean} same @param {any} page */
function sentence(lab, pair, same, page) {
  const { about } = lab, years = (about.run.quarters - about.run.policy_quarter) / 4, done = pair.count >= lab.readings, verdict = verdictOf(about.verdicts, pair);
  const levels = lab.results({}).readings.filter(Boolean).map((one) => one.outcomes[TRANSFERS]), ends = [0.05, 0.95].map((share) => quantile(levels, share));
  const told = same ? _("{done} of {readings} readings run", { done: levels.length, readings: lab.readings }) : !done ? _("{count} of {readings} readings so far", { count: pair.count, readings: lab.readings })
    : pair.ahead % 1 ? _("{ahead} of {count} readings have more transfers; a tie counts half", { ahead: halves(pair.ahead), count: pair.count }) : _("{ahead} of {count} readings have more transfers", { ahead: halves(pair.ahead), count: pair.count });
  const said = same ? _("This is *today's policy*. Move a lever: the whole decade is run again, under {count} readings of the sources.", { count: lab.readings }) : claim(about, named(lab.moved, about, true), _("today's policy"), pair, lab.readings, years);
  const warned = same ? levels.length < lab.readings ? [] : [_("Do not write: “There will be {level} transfers.” The readings reach from {low} to {high} in {years} years; a level of the model is no forecast, a difference can be said.", { level: written(levels.reduce((a, b) => a + b, 0) / levels.length), low: amount(ends[0], ends[0], ends[1]), high: amount(ends[1], ends[0], ends[1]), years })] : done ? cannot(lab, pair) : [];
  return h("div", { class: `said${same ? "" : " of"}${done ? "" : " waiting"}`, "aria-live": "polite" },
    h("p", { class: "verdict" }, marked(said)),
    same || !done || verdict === "none" ? null : h("p", { class: "price" }, sentences(prices(lab))),
    h("p", { class: "vline" }, dots(same ? levels.map(() => 1) : pair.diffs, lab.readings, told), h("span", { class: "why" }, _("{text}.", { text: told }))),
    warned.map((one) => h("p", { class: "why" }, one)));
}

/** The answer as one paragraph, to be pasted elsewhere. @param {import("./lab.js").Lab} lab @returns {string} */
export function answerText(lab) {
  const { about } = lab, years = (about.run.quarters - about.run.policy_quarter) / 4, pair = lab.pair(TRANSFERS);
  if (keyOf(lab.moved) === lab.today || pair.count < lab.readings) return _("Said once all readings are in.");
  const leaks = about.catalogue.outcomes.find((/** @type {any} */ one) => one.name === "leaks"), leaked = lab.pair("leaks"), better = standing(about, leaks.better, leaked) > 0;
  return sentences([claim(about, named(lab.moved, about, true), _("today's policy"), pair, lab.readings, years), ...prices(lab), better ? _("{outcome}: from {before} to {after}.", { outcome: _(leaks.label), ...levels(leaks, leaked) }) : "", fits(lab, lab.results(lab.moved).readings, lab.pair(COST).after),
    _("Who loses (transfers received): {text}", { text: losersOf(lab, lab.moved) }), bounds(lab)].filter(Boolean)).replaceAll("*", "");
}

/** What no reading doubts. @param {import("./lab.js").Lab} lab */
export function bounds(lab) {
  return sentences([_("Not doubted: one form of the model, one population, the counts of cities as they are."), Object.keys(lab.form).length ? _("The form of the model is not that shipped.") : "", _("A reading is one way to fill in what the sources leave open; a count of readings is no chance that a policy works.")].filter(Boolean));
}

/** What it costs and what else gets surely worse: cannot be switched off. @param {import("./lab.js").Lab} lab */
function prices(lab) {
  const { about } = lab, cost = lab.pair(COST), wait = lab.pair(WAIT), said = [];
  const range = { cost: money(Math.abs(cost.mean)), low: moneyNumber(cost.mean > 0 ? cost.low : -cost.high), high: moneyNumber(cost.mean > 0 ? cost.high : -cost.low) };
  said.push(Math.abs(cost.mean) < 0.5 ? _("It costs no more.") : cost.mean > 0 ? _("It costs about {cost}; nine readings in ten lie between {low} and {high}.", range) : _("It costs about {cost} less; nine readings in ten lie between {low} and {high}.", range));
  if (cost.after > lab.budget) said.push(_("That is {times} times the budget of {budget}.", { times: written(cost.after / lab.budget, cost.after < 10 * lab.budget ? 1 : 0), budget: money(lab.budget) }));
  if (sure(verdictOf(about.verdicts, wait)) && Math.abs(wait.mean * MONTHS) >= 0.5) {
    const months = amount(Math.abs(wait.mean) * MONTHS, wait.low * MONTHS, wait.high * MONTHS);
    said.push(wait.mean < 0 ? _("Files wait {months} months less.", { months }) : _("The price: files wait {months} months more.", { months }));
  }
  for (const name of [...BESIDE, ...ELSE]) {
    if (name === COST || name === WAIT) continue;
    const outcome = about.catalogue.outcomes.find((/** @type {any} */ one) => one.name === name), pair = lab.pair(name);
    if (standing(about, outcome.better, pair) < 0) said.push(_("The price: {outcome}, from {before} to {after}.", { outcome: lower(_(outcome.label)), ...levels(outcome, pair) }));
  }
  return said;
}

/** What an outcome was and is, in words. @param {any} outcome @param {import("./paired.js").Pair} pair @param {number} [times] */
const levels = (outcome, pair, times = 1) => (outcome.unit === MONEY ? { before: moneyNumber(pair.before), after: money(pair.after) } : { before: level(pair.before * times), after: level(pair.after * times) });

/** The size of a small picture on this screen, so that letters are as large as elsewhere. @param {any} page */
const small = (page) => (page.width < 760 ? { width: Math.max(300, page.width - 62), height: 262 } : { width: Math.max(320, Math.min(560, (page.width - (page.width > 1180 ? 750 : 390)) / 2)), height: 262 });

/** What a reader might be led to write and the runs do not bear, with the reason. @param {import("./lab.js").Lab} lab @param {import("./paired.js").Pair} pair */
function cannot(lab, pair) {
  const found = [], gain = (/** @type {any} */ one) => lab.pair(TRANSFERS, one).mean;
  const rival = lab.tried.filter((one) => keyOf(one) !== lab.today && keyOf(one) !== keyOf(lab.moved)).map((one) => ({ one, pair: lab.pair(TRANSFERS, lab.moved, one) }))
    .filter((other) => other.pair.count === lab.readings && !sure(verdictOf(lab.about.verdicts, other.pair))).sort((a, b) => gain(b.one) - gain(a.one))[0];
  if (rival) {
    const first = rival.pair.ahead * 2 >= rival.pair.count, [one, other] = first ? [lab.moved, rival.one] : [rival.one, lab.moved], ahead = first ? rival.pair.ahead : rival.pair.count - rival.pair.ahead;
    found.push(_("Do not write that {policy} brings more than {other}: it is ahead in {ahead} of {count} readings, {other} in {behind}; the rule asks for {needed}.", { policy: named(one, lab.about), other: named(other, lab.about), ahead: halves(ahead), behind: halves(rival.pair.count - ahead), count: rival.pair.count, needed: needed(lab.about.verdicts, rival.pair.count) }));
  }
  found.push(_("Do not write: “There will be {level} transfers.” A level of the model is no forecast; the difference can be said.", { level: written(Math.round(pair.after)) }));
  return found;
}

/** @param {import("./lab.js").Lab} lab @param {any} mine @param {any} today @param {boolean} same @param {any} page */
function chart(lab, mine, today, same, page) {
  const { about } = lab, way = page.way, of = (/** @type {any[]} */ all) => all.filter(Boolean).map((one) => yearly(one, way));
  const ghost = lab.ghost && keyOf(lab.ghost) !== keyOf(lab.moved) && keyOf(lab.ghost) !== lab.today ? lab.results(lab.ghost) : null;
  const readings = of(mine.readings), luck = of(mine.luck), curves = { today: band(of(today.readings)), mine: band(readings), before: ghost ? band(of(ghost.readings)) : null, luck: luck.length >= 4 && readings.length ? around(band(luck), band(readings)) : null, count: readings.length, same, ghost: lab.ghost ? lab.colour(lab.ghost) : "" };
  const narrow = page.width < 760, size = narrow ? { width: 360, height: 250 } : { width: 700, height: 290 };
  const flags = (lab.moved.shocks || []).map((/** @type {any} */ one) => ({ quarter: one.quarter, label: _("{key} becomes {value} in {quarter}", { key: one.key, value: one.value, quarter: calendar(about.run, one.quarter) }) }));
  const picture = curves.today || curves.mine ? curve(about.run, /** @type {any} */ (curves), { ...size, flags, at: page.watch ? page.watch.quarter : null, narrow }) : h("p", { class: "empty", style: `aspect-ratio:${size.width}/${size.height}` }, _("The first run is on its way."));
  const rows = () => [["quarter", "today", "policy", "policy_5", "policy_95", "before"], ...Array.from({ length: about.run.quarters }, (_none, q) => [yearOf(about.run, q), curves.today?.mean[q], curves.mine?.mean[q], curves.mine?.low[q], curves.mine?.high[q], curves.before?.mean[q] ?? ""])];
  const pick = h("select", { class: "small", "aria-label": _("Which transfers"), onchange: (/** @type {any} */ e) => page.set({ way: e.target.value === "" ? null : Number(e.target.value) }) },
    h("option", { value: "" }, _("all directions")), about.catalogue.directions.map((/** @type {any} */ one, /** @type {number} */ i) => h("option", { value: i, selected: way === i }, _(one.label))));
  return card({ title: _("Transfers delivered a year"), note: readings.length >= lab.readings ? _("mean of {readings} readings", { readings: lab.readings }) : _("mean of {done} readings so far", { done: readings.length }), name: "transfers", rows, class: "chart",
    tools: [pick, h("button", { class: "tool small", onclick: () => page.startWatch(), "aria-pressed": !!page.watch }, page.watch ? _("Stop watching") : _("Watch")), h("button", { class: "tool small", "aria-expanded": page.opened === "course", onclick: () => page.open("course") }, _("A barrier changes in a year …"))] },
    picture, page.watch ? watching(lab, page) : null, page.opened === "course" ? course(lab, page) : null,
    h("div", { class: "key" }, h("span", {}, h("i", { class: "sw luck" }), _("what luck alone moves: one reading, other random numbers")), h("span", {}, h("i", { class: "sw readings" }), _("nine readings in ten")), ghost ? h("span", {}, h("i", { class: "ln", style: `border-color:${lab.colour(/** @type {any} */ (lab.ghost))}` }), _("before: {policy}", { policy: named(/** @type {any} */ (lab.ghost), about) })) : null),
    h("p", { class: "note" }, _("Up to {year} history; policies are tried from {year} on, so that a run can be laid beside the years since.", { year: about.run.policy_year })));
}

/** A band laid around the mean of another: as wide, elsewhere. @param {any} one @param {any} other */
function around(one, other) {
  const shift = (/** @type {number[]} */ values) => values.map((x, q) => x - one.mean[q] + other.mean[q]);
  return { mean: other.mean, low: shift(one.low), high: shift(one.high) };
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
  const quarter = h("select", { name: "quarter", "aria-label": _("From") }, Array.from({ length: Math.ceil((run.quarters - run.policy_quarter) / 4) }, (_none, i) => h("option", { value: run.policy_quarter + 4 * i }, String(run.policy_year + i))));
  const key = h("select", { name: "key", "aria-label": _("Barrier") }, catalogue.barriers.map((/** @type {any} */ one) => h("option", { value: `barriers.${one.name}` }, _(one.label))));
  const value = h("input", { type: "number", name: "value", min: 0, max: 1, step: 0.05, value: 0.3, "aria-label": _("New strength") });
  const plant = (/** @type {any} */ e) => { const [when, what, how] = ["quarter", "key", "value"].map((name) => e.target.closest(".course").querySelector(`[name=${name}]`).value); page.opened = ""; page.move({ ...lab.moved, shocks: [...shocks, { quarter: Number(when), key: what, value: Number(how) }].sort((a, b) => a.quarter - b.quarter || a.key.localeCompare(b.key)) }); };
  return h("div", { class: "course" }, h("span", {}, _("From")), quarter, key, h("span", {}, _("becomes")), value,
    h("button", { class: "tool go small", onclick: plant }, _("Add the change")),
    shocks.map((/** @type {any} */ one, /** @type {number} */ i) => h("button", { class: "chip", title: _("Take this change out"), onclick: () => { const rest = shocks.filter((/** @type {any} */ _one, /** @type {number} */ k) => k !== i); const next = { ...lab.moved, shocks: rest }; if (!rest.length) delete next.shocks; page.move(next); } }, _("{year}: {barrier} {value}", { year: Math.floor(yearOf(run, one.quarter)), barrier: _(catalogue.barriers.find((/** @type {any} */ b) => `barriers.${b.name}` === one.key)?.label || one.key), value: one.value.toFixed(2) }), " ✕")));
}

/** @param {import("./lab.js").Lab} lab @param {any} mine @param {any} today @param {any} names @param {any} page */
function where(lab, mine, today, names, page) {
  let [then, now] = means(today.readings, mine.readings, (result) => result.flow);
  if (page.watch?.deals) [then, now] = flowsUpTo(names, page.watch);
  const rows = () => [["from", "to", "today", "policy"], ...[...now.keys()].filter((i) => now[i] + then[i] > 0).map((i) => [names.cities[Math.floor(i / names.cities.length)].name, names.cities[i % names.cities.length].name, then[i].toFixed(2), now[i].toFixed(2)])];
  return card({ title: page.watch?.deals ? _("Where transfers have happened") : _("Where the extra transfers happen"), note: page.watch?.deals ? _("one run, up to {quarter}", { quarter: calendar(lab.about.run, page.watch.quarter) }) : [_("in the decade; darker: changed more"), soFar(lab)], name: "map", rows },
    now.length ? map(names, then, now, small(page), page.watch?.deals || lab.done() < lab.readings ? null : receivedBy(lab, lab.moved)) : blank(page), h("p", { class: "note" }, _("Numbers: change of transfers received and the readings that agree; grey: no verdict.")), h("div", { class: "losers" }, h("h3", {}, _("Who loses: transfers received")), h("p", { class: "why" }, losersOf(lab, lab.moved))));
}

/** That the figures of a card are not all in yet. @param {import("./lab.js").Lab} lab */
const soFar = (lab) => (lab.done() < lab.readings ? _(" · {done} of {readings} readings so far", { done: lab.done(), readings: lab.readings }) : "");

/** The room of a picture before its first run. @param {any} page */
const blank = (page) => { const { width, height } = small(page); return h("p", { class: "empty", style: `aspect-ratio:${width}/${height}` }, "…"); };

/** Deliveries of the watched run up to its quarter, by cities. @param {any} names @param {any} watch */
function flowsUpTo(names, watch) {
  const count = names.cities.length, found = new Float64Array(count * count), { deals, organisations } = watch.deals;
  for (let i = 0; i < watch.deals.count; i++) if (deals.status[i] === names.statuses.delivered && deals.ended[i] < watch.quarter + 1) found[organisations.city[deals.source[i]] * count + organisations.city[deals.recipient[i]]]++;
  return [new Float64Array(found.length), found];
}

/** @param {any} mine @param {any} today @param {any} names @param {any} page */
function endings(mine, today, names, page) {
  const [then, now] = means(today.readings, mine.readings, (result) => result.died), causes = names.causes.length;
  const fold = (/** @type {Float64Array} */ all) => { const found = new Float64Array(causes); all.forEach((x, i) => { found[i % causes] += x; }); return found; };
  const [a, b] = [fold(then), fold(now)];
  const rows = () => [["cause", "today", "policy"], ...[...a.keys()].filter((i) => a[i] + b[i] > 0).map((i) => [names.causes[i], a[i].toFixed(1), b[i].toFixed(1)])];
  return card({ title: _("What deals die of"), note: [h("i", { class: "dot hollow" }), _("today"), " ", h("i", { class: "dot" }), _("your policy")], name: "deaths", rows }, now.length ? deaths(names, a, b, small(page)) : blank(page));
}

/** @param {import("./lab.js").Lab} lab @param {boolean} same */
function besides(lab, same) {
  const changed = ELSE.filter((name) => !same && lab.pair(name).count >= lab.readings && sure(verdictOf(lab.about.verdicts, lab.pair(name))));
  const outcomes = [...BESIDE, ...changed].map((name) => lab.about.catalogue.outcomes.find((/** @type {any} */ one) => one.name === name));
  const rows = () => [["outcome", "today", "policy", "difference", "low_5", "high_95", "ahead", "readings"], ...outcomes.map((one) => { const p = lab.pair(one.name); return [one.name, p.before, p.after, p.mean, p.low, p.high, p.ahead, p.count]; })];
  return card({ title: _("What else changes"), note: [_("line: nine readings in ten; filled: sure; count: readings that agree"), soFar(lab)], name: "outcomes", rows, class: `besides${lab.done() < lab.readings ? " waiting" : ""}` },
    h("ul", { class: "outs" }, outcomes.map((one) => beside(lab, one, lab.pair(one.name), same))));
}

/** @param {import("./lab.js").Lab} lab @param {any} outcome @param {import("./paired.js").Pair} pair @param {boolean} same */
function beside(lab, outcome, pair, same) {
  const months = outcome.unit === "quarters" ? MONTHS : 1, unit = months === MONTHS ? _("months") : _c("unit", outcome.unit);
  const side = standing(lab.about, outcome.better, pair), more = Math.max(pair.ahead, pair.count - pair.ahead);
  const colour = pair.count < lab.readings ? "" : side > 0 ? "good" : side < 0 ? "bad" : "";
  const [low, high, at] = [pair.low * months, pair.high * months, pair.mean * months];
  const wide = Math.max(Math.abs(low), Math.abs(high), 1e-9) * 1.15, x = scale(-wide, wide, 2, 118);
  const paid = outcome.unit === MONEY, shown = paid ? moneyNumber(at, true) : amount(at, low, high, true);
  const now = levels(outcome, pair, paid ? 1 : months).after, told = same ? (paid ? now : _("{amount} {unit}", { amount: now, unit })) : paid ? _("{before} → {after}", levels(outcome, pair)) : _("{before} → {after} {unit}", { ...levels(outcome, pair, months), unit });
  const whole = pair.count >= lab.readings, name = h("summary", {}, _(outcome.label));
  return h("li", { class: "out" }, h("span", { class: "n" }, h("details", {}, name, h("p", { class: "why" }, _(outcome.words))), h("small", {}, pair.count ? told : "…")),
    h("span", { class: `v ${colour}` }, same ? "" : pair.count ? shown : "…"), h("span", { class: "k" }, whole && !same ? _("{more} of {count}", { more: halves(more), count: pair.count }) : ""),
    h("svg", { class: `w ${colour}`, viewBox: "0 0 120 14", "aria-hidden": "true" }, h("line", { x1: 60, x2: 60, y1: 1, y2: 13, stroke: "var(--line)" }),
      !pair.count || same ? null : [h("line", { x1: x(low), x2: x(high), y1: 7, y2: 7, stroke: "currentColor", "stroke-width": 1.8 }), h("circle", { cx: x(at), cy: 7, r: 3.4, fill: side ? "currentColor" : "var(--card)", stroke: "currentColor", "stroke-width": 1.6 })]));
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
function triedSoFar(lab, page) {
  return card({ title: _("Tried so far"), note: _("transfers gained"), name: "tried" },
    h("ol", { class: "hist" }, lab.tried.map((one) => {
      const pair = lab.pair(TRANSFERS, one), mine = keyOf(one) === keyOf(lab.moved), today = keyOf(one) === lab.today, name = nameOf(one, lab.about, true), whole = pair.count >= lab.readings;
      return h("li", { key: keyOf(one) }, h("button", { class: mine ? "on" : "", "aria-current": mine ? "true" : null, onclick: () => page.move(one) }, h("i", { class: `dot${today ? " today" : ""}`, style: today ? null : `background:${lab.colour(one)}` }), h("span", { class: "t" }, name), h("span", { class: `num${whole ? "" : " soft"}` }, today ? "0" : whole ? amount(pair.mean, pair.low, pair.high, true) : _("{done} of {readings} readings", { done: pair.count, readings: lab.readings }))),
        today ? null : h("button", { class: "x", "aria-label": _("Forget {policy}", { policy: name }), title: _("Forget {policy}", { policy: name }), onclick: () => lab.remove(one) }, "✕"));
    })),
    together(lab),
    h("div", { class: "acts" }, h("button", { class: "tool go", disabled: lab.tried.length < 2, onclick: () => page.go("compare") }, _("Compare these")), h("button", { class: "tool", disabled: !lab.past.length && !lab.grasped, onclick: () => lab.undo() }, _("Undo"))));
}

/** Whether a package brings more than its parts, if the parts were tried alone. @param {import("./lab.js").Lab} lab */
function together(lab) {
  const parts = leversOf(lab.moved, lab.about).map(([name, strength]) => ({ [`levers.${name}.strength`]: strength }));
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
