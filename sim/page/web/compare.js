// Compare: which of four, by how much, at what price, and what would overturn it.

import { h, marked } from "./dom.js";
import { _, sentences, clauses } from "./say.js";
import { amount, money, written } from "./numbers.js";
import { card, scale, ticks } from "./figure.js";
import { paired, verdictOf, sure } from "./paired.js";
import { keyOf, nameOf } from "./setting.js";
import { quantile } from "./sums.js";
import { label } from "./policy.js";
import { causeName } from "./deaths.js";

const TRANSFERS = "transfers_delivered", COST = "programme_cost_million_yuan", MOST = 4;
const COLOURS = ["var(--c4)", "var(--c1)", "var(--c3)", "var(--c2)"];

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function compareView(lab, page) {
  const own = lab.tried.filter((one) => keyOf(one) !== lab.today), out = (page.state.out ||= new Set());
  const chosen = own.filter((one) => !out.has(keyOf(one))).slice(-MOST);
  chosen.forEach((one) => lab.want(one, 10));
  lab.want({}, 10);
  if (!chosen.length) return h("div", { class: "wide" }, h("p", { class: "verdict c12" }, _("Nothing to compare yet: try a policy or two first.")), h("p", { class: "c12" }, h("button", { class: "tool go", onclick: () => page.go("policy") }, _("To the levers"))));
  const gain = (/** @type {any} */ one) => lab.pair(TRANSFERS, one), order = [...chosen].sort((a, b) => gain(b).mean - gain(a).mean);
  const colour = new Map(chosen.map((one, i) => [keyOf(one), COLOURS[i % MOST]]));
  const name = (/** @type {any} */ one) => nameOf(one, lab.about, true), done = Math.min(...[{}, ...chosen].map((one) => lab.results(one).readings.filter(Boolean).length));
  return h("div", { class: "wide" }, h("p", { class: "verdict said c7", "aria-live": "polite" }, done < lab.readings ? _("First look, {count} of {readings} readings. Nothing is said of the order before all are in.", { count: done, readings: lab.readings }) : marked(answer(lab, order, name))),
    h("div", { class: "c5", style: "display:flex;gap:6px;flex-wrap:wrap;justify-content:flex-end;align-self:end" }, own.map((one) => h("button", { class: "chip", "aria-pressed": chosen.includes(one), onclick: () => { const key = keyOf(one); if (out.has(key)) out.delete(key); else out.add(key); page.soon(); } }, h("i", { class: "dot", style: `background:${colour.get(keyOf(one)) || "var(--pale)"}` }), name(one)))),
    forest(lab, order, name, colour, page.width < 760 ? page.width - 62 : 720), matrix(lab, order, name), plane(lab, order, name, colour), tipping(lab, page), paths(lab, order[0], name, page));
}

/** Who beats whom. @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
function answer(lab, order, name) {
  if (order.length === 1) {
    const pair = lab.pair(TRANSFERS, order[0]);
    return sure(verdictOf(lab.about.verdicts, pair)) ? _("*{policy}* brings {gain} transfers against today's policy, in {count} of {readings} readings.", { policy: name(order[0]), gain: amount(pair.mean, pair.low, pair.high, true), count: written(Math.max(pair.ahead, pair.count - pair.ahead)), readings: pair.count })
      : _("Whether *{policy}* brings more than today's policy cannot be said.", { policy: name(order[0]) });
  }
  const rivals = order.slice(1).map((one) => ({ one, pair: lab.pair(TRANSFERS, order[0], one) })), unsure = rivals.filter((one) => !sure(verdictOf(lab.about.verdicts, one.pair)));
  const least = Math.min(...rivals.map((one) => one.pair.ahead)), values = { best: name(order[0]), least: written(least), readings: lab.readings };
  const first = unsure.length === 0 ? (least === lab.readings ? _("*{best} beats all others* in all {readings} readings.", values) : _("*{best} beats all others* in at least {least} of {readings} readings.", values))
    : _("*Which is best cannot be said*: {best} against {rival} is {ahead} to {behind}.", { best: name(order[0]), rival: name(unsure[0].one), ahead: written(unsure[0].pair.ahead, unsure[0].pair.ahead % 1 ? 1 : 0), behind: written(unsure[0].pair.count - unsure[0].pair.ahead, unsure[0].pair.ahead % 1 ? 1 : 0) });
  const undecided = unsure.length ? null : rivals.flatMap(({ one }, i) => rivals.slice(i + 1).map(({ one: other }) => ({ one, other, pair: lab.pair(TRANSFERS, other, one) }))).find(({ pair }) => !sure(verdictOf(lab.about.verdicts, pair)));
  const between = undecided ? _("Between {one} and {other} it cannot be said: {ahead} to {behind}.", { one: name(undecided.one), other: name(undecided.other), ahead: written(undecided.pair.ahead, undecided.pair.ahead % 1 ? 1 : 0), behind: written(undecided.pair.count - undecided.pair.ahead, undecided.pair.ahead % 1 ? 1 : 0) }) : "";
  const per = order.map((one) => ({ one, gain: lab.pair(TRANSFERS, one), cost: lab.pair(COST, one) })).filter((one) => one.cost.mean > 1).map(({ one, gain, cost }) => ({ one, each: gain.mean / cost.mean })).sort((a, b) => b.each - a.each);
  if (per.length < 2) return `${first} ${between}`;
  const read = (/** @type {any} */ result, /** @type {any} */ base) => (result.outcomes[TRANSFERS] - base.outcomes[TRANSFERS]) / Math.max(1, result.outcomes[COST] - base.outcomes[COST]);
  const base = lab.results({}).readings, [a, b] = [lab.results(per[0].one).readings, lab.results(per[1].one).readings];
  const wins = [...Array(lab.readings).keys()].filter((i) => read(a[i], base[i]) > read(b[i], base[i])).length;
  const money = _("Per yuan, {best} is ahead of {next} in {wins} of {readings}.", { best: name(per[0].one), next: name(per[1].one), wins, readings: lab.readings });
  return sentences([first, between, money].filter(Boolean));
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name @param {Map<string, string>} colour
 * @param {number} width on a phone names stand above their lines */
