// Deals: how far they get, which died of what, and the life of one under today's policy and under yours.

import { h, marked } from "./dom.js";
import { _, gap, sentences } from "./say.js";
import { signed, written, calendar, smallMoney } from "./numbers.js";
import { card, scale, saveCsv } from "./figure.js";
import { keyOf, named, nameOf } from "./setting.js";
import { causeName } from "./deaths.js";
import { cityName } from "./map.js";
import { dealKey, oneRun } from "./compare.js";
import { label } from "./policy.js";
import { served } from "./server.js";

const LISTED = 200;
const WIDE = /[\u2e80-\uffef]/; // letters that take twice the room
const SAME = 0.34; // quarters between two steps that are written as one mark

/** The policy under view: that in hand, else the best of those compared. @param {import("./lab.js").Lab} lab */
const viewed = (lab) => (keyOf(lab.moved) === lab.today ? lab.ranked(lab.compared())[0] || lab.moved : lab.moved);

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function dealsView(lab, page) {
  const moved = viewed(lab), state = (page.state.deals ||= { stage: null, cause: null, chosen: null, key: "", which: "won" }), names = lab.about.catalogue, key = JSON.stringify([lab.form, keyOf(moved)]), same = keyOf(moved) === lab.today;
  if (state.key !== key) {
    Object.assign(state, { key, moved, today: null, mine: null, stage: null, cause: null });
    Promise.all([page.dealsOf({}), page.dealsOf(moved)]).then(([today, mine]) => { if (state.key === key) { Object.assign(state, { today, mine, there: indexed(mine), here: indexed(today), chosen: null }); page.soon(); } });
  }
  const own = lab.tried.filter((one) => keyOf(one) !== lab.today), pick = own.length ? h("p", { class: "c12" }, h("label", {}, _("Against today's policy:"), gap(), h("select", { id: "deals-of", onchange: (/** @type {any} */ e) => page.move(own[Number(e.target.value)]) }, own.map((one, i) => h("option", { value: i, selected: keyOf(one) === keyOf(moved) }, nameOf(one, lab.about, true)))))) : h("p", { class: "why c12" }, _("Today's policy alone: try a policy, and its deals stand beside these."));
  if (!state.today) return h("div", { class: "wide" }, pick, h("p", { class: "empty c12" }, _("Two runs are being fetched, deal by deal.")));
  const rows = listed(names, state, lab.about.run, same).filter((i) => state.cause === null || state.today.deals.cause[i] === state.cause);
  if (!rows.includes(state.chosen)) state.chosen = rows[0] ?? null;
  return h("div", { class: "wide mine", style: `--b:${lab.colour(moved)}` }, pick, funnel(lab, names, state, same, page), list(lab, names, state, rows, same, page), h("div", { class: "c6", style: "display:grid;gap:14px;align-content:start" }, state.chosen === null ? card({ title: _("No such deal"), name: "life" }, h("p", { class: "why" }, _("No deal fits what is chosen at the left."))) : [life(lab, names, state, same, page), served ? reasons(lab, state, page) : null, parties(names, state, same)]));
}

/** @param {any} run of deals */
const indexed = (run) => new Map(Array.from({ length: run.count }, (_none, i) => [dealKey(run.deals, i), i]));

/** Deals of today's run that are listed, of whatever cause: those that the policy wins or loses, or all that died. @param {any} names @param {any} state @param {any} run @param {boolean} same */
function listed(names, state, run, same) {
  const { deals, count } = state.today, found = [];
  for (let i = 0; i < count; i++) {
    if (deals.ended[i] <= run.policy_quarter || (state.stage !== null && deals.stage[i] !== state.stage)) continue;
    const other = state.there.get(dealKey(deals, i)), dead = deals.status[i] === names.statuses.dead, then = other === undefined ? -1 : state.mine.deals.status[other];
    if (same || state.which === "all" ? !dead : state.which === "won" ? !dead || then !== names.statuses.delivered : deals.status[i] !== names.statuses.delivered || then !== names.statuses.dead) continue;
    if (other !== undefined) found.push(i);
  }
  return found;
}