function forest(lab, order, name, colour, width) {
  const narrow = width < 720, step = narrow ? 76 : 58, first = narrow ? 44 : 26, height = order.length * step + 40, left = narrow ? 6 : 190, right = narrow ? 14 : 112, data = order.map((one) => ({ one, pair: lab.pair(TRANSFERS, one), luck: lab.results(one).luck.map((r, i) => (r && lab.results({}).luck[i] ? r.outcomes[TRANSFERS] - lab.results({}).luck[i].outcomes[TRANSFERS] : NaN)).filter(Number.isFinite) }));
  const all = data.flatMap((one) => one.pair.diffs), x = scale(Math.min(0, ...all), Math.max(1, ...all), left, width - right);
  const rows = () => [["policy", "reading", "transfers_gained"], ...data.flatMap((one) => one.pair.diffs.map((d, i) => [name(one.one), i, d]))];
  return card({ title: _("Transfers gained over today"), note: _("thick: luck · thin: readings · ticks: each reading"), name: "forest", rows, class: "c7" },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(data.map(({ one, pair }) => _("{policy}: {gain}", { policy: name(one), gain: amount(pair.mean, pair.low, pair.high, true) }))) },
      ticks(Math.min(0, ...all), Math.max(1, ...all), 5).map((at) => [h("line", { x1: x(at), x2: x(at), y1: 4, y2: height - 26, stroke: at ? "var(--hair)" : "var(--a)" }), h("text", { x: x(at), y: height - 8, "text-anchor": "middle", fill: "var(--soft)" }, amount(at, NaN, NaN, true))]),
      data.map(({ one, pair, luck }, i) => {
        const y = first + i * step, tint = colour.get(keyOf(one)) || "var(--b)", more = Math.max(pair.ahead, pair.count - pair.ahead);
        return h("g", { class: "halo" }, h("text", narrow ? { x: 0, y: y - 22 } : { x: left - 14, y: y + 4, "text-anchor": "end" }, short(name(one), narrow ? Math.floor(width / 9) : 27)),
          luck.length > 3 ? h("rect", { x: x(quantile(luck, 0.05)), y: y - 6, height: 12, width: Math.max(1, x(quantile(luck, 0.95)) - x(quantile(luck, 0.05))), fill: tint, opacity: 0.3 }) : null,
          pair.count ? h("line", { x1: x(pair.low), x2: x(pair.high), y1: y, y2: y, stroke: tint, "stroke-width": 2 }) : null,
          pair.count ? h("circle", { cx: x(pair.mean), cy: y, r: 6, fill: tint }) : null,
          pair.diffs.map((d) => h("line", { x1: x(d), x2: x(d), y1: y + 12, y2: y + 18, stroke: tint, opacity: 0.7 })),
          h("text", { x: width - 52, y: y + (narrow ? -22 : 4), "text-anchor": "end", class: "num" }, pair.count ? amount(pair.mean, pair.low, pair.high, true) : "…"), h("text", { x: width - 2, y: y + (narrow ? -22 : 4), "text-anchor": "end", fill: "var(--soft)", class: "num" }, pair.count ? `${written(more, more % 1 ? 1 : 0)}/${pair.count}` : ""));
      })));
}