/** @param {import("./lab.js").Lab} lab @param {any} names @param {any} state @param {boolean} same @param {any} page */
function funnel(lab, names, state, same, page) {
  const reached = (/** @type {any} */ run) => { const all = new Array(names.stages.length).fill(0), from = lab.about.run.policy_quarter; for (let i = 0; i < run.count; i++) if (!(run.deals.ended[i] < from)) for (let s = 0; s <= run.deals.stage[i]; s++) all[s]++; return all; };
  const [a, b] = [reached(state.today), reached(state.mine)], most = Math.max(...a, ...b, 1);
  return card({ title: _("How far deals get"), note: _("one run as the sources are coded, from {year} on", { year: lab.about.run.policy_year }), name: "funnel", class: "c3", rows: () => [["stage", "today", "policy"], ...names.stages.map((/** @type {string} */ one, /** @type {number} */ i) => [one, a[i], b[i]])] },
    h("p", { class: "key" }, h("span", {}, h("i", { class: "sw", style: "background:var(--faint)" }), _("today")), same ? null : h("span", {}, h("i", { class: "sw", style: "background:var(--b)" }), nameOf(state.moved, lab.about, true))),
    h("div", { class: "funnel" }, names.stages.map((/** @type {string} */ one, /** @type {number} */ i) => h("button", { "aria-pressed": state.stage === i, disabled: i === names.stages.length - 1, onclick: () => { state.stage = state.stage === i ? null : i; state.cause = null; page.soon(); } },
      h("span", { class: "n" }, _(label(one)), h("span", { class: "num" }, written(a[i]), same ? null : h("b", { style: "color:var(--b)" }, " ", signed(b[i] - a[i])))), h("i", { class: "then", style: `width:${(a[i] / most) * 100}%` }), same ? null : h("i", { style: `width:${(b[i] / most) * 100}%` })))), h("p", { class: "note" }, oneRun()));
}

/** @param {import("./lab.js").Lab} lab @param {any} names @param {any} state @param {number[]} rows @param {boolean} same @param {any} page */
function list(lab, names, state, rows, same, page) {
  const { deals, organisations } = state.today, causes = new Map();
  for (const i of listed(names, state, lab.about.run, same)) causes.set(deals.cause[i], (causes.get(deals.cause[i]) || 0) + 1);
  const which = { won: _("died today, delivered under your policy"), lost: _("delivered today, lost under your policy"), all: _("all that died today") };
  const pick = h("select", { "aria-label": _("Cause"), onchange: (/** @type {any} */ e) => { state.cause = e.target.value === "" ? null : Number(e.target.value); page.soon(); } }, h("option", { value: "" }, _("any cause")), [...causes].sort((x, y) => y[1] - x[1]).map(([cause, count]) => h("option", { value: cause, selected: state.cause === cause }, `${causeName(names, cause)} (${written(count)})`)));
  const all = () => [["initiator", "opened", "slot", "direction", "field", "stage", "cause", "ended"], ...rows.map((i) => [deals.initiator[i], deals.opened[i], deals.slot[i], names.directions[deals.direction[i]].name, names.fields[deals.field[i]].name, names.stages[deals.stage[i]], names.causes[deals.cause[i]], deals.ended[i].toFixed(3)])];
  return card({ title: state.stage === null ? _("Deals that end otherwise, or died") : _("Ended in stage: {stage}", { stage: _(label(names.stages[state.stage])) }), note: written(rows.length), name: "deals", class: "c3", tools: [h("button", { class: "tool small", title: _("Every deal of both runs, with all that the model keeps of it"), onclick: () => saveCsv(everyDeal(names, state), "deals") }, _("All deals, CSV"))], rows: all },
    h("div", { style: "display:flex;gap:6px;flex-wrap:wrap;margin-bottom:8px" }, same ? null : h("select", { "aria-label": _("Which deals"), onchange: (/** @type {any} */ e) => { state.which = e.target.value; state.cause = null; page.soon(); } }, Object.entries(which).map(([name, text]) => h("option", { value: name, selected: state.which === name }, text))), state.which === "lost" ? null : pick),
    h("div", { class: "list" }, rows.slice(0, LISTED).map((i) => h("button", { "aria-current": i === state.chosen ? "true" : null, onclick: () => { state.chosen = i; page.soon(); } }, h("span", {}, _(names.fields[deals.field[i]].label)), h("small", { class: "r" }, calendar(lab.about.run, deals.ended[i])), h("small", {}, way(names, deals, organisations, i)), h("small", { class: "r" }, _(names.directions[deals.direction[i]].label))))),
    rows.length > LISTED ? h("p", { class: "note" }, _("The first {count} are listed; the file holds all.", { count: LISTED })) : null);
}

/** Every deal of both worlds in the model's own columns; codes are written as their names. @param {any} names @param {any} state */
function everyDeal(names, state) {
  const worlds = [["today", state.today], ...(state.mine === state.today ? [] : [["policy", state.mine]])], columns = Object.keys(state.today.deals);
  const status = Object.fromEntries(Object.entries(names.statuses).map(([name, code]) => [code, name]));
  const coded = /** @type {Record<string, (x: number) => string>} */ ({ direction: (x) => names.directions[x]?.name, field: (x) => names.fields[x]?.name, stage: (x) => names.stages[x], cause: (x) => names.causes[x], status: (x) => status[x], money: (x) => names.moneys[x] });
  const written = (/** @type {string} */ name, /** @type {number} */ x) => (coded[name] ? coded[name](x) : Number.isNaN(x) ? "" : x);
  return [["world", ...columns, "city_from", "city_to"], ...worlds.flatMap(([world, { count, deals, organisations }]) => Array.from({ length: count }, (_none, i) => [world, ...columns.map((name) => written(name, deals[name][i])),
    names.cities[organisations.city[deals.source[i]]]?.key ?? "", names.cities[organisations.city[deals.recipient[i]]]?.key ?? ""]))];
}

/** @param {any} names @param {any} deals @param {any} organisations @param {number} i */
function way(names, deals, organisations, i) {
  const from = cityName(names.cities[organisations.city[deals.source[i]]]);
  return deals.recipient[i] >= 0 ? _("{from} → {to}", { from, to: cityName(names.cities[organisations.city[deals.recipient[i]]]) }) : _("{from}, no partner", { from });
}

/** Steps of a deal's life, in quarters. @param {any} deals @param {number} i @param {any} names */
function steps(deals, i, names) {
  const found = [{ at: deals.opened[i], word: _("opened") }];
  for (const [column, word] of [["matched", _("matched")], ["cleared", _("cleared")], ["converted", _("converted")], ["financed", _("financed")]]) if (Number.isFinite(deals[column][i])) {
    const at = deals[column][i], before = found[found.length - 1];
    if (found.length > 1 && at - before.at < SAME) before.word = _("{one}, {other}", { one: before.word, other: word });
    else found.push({ at, word });
  }
  const status = deals.status[i];
  return { found, end: deals.ended[i], delivered: status === names.statuses.delivered, open: status === names.statuses.open, cause: deals.cause[i] };
}