/** Cut a name to the room of so many Latin letters; a Chinese character takes two. @param {string} text @param {number} most */
function short(text, most) {
  let room = most;
  const kept = [...text].filter((one) => (room -= one > "\u2e7f" ? 1.9 : 1) >= 0).join("");
  return kept.length < text.length ? `${kept.slice(0, -1)}…` : text;
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
function matrix(lab, order, name) {
  const rows = () => [["row", "column", "ahead", "readings"], ...order.flatMap((a) => order.filter((b) => b !== a).map((b) => { const p = lab.pair(TRANSFERS, a, b); return [name(a), name(b), p.ahead, p.count]; }))];
  return card({ title: _("Row beats column"), note: _("readings in which it delivers more"), name: "pairs", rows, class: "c5" },
    h("div", { class: "scroll" }, h("table", { class: "matrix" }, h("thead", {}, h("tr", {}, h("td", {}), order.map((one) => h("th", { scope: "col" }, name(one))))),
      h("tbody", {}, order.map((a) => h("tr", {}, h("th", { scope: "row" }, name(a)), order.map((b) => {
        if (a === b) return h("td", { class: "cell", style: "background:var(--pale)" });
        const pair = lab.pair(TRANSFERS, a, b), strong = sure(verdictOf(lab.about.verdicts, pair)), share = pair.count ? pair.ahead / pair.count : 0;
        return h("td", { class: "cell", style: `background:color-mix(in srgb, var(--b) ${Math.round(Math.max(0, share - 0.35) * 75)}%, var(--pale))` }, h(strong ? "b" : "span", {}, written(pair.ahead, pair.ahead % 1 ? 1 : 0)), h("small", {}, `/${pair.count}`));
      })))))), h("p", { class: "note" }, _("Bold: sure by the same rule as sim compare, of {readings} readings fixed beforehand.", { readings: lab.readings })));
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name @param {Map<string, string>} colour */
function plane(lab, order, name, colour) {
  const width = 400, height = 330, left = 48, bottom = height - 34, base = lab.results({}).readings;
  const data = order.map((one) => ({ one, points: lab.results(one).readings.map((r, i) => (r && base[i] ? [r.outcomes[COST] - base[i].outcomes[COST], r.outcomes[TRANSFERS] - base[i].outcomes[TRANSFERS]] : null)).filter(Boolean) })).filter((one) => one.points.length);
  const xs = data.flatMap((one) => one.points.map((/** @type {any} */ p) => p[0])), ys = data.flatMap((one) => one.points.map((/** @type {any} */ p) => p[1]));
  const x = scale(Math.min(0, ...xs), Math.max(1, ...xs), left, width - 12), y = scale(Math.min(0, ...ys), Math.max(1, ...ys), bottom, 12);
  const middle = (/** @type {any[]} */ points) => [0, 1].map((k) => points.reduce((all, p) => all + p[k], 0) / points.length);
  return card({ title: _("Gain and price"), note: _("each dot a reading"), name: "plane", rows: () => [["policy", "cost_million_yuan", "transfers_gained"], ...data.flatMap((one) => one.points.map((/** @type {any} */ p) => [name(one.one), p[0].toFixed(2), p[1]]))], class: "c4" },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(data.map(({ one, points }) => { const [c, g] = middle(points); return _("{policy}: {gain} transfers for {cost}", { policy: name(one), gain: amount(g, 0, 1e9, true), cost: money(c) }); })) },
      ticks(Math.min(0, ...ys), Math.max(1, ...ys), 4).map((at) => [h("line", { x1: left, x2: width - 12, y1: y(at), y2: y(at), stroke: at ? "var(--hair)" : "var(--line)" }), h("text", { x: left - 6, y: y(at) + 4, "text-anchor": "end", fill: "var(--soft)" }, amount(at, NaN, NaN, true))]),
      ticks(Math.min(0, ...xs), Math.max(1, ...xs), 4).map((at) => h("text", { x: x(at), y: bottom + 16, "text-anchor": "middle", fill: "var(--soft)" }, written(at))), h("text", { x: width - 12, y: height - 2, "text-anchor": "end", fill: "var(--soft)" }, _("cost, million yuan")),
      data.map(({ one, points }) => { const tint = colour.get(keyOf(one)), [c, g] = middle(points); return h("g", { class: "halo" }, points.map((/** @type {any} */ p) => h("circle", { cx: x(p[0]), cy: y(p[1]), r: 3.2, fill: tint, opacity: 0.4 })), h("circle", { cx: x(c), cy: y(g), r: 6, fill: tint, stroke: "var(--card)", "stroke-width": 1.5 }),
        h("text", { x: x(c) > width * 0.6 ? x(c) - 10 : x(c) + 10, y: y(g) - 8, "text-anchor": x(c) > width * 0.6 ? "end" : "start", fill: tint }, short(name(one), 26))); })));
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
function tipping(lab, page) {
  const { flips } = page, { catalogue, base } = lab.about, pair = flips.pair;
  const body = pair.length < 2 ? h("p", { class: "why" }, _("Two policies that were tried to the end are needed: then every barrier is set to eleven strengths under both.")) : [
    h("p", { class: "key" }, pair.map((/** @type {any} */ one, /** @type {number} */ i) => h("span", {}, h("i", { class: "sw", style: `background:${i ? "var(--c1)" : "var(--c2)"}` }), nameOf(one, lab.about, true)))),
    h("table", { class: "tbl" }, h("tbody", {}, catalogue.barriers.map((/** @type {any} */ one) => {
      const key = `barriers.${one.name}`, all = flips.curve(key), flip = flips.of(key), most = all ? Math.max(1, ...all.map((/** @type {any} */ s) => Math.abs(s.gap))) : 1;
      return h("tr", {}, h("td", {}, _(one.label), h("small", { class: "why", style: "display:block" }, flip ? _("coded {coded} · turns at {at} ({low} to {high})", { coded: base[key].toFixed(2), at: written(flip.at, 2), low: written(flip.low, 1), high: written(flip.high, 1) }) : all ? _("coded {coded} · no clear turn", { coded: base[key].toFixed(2) }) : _("being looked at"))),
        h("td", { style: "width:46%" }, h("svg", { viewBox: "0 0 220 26", role: "img", "aria-label": flip ? flip.told : _("no clear turn") }, (all || []).map((/** @type {any} */ s, /** @type {number} */ i) => h("rect", { x: i * 20, y: 7, width: 19, height: 14, fill: s.gap > 0 ? "var(--c2)" : "var(--c1)", opacity: 0.12 + 0.8 * (Math.abs(s.gap) / most) })),
          h("line", { x1: 10 + base[key] * 200, x2: 10 + base[key] * 200, y1: 4, y2: 24, stroke: "var(--ink)", "stroke-width": 2 }), flip ? [h("line", { x1: 10 + flip.low * 200, x2: 10 + flip.high * 200, y1: 4, y2: 4, stroke: "var(--flip)", "stroke-width": 2, opacity: 0.6 }), h("polygon", { points: `${5 + flip.at * 200},0 ${15 + flip.at * 200},0 ${10 + flip.at * 200},8`, fill: "var(--flip)" })] : null)));
    })))];
  return card({ title: _("What would change the answer"), note: _("colour: which of the two best is ahead · line: as coded"), name: "flips", class: "c4" }, body);
}

/** The same deals under today's policy and the best: where they end. @param {import("./lab.js").Lab} lab @param {any} best
 * @param {(one: any) => string} name @param {any} page */
function paths(lab, best, name, page) {
  const names = lab.about.catalogue, key = keyOf(best), state = page.state;
  if (state.pathsOf !== key) { state.pathsOf = key; state.paths = null; Promise.all([page.dealsOf({}), page.dealsOf(best)]).then(([a, b]) => { if (state.pathsOf === key) { state.paths = followed(names, a, b); page.soon(); } }); }
  const found = state.paths;
  if (!found) return card({ title: _("The same deals, other ends"), name: "paths", class: "c4" }, h("p", { class: "empty" }, _("Two runs are being fetched.")));
  const { ends, table, both, moved } = found, width = 400, height = 330, gap = 6, total = both || 1, size = (height - 30 - gap * (ends.length - 1)) / total;
  const sums = (/** @type {boolean} */ after) => ends.map((/** @type {any} */ _one, /** @type {number} */ i) => ends.reduce((/** @type {number} */ all, /** @type {any} */ _other, /** @type {number} */ j) => all + (after ? table[j][i] : table[i][j]), 0));
  const places = (/** @type {number[]} */ all) => { let at = 8; return all.map((one) => { const y = at; at += one * size + gap; return y; }); };
  const [left, right] = [sums(false), sums(true)], [ly, ry] = [places(left), places(right)], lo = [...ly], ro = [...ry], x0 = 128, x1 = 292;
  const ribbons = [];
  for (let i = 0; i < ends.length; i++) for (let j = 0; j < ends.length; j++) {
    const w = table[i][j] * size;
    if (!w) continue;
    const a = lo[i] + w / 2, b = ro[j] + w / 2, up = ends[j].end === "delivered" && i !== j;
    lo[i] += w; ro[j] += w;
    ribbons.push({ up, el: h("path", { d: `M${x0} ${a}C${(x0 + x1) / 2} ${a} ${(x0 + x1) / 2} ${b} ${x1} ${b}`, fill: "none", stroke: up ? "var(--good)" : "var(--a)", opacity: up ? 0.6 : i === j ? 0.14 : 0.28, "stroke-width": Math.max(0.4, w) }) });
  }
  return card({ title: _("The same deals, other ends"), note: _("today → {policy}: {both} deals of one run, {moved} end otherwise", { policy: short(name(best), 30), both: written(both), moved: written(moved) }), name: "paths", rows: () => [["today", "policy", "deals"], ...ends.flatMap((/** @type {any} */ a, /** @type {number} */ i) => ends.map((/** @type {any} */ b, /** @type {number} */ j) => [a.end, b.end, table[i][j]]))], class: "c4" },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(ends.map((/** @type {any} */ one, /** @type {number} */ i) => _("{end}: {today} today, {mine} under your policy", { end: endName(names, one.end), today: written(left[i]), mine: written(right[i]) }))) },
      ribbons.sort((a, b) => Number(a.up) - Number(b.up)).map((one) => one.el),
      ends.map((/** @type {any} */ one, /** @type {number} */ i) => [h("rect", { x: x0 - 5, y: ly[i], width: 5, height: Math.max(1, left[i] * size), fill: one.end === "delivered" ? "var(--good)" : "var(--a)" }), h("rect", { x: x1, y: ry[i], width: 5, height: Math.max(1, right[i] * size), fill: one.end === "delivered" ? "var(--good)" : "var(--a)" }),
        h("text", { x: x0 - 10, y: ly[i] + (left[i] * size) / 2 + 4, "text-anchor": "end" }, endName(names, one.end)), h("text", { x: x1 + 10, y: ry[i] + (right[i] * size) / 2 + 4, class: "num" }, `${written(right[i])} (${amount(right[i] - left[i], NaN, NaN, true)})`)])));
}