/** @param {import("./lab.js").Lab} lab @param {any} names @param {any} state @param {boolean} same @param {any} page */
function life(lab, names, state, same, page) {
  const { run } = lab.about, i = state.chosen, { deals, organisations } = state.today, j = state.there.get(dealKey(deals, i)), mine = state.mine.deals;
  const lanes = [{ name: _("Today"), tint: "var(--a)", ...steps(deals, i, names) }, ...(same || j === undefined ? [] : [{ name: _("Your policy"), tint: "var(--b)", ...steps(mine, j, names) }])];
  const width = page.width < 760 ? Math.max(300, page.width - 62) : 620, ended = (/** @type {any} */ one) => (Number.isFinite(one.end) ? one.end : run.quarters), last = Math.max(...lanes.map(ended)), first = deals.opened[i];
  const x = scale(first, Math.max(last, first + 1), 16, width - 16), years = [], apart = 4 * Math.max(1, Math.ceil(36 / Math.max(1, x(first + 4) - x(first))));
  for (let q = Math.ceil(first / 4) * 4; q <= last; q += apart) years.push(q);
  const values = { field: _(names.fields[deals.field[i]].label), kind: _(names.kinds[organisations.kind[deals.source[i]]].label), city: cityName(names.cities[organisations.city[deals.source[i]]]), cause: causeName(names, deals.cause[i]).toLowerCase(), quarter: calendar(run, deals.ended[i]) };
  const told = deals.status[i] === names.statuses.delivered ? _("{kind} in {city}, {field}: the offer is delivered in {quarter} today.", values) : _("{kind} in {city}, {field}: the offer ended in {quarter} today, of: {cause}.", values);
  const other = lanes[1], then = !other ? "" : other.delivered ? _("*Under your policy the same offer is delivered in {quarter}.*", { quarter: calendar(run, other.end) }) : other.open ? _("*Under your policy it is still under way at the end.*") : _("*Under your policy it ends in {quarter}, of: {cause}.*", { quarter: calendar(run, other.end), cause: causeName(names, other.cause).toLowerCase() });
  const long = (/** @type {string} */ text) => [...text].reduce((all, one) => all + (WIDE.test(one) ? 12.6 : 6.9), 8);
  let height = 4;
  const drawn = lanes.map((one) => {
    const end = ended(one), colour = one.delivered ? "var(--good)" : "var(--bad)", free = /** @type {number[]} */ ([]); // where the labels of each row end: above, below, above those, and so on
    const marks = [...one.found.map((s) => ({ at: s.at, lines: [calendar(run, s.at, true), s.word], fill: "var(--ink)" })), { at: end, lines: one.open ? ["", _("under way")] : [calendar(run, end, true), one.delivered ? _("delivered") : causeName(names, one.cause)], fill: one.open ? "var(--soft)" : colour }].map((mark) => {
      const wide = Math.max(...mark.lines.map(long)), left = Math.max(0, Math.min(width - wide, x(mark.at) - wide / 2));
      let row = 0;
      while ((free[row] ?? -1) > left) row++;
      free[row] = left + wide;
      return { ...mark, row, middle: left + wide / 2 };
    });
    const above = Math.ceil(free.length / 2), top = height, y = top + 24 + above * 32;
    height = y + 16 + (free.length - above) * 32 + 8;
    return h("g", {}, h("text", { x: 0, y: top + 12, fill: one.tint, style: "font-weight:600" }, one.name), h("line", { x1: x(one.found[0].at), x2: x(end), y1: y, y2: y, stroke: one.tint, "stroke-width": 4, "stroke-linecap": "round", "stroke-dasharray": one.open ? "2 8" : null }),
      marks.map((mark) => {
        const text = mark.row % 2 ? y + 24 + ((mark.row - 1) / 2) * 32 : y - 24 - (mark.row / 2) * 32;
        return h("g", { class: "halo" }, mark.row > 1 ? h("line", { x1: x(mark.at), x2: mark.middle, y1: y, y2: mark.row % 2 ? text - 11 : text + 17, stroke: "var(--line)" }) : null, mark.lines.map((line, k) => h("text", { x: mark.middle, y: text + 14 * k, "text-anchor": "middle", fill: k ? mark.fill : "var(--soft)" }, line)));
      }),
      one.found.map((s) => h("circle", { cx: x(s.at), cy: y, r: 5, fill: "var(--card)", stroke: one.tint, "stroke-width": 2 })),
      one.delivered ? h("circle", { cx: x(end), cy: y, r: 8, fill: "var(--good)" }) : one.open ? null : [h("circle", { cx: x(end), cy: y, r: 8, fill: "var(--card)", stroke: "var(--bad)", "stroke-width": 2 }), h("path", { d: `M${x(end) - 3} ${y - 3}l6 6m0 -6l-6 6`, stroke: "var(--bad)", "stroke-width": 2 })]);
  });
  return card({ title: _("The life of one offer"), name: "life", rows: () => [["world", "step", "quarter"], ...lanes.flatMap((one) => [...one.found.map((s) => [one.name, s.word, s.at]), [one.name, one.delivered ? "delivered" : one.open ? "open" : names.causes[one.cause], one.end]])] }, h("p", { class: "verdict", style: "font-size:17px;margin-bottom:8px" }, told, gap(), marked(then)),
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height + 22}`, role: "img", "aria-label": sentences([told, then.replaceAll("*", "")]) },
      years.map((q) => [h("line", { x1: x(q), x2: x(q), y1: height - 2, y2: height + 4, stroke: "var(--line)" }), h("text", { x: x(q), y: height + 18, "text-anchor": "middle", fill: "var(--soft)" }, run.policy_year + (q - run.policy_quarter) / 4)]), h("line", { x1: 0, x2: width, y1: height, y2: height, stroke: "var(--line)" }),
      drawn));
}

/** Quarters that a deal has waited at offices, those of a wait that it died in among them. @param {any} deals @param {number} i */
const waited = (deals, i) => deals.office_wait[i] + (Number.isFinite(deals.filed[i]) && Number.isFinite(deals.ended[i]) ? Math.max(0, deals.ended[i] - deals.filed[i]) : 0);

/** @param {any} names @param {any} state @param {boolean} same */
function parties(names, state, same) {
  const worlds = [{ run: state.today, i: state.chosen, name: _("Today") }, { run: state.mine, i: state.there.get(dealKey(state.today.deals, state.chosen)), name: _("Your policy") }].slice(0, same ? 1 : 2).filter((one) => one.i !== undefined);
  const party = (/** @type {any} */ run, /** @type {number} */ row) => { if (row < 0) return _("nobody"); const { organisations } = run; return _("{kind} {key}, {city}", { kind: _(names.kinds[organisations.kind[row]].label), key: organisations.key[row], city: cityName(names.cities[organisations.city[row]]) }); };
  const facts = [[_("gives"), (/** @type {any} */ r, /** @type {number} */ i) => party(r, r.deals.source[i])], [_("takes"), (/** @type {any} */ r, /** @type {number} */ i) => party(r, r.deals.recipient[i])], [_("classified"), (/** @type {any} */ r, /** @type {number} */ i) => (r.deals.classified[i] ? _("yes") : _("no"))],
    [_("licence held by the civilian party"), (/** @type {any} */ r, /** @type {number} */ i) => [_("no licence"), _("class 1, parts"), _("class 2, key subsystems"), _("class 3, complete machines")][Math.max(0, r.deals.class_held[i])]], [_("value in use"), (/** @type {any} */ r, /** @type {number} */ i) => (r.deals.recipient[i] >= 0 ? smallMoney(r.deals.value[i]) : "–")], [_("cost of conversion and absorption"), (/** @type {any} */ r, /** @type {number} */ i) => (r.deals.recipient[i] >= 0 ? smallMoney(r.deals.cost[i]) : "–")],
    [_("waited at offices"), (/** @type {any} */ r, /** @type {number} */ i) => _("{amount} months", { amount: written(waited(r.deals, i) * 3, 1) })], [_("who paid"), (/** @type {any} */ r, /** @type {number} */ i) => _(label(names.moneys[r.deals.money[i]]))]];
  return card({ title: same ? _("The parties of the offer") : _("The same offer in both worlds"), name: "offer", rows: () => [["what", ...worlds.map((one) => one.name)], ...facts.map(([word, read]) => [word, ...worlds.map((one) => /** @type {any} */ (read)(one.run, one.i))])] },
    h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}), worlds.map((one) => h("th", { scope: "col" }, one.name)))), h("tbody", {}, facts.map(([word, read]) => h("tr", {}, h("th", { scope: "row" }, word), worlds.map((one) => h("td", {}, /** @type {any} */ (read)(one.run, one.i)))))))));
}

/** What each barrier still costs the offer under the setting in hand, as the model explains it. @param {import("./lab.js").Lab} lab @param {any} state @param {any} page */
function reasons(lab, state, page) {
  const { deals } = state.today, i = state.chosen, rows = page.whyOf({ initiator: deals.initiator[i], opened: deals.opened[i], slot: deals.slot[i] }, state.moved);
  const named = (/** @type {string} */ name) => _(lab.about.catalogue.barriers.find((/** @type {any} */ one) => one.name === name)?.label || name);
  return card({ title: _("What each barrier still costs this deal"), note: _("under your policy; dot: now"), name: "why", rows: () => [["barrier", "point", "now", "without"], ...(rows || []).map((/** @type {any} */ one) => [one.barrier, one.point, one.now, one.without])] },
    !rows ? h("p", { class: "why" }, _("The model is being asked.")) : !rows.length ? h("p", { class: "why" }, _("No barrier touches it.")) : h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("barrier")), h("th", {}, _("where it acts on this deal")), h("th", {}), h("th", { class: "r" }, _("now")), h("th", { class: "r" }, _("without")))),
      h("tbody", {}, rows.map((/** @type {any} */ one) => { const most = Math.max(1, one.now, one.without), a = (one.now / most) * 100, b = (one.without / most) * 100; return h("tr", {}, h("td", {}, named(one.barrier)), h("td", { title: _(one.why) }, _(one.point)), h("td", {}, h("span", { class: "guess-bar" }, h("i", { style: `left:${Math.min(a, b)}%;width:${Math.abs(a - b)}%` }), h("b", { style: `left:${a}%` }))), h("td", { class: "r" }, written(one.now, 2)), h("td", { class: "r" }, written(one.without, 2))); })))));
}