/** @param {any} names @param {string} end */
export function endName(names, end) {
  if (end === "delivered") return _("Delivered");
  if (end === "open") return _("Under way");
  if (end === "other") return _("Other ends");
  return causeName(names, names.causes.indexOf(end));
}

/** A deal's key: the same offer in both worlds. @param {any} deals @param {number} i */
export const dealKey = (deals, i) => (deals.initiator[i] * 4000 + deals.opened[i]) * 16 + deals.slot[i];

/** @param {any} names @param {any} one @param {any} other */
function followed(names, one, other) {
  const end = (/** @type {any} */ deals, /** @type {number} */ i) => (deals.status[i] === names.statuses.delivered ? "delivered" : deals.status[i] === names.statuses.open ? "open" : names.causes[deals.cause[i]]);
  const there = new Map();
  for (let i = 0; i < other.count; i++) there.set(dealKey(other.deals, i), end(other.deals, i));
  /** @type {Record<string, number>} */
  const counts = {}, pairs = [];
  for (let i = 0; i < one.count; i++) { const b = there.get(dealKey(one.deals, i)); if (b) { const a = end(one.deals, i); pairs.push([a, b]); counts[a] = (counts[a] || 0) + 1; } }
  const top = Object.keys(counts).filter((name) => !["delivered", "open"].includes(name)).sort((a, b) => counts[b] - counts[a]).slice(0, 5);
  const ends = ["delivered", "open", ...top, "other"].map((name) => ({ end: name })), index = new Map(ends.map((e, i) => [e.end, i])), table = ends.map(() => ends.map(() => 0));
  let moved = 0;
  for (const [a, b] of pairs) { table[index.get(a) ?? ends.length - 1][index.get(b) ?? ends.length - 1]++; moved += Number(a !== b); }
  return { ends, table, both: pairs.length, moved };
}
