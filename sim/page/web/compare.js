// Compare: which of four, by how much, at what price, and what would overturn it.

import { h, marked } from "./dom.js";
import { _, sentences, clauses } from "./say.js";
import { amount, halves, money, signed, unitOfMoney, written } from "./numbers.js";
import { card, scale, ticks } from "./figure.js";
import { counted, needed, verdictOf, sure } from "./paired.js";
import { keyOf, named, nameOf } from "./setting.js";
import { quantile } from "./sums.js";
import { LIKELY, cityRows, cityTable, losersOf } from "./losers.js";
import { choices } from "./rail.js";
import { MOST } from "./lab.js";
import { causeName } from "./deaths.js";

const TRANSFERS = "transfers_delivered", COST = "programme_cost_million_yuan";

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function compareView(lab, page) {
  const own = lab.tried.filter((one) => keyOf(one) !== lab.today), chosen = lab.compared(), name = (/** @type {any} */ one) => nameOf(one, lab.about, true);
  const asked = [JSON.stringify(lab.form), ...chosen.map(keyOf)].join("|");
  if (page.state.compared !== asked) { page.state.compared = asked; lab.first([{}, ...chosen]); }
  const flip = (/** @type {any} */ one) => () => { page.state.full = !lab.compare(one); page.soon(); };
  const add = (/** @type {any} */ e) => { const found = lab.about.scenarios.find((/** @type {any} */ one) => one.name === e.target.value); e.target.value = ""; if (found) { page.state.full = !lab.add(found.moved); page.soon(); } };
  const picker = (/** @type {string} */ text) => h("select", { class: "pick", "aria-label": text, onchange: add }, h("option", { value: "" }, text), choices(lab, null));
  const picks = h("div", { class: "picks" }, own.map((one) => h("span", { class: "chip", key: keyOf(one), "data-on": String(chosen.includes(one)) }, h("button", { "aria-pressed": chosen.includes(one), onclick: flip(one) }, h("i", { class: "dot", style: `background:${chosen.includes(one) ? lab.colour(one) : "none"}` }), name(one)), h("button", { class: "x", "aria-label": _("Forget {policy}", { policy: name(one) }), onclick: () => lab.remove(one) }, "✕"))),
    picker(own.length ? _("Add a policy …") : _("First policy …")), own.length ? null : picker(_("Second policy …")), page.state.full ? h("span", { class: "caution", role: "alert" }, _("Four at most: switch one off first.")) : null);
  if (!chosen.length) return h("div", { class: "wide" }, h("p", { class: "verdict c12" }, own.length ? _("None is switched on: choose up to four.") : _("Which two policies are to be compared? Choose them here, or try some with the levers.")), h("div", { class: "c12" }, picks), h("p", { class: "c12" }, h("button", { class: "tool", onclick: () => page.go("policy") }, _("To the levers"))));
  const order = lab.ranked(chosen), done = Math.min(...[{}, ...chosen].map((one) => lab.done(one)));
  return h("div", { class: `wide${done < lab.readings ? " waiting" : ""}` }, h("div", { class: "said c12", "aria-live": "polite" }, done < lab.readings ? h("p", { class: "verdict" }, _("{count} of {readings} readings so far: nothing is said of the order before all are in.", { count: done, readings: lab.readings })) : answer(lab, order).map((one, i) => h("p", { class: i ? "price" : "verdict" }, marked(one)))), h("div", { class: "c12" }, picks),
    forest(lab, order, name, page.width < 760 ? Math.max(300, page.width - 62) : order.length > 1 ? 720 : 1180), order.length > 1 ? matrix(lab, order, name) : null, plane(lab, order, name), order.length > 1 ? tipping(lab, page, order) : null, paths(lab, order[0], page, order.length > 1 ? "c4" : "c6"), losing(lab, order, name));
}

/** Who beats whom, and what each brings against today's policy, a sentence each. @param {import("./lab.js").Lab} lab @param {any[]} order @returns {string[]} */
export function answer(lab, order) {
  if (order.length === 1) return [against(lab, order)];
  const rivals = order.slice(1).map((one) => lead(lab, order[0], one)), unsure = rivals.find((one) => !one.sure), least = Math.min(...rivals.map((one) => one.most));
  const values = { best: named(order[0], lab.about, true), other: named(order[1], lab.about), least: halves(least), readings: lab.readings };
  const first = unsure ? _("*Which brings more cannot be said*: {one} is ahead in {ahead} of {readings} readings, {other} in {behind}; the rule asks for {needed}.", unsure)
    : rivals.length === 1 ? least === lab.readings ? _("*{best} beats {other}* in all {readings} readings tried.", values) : _("*{best} beats {other}* in {least} of {readings} readings.", values)
    : least === lab.readings ? _("*{best} beats the others shown* in all {readings} readings tried.", values) : _("*{best} beats the others shown*, each in at least {least} of {readings} readings.", values);
  const between = unsure ? null : order.slice(1).flatMap((one, i) => order.slice(i + 2).map((other) => lead(lab, one, other))).find((one) => !one.sure);
  return [first, between ? _("Between the others: {one} is ahead in {ahead} of {readings} readings, {other} in {behind}, which is no verdict.", between) : "", against(lab, order), perYuan(lab, order)].filter(Boolean);
}

/** Two settings, whichever is ahead first, with the count of each; whether the first surely beats the other.
 * @param {import("./lab.js").Lab} lab @param {any} a @param {any} b @param {{ahead: number, ties: number, count: number}} [given] */
function lead(lab, a, b, given = lab.pair(TRANSFERS, a, b)) {
  const { ahead, count } = given, swap = ahead * 2 < count, [one, other] = swap ? [b, a] : [a, b], most = Math.max(ahead, count - ahead);
  return { one: named(one, lab.about), other: named(other, lab.about), ahead: halves(most), behind: halves(count - most), most, readings: count, needed: needed(lab.about.verdicts, count), sure: sure(verdictOf(lab.about.verdicts, given)) };
}

/** What each brings against today's policy, and in how many readings. @param {import("./lab.js").Lab} lab @param {any[]} order */
function against(lab, order) {
  const told = order.map((one) => {
    const pair = lab.pair(TRANSFERS, one), verdict = verdictOf(lab.about.verdicts, pair), more = pair.ahead * 2 >= pair.count;
    const values = { policy: named(one, lab.about), gain: amount(pair.mean, pair.low, pair.high, true), count: halves(more ? pair.ahead : pair.count - pair.ahead), readings: pair.count };
    if (verdict === "equal") return _("{policy}: as many transfers in all {readings} readings", values);
    if (sure(verdict)) return more ? _("*{policy} {gain} transfers*, more in {count} of {readings} readings", values) : _("*{policy} {gain} transfers*, fewer in {count} of {readings} readings", values);
    return more ? _("{policy} {gain}, more in only {count} of {readings} readings, which is no verdict", values) : _("{policy} {gain}, fewer in only {count} of {readings} readings, which is no verdict", values);
  });
  return _("Against today's policy: {list}.", { list: clauses(told) });
}

/** Which of the two that bring most for their money is ahead, by the same rule as all else. @param {import("./lab.js").Lab} lab @param {any[]} order */
function perYuan(lab, order) {
  const per = order.map((one) => ({ one, each: each(lab, one) })).filter((one) => one.each !== null).sort((a, b) => Number(b.each) - Number(a.each));
  if (per.length < 2) return "";
  const read = (/** @type {any} */ result, /** @type {any} */ base) => (result.outcomes[TRANSFERS] - base.outcomes[TRANSFERS]) / Math.max(1, result.outcomes[COST] - base.outcomes[COST]);
  const base = lab.results({}).readings, [a, b] = [lab.results(per[0].one).readings, lab.results(per[1].one).readings], values = lead(lab, per[0].one, per[1].one, counted(base.map((one, i) => read(a[i], one) - read(b[i], one))));
  return values.sure ? _("Per yuan {one} brings more than {other} in {ahead} of {readings} readings.", values) : _("Per yuan {one} brings more in {ahead} of {readings} readings, {other} in {behind}, which is no verdict.", values);
}

/** Transfers gained for a million yuan, of the means; nothing where it costs nothing. @param {import("./lab.js").Lab} lab @param {any} one */
function each(lab, one) {
  const cost = lab.pair(COST, one).mean;
  return cost > 1 ? lab.pair(TRANSFERS, one).mean / cost : null;
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name 
 * @param {number} width on a phone names stand above their lines */
function forest(lab, order, name, width) {
  const narrow = width < 720, step = narrow ? 76 : 58, first = narrow ? 44 : 26, height = order.length * step + 40, left = narrow ? 6 : 210, right = narrow ? 14 : 112, data = order.map((one) => ({ one, pair: lab.pair(TRANSFERS, one), luck: lab.results(one).luck.map((r, i) => (r && lab.results({}).luck[i] ? r.outcomes[TRANSFERS] - lab.results({}).luck[i].outcomes[TRANSFERS] : NaN)).filter(Number.isFinite) }));
  const all = data.flatMap((one) => one.pair.diffs), x = scale(Math.min(0, ...all), Math.max(1, ...all), left, width - right);
  const rows = () => [["policy", "reading", "transfers_gained"], ...data.flatMap((one) => one.pair.diffs.map((d, i) => [name(one.one), i, d]))];
  return card({ title: _("Transfers gained over today"), note: _("dot: mean · thin: 9 of 10 readings · thick: what luck alone moves · ticks: each reading"), name: "forest", rows, class: order.length > 1 ? "c7" : "c12" },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(data.map(({ one, pair }) => _("{policy}: {gain}", { policy: name(one), gain: amount(pair.mean, pair.low, pair.high, true) }))) },
      ticks(Math.min(0, ...all), Math.max(1, ...all), 5).map((at) => [h("line", { x1: x(at), x2: x(at), y1: 4, y2: height - 26, stroke: at ? "var(--hair)" : "var(--a)" }), h("text", { x: x(at), y: height - 8, "text-anchor": "middle", fill: "var(--soft)" }, amount(at, NaN, NaN, true))]),
      data.map(({ one, pair, luck }, i) => {
        const y = first + i * step, tint = lab.colour(one), whole = pair.count >= lab.readings, middle = quantile(luck, 0.5), wide = (/** @type {number} */ share) => x(pair.mean + quantile(luck, share) - middle);
        return h("g", { class: "halo", opacity: whole ? null : 0.45 }, narrow ? h("text", { x: 0, y: y - 22 }, short(name(one), Math.floor((width - 140) / 6.6))) : h("text", { "text-anchor": "end" }, lines(name(one), 30).map((line, k, all) => h("tspan", { x: left - 14, y: y + 4 + 15 * (k - (all.length - 1) / 2) }, line))),
          luck.length > 3 && pair.count ? h("rect", { x: wide(0.05), y: y - 6, height: 12, width: Math.max(1, wide(0.95) - wide(0.05)), fill: tint, opacity: 0.3 }) : null,
          pair.count ? h("line", { x1: x(pair.low), x2: x(pair.high), y1: y, y2: y, stroke: tint, "stroke-width": 2 }) : null,
          pair.count ? h("circle", { cx: x(pair.mean), cy: y, r: 6, fill: tint }) : null,
          pair.diffs.map((d) => h("line", { x1: x(d), x2: x(d), y1: y + 12, y2: y + 18, stroke: tint, opacity: 0.7 })),
          pair.diffs.map((d) => h("circle", { cx: x(d), cy: y + 15, r: 6, fill: "transparent" }, h("title", {}, amount(d, NaN, NaN, true)))),
          h("text", { x: width - 2, y: y + (narrow ? -22 : 4), "text-anchor": "end", class: "num" }, whole ? _("{gain} · {ahead} of {count}", { gain: amount(pair.mean, pair.low, pair.high, true), ahead: halves(pair.ahead), count: pair.count }) : _("{done} of {readings} so far", { done: pair.count, readings: lab.readings })));
      })));
}

/** A name in at most two lines of so many Latin letters: Chinese breaks anywhere but before a comma, Latin at a space. @param {string} text @param {number} most */
function lines(text, most) {
  const room = fitting(text, most).length, next = text[room] || "";
  const at = !next ? 0 : "、，）".includes(next) ? room + 1 : next > "\u2e7f" ? room : text.lastIndexOf(" ", room);
  return at > 0 ? [text.slice(0, at).trimEnd(), short(text.slice(at).trimStart(), most)] : [short(text, most)];
}

/** As much of a name as stands in the room of so many Latin letters; a Chinese character takes two. @param {string} text @param {number} most */
function fitting(text, most) {
  let room = most;
  return [...text].filter((one) => (room -= one > "\u2e7f" ? 1.9 : 1) >= 0).join("");
}

/** Cut a name to the room of so many Latin letters. @param {string} text @param {number} most */
function short(text, most) {
  const kept = fitting(text, most);
  return kept.length < text.length ? `${kept.slice(0, -1)}…` : text;
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
function matrix(lab, order, name) {
  const rows = () => [["row", "column", "ahead", "readings"], ...order.flatMap((a) => order.filter((b) => b !== a).map((b) => { const p = lab.pair(TRANSFERS, a, b); return [name(a), name(b), p.ahead, p.count]; }))];
  return card({ title: _("Row beats column"), note: _("readings in which it delivers more"), name: "pairs", rows, class: "c5" },
    h("div", { class: "scroll" }, h("table", { class: "matrix" }, h("thead", {}, h("tr", {}, h("td", {}), order.map((one) => h("th", { scope: "col" }, name(one))))),
      h("tbody", {}, order.map((a) => h("tr", {}, h("th", { scope: "row" }, name(a)), order.map((b) => {
        if (a === b) return h("td", { class: "cell" });
        const pair = lab.pair(TRANSFERS, a, b), whole = pair.count >= lab.readings, strong = whole && sure(verdictOf(lab.about.verdicts, pair)), first = pair.ahead * 2 > pair.count;
        return h("td", { class: "cell", style: strong && first ? "background:color-mix(in srgb, var(--accent) 34%, var(--pale))" : "background:var(--pale)" }, whole ? h(strong ? "b" : "span", {}, halves(pair.ahead)) : "…");
      })))))), h("p", { class: "note" }, _("Of {readings} readings; a tie counts half to each. Dark: the row beats the column, for which the rule asks for {needed}. Pale: it does not, or that cannot be said.", { readings: lab.readings, needed: needed(lab.about.verdicts, lab.readings) })));
}

/** @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
function plane(lab, order, name) {
  const width = 400, height = 330, left = 48, bottom = height - 34, base = lab.results({}).readings, { unit, one: million } = unitOfMoney();
  const data = order.map((one) => ({ one, points: lab.results(one).readings.map((r, i) => (r && base[i] ? [(r.outcomes[COST] - base[i].outcomes[COST]) / million, r.outcomes[TRANSFERS] - base[i].outcomes[TRANSFERS]] : null)).filter(Boolean) })).filter((one) => one.points.length);
  const xs = data.flatMap((one) => one.points.map((/** @type {any} */ p) => p[0])), ys = data.flatMap((one) => one.points.map((/** @type {any} */ p) => p[1]));
  const least = Math.min(...xs), most = Math.max(1 / million, ...xs), steep = least > 0.5 / million && most > 8 * least, bend = steep ? Math.log10 : (/** @type {number} */ c) => c; // each ten times as wide as the next, where costs differ that much
  const across = scale(bend(steep ? least * 0.9 : Math.min(0, least)), bend(most * 1.05), left, width - 12), x = (/** @type {number} */ cost) => across(bend(cost)), y = scale(Math.min(0, ...ys), Math.max(1, ...ys), bottom, 12);
  const marks = steep ? [1, 2, 5].flatMap((lead) => [-2, -1, 0, 1, 2, 3, 4, 5].map((power) => ({ at: Number(`${lead}e${power}`), lead }))).filter(({ at }) => at >= least * 0.9 && at <= most * 1.05) : ticks(Math.min(0, least), most, 4).map((at) => ({ at, lead: 1 })), room = marks.filter(({ lead }) => lead === 1 || marks.length < 6).map(({ at }) => at), places = Math.max(...room.map((at) => (String(Number(at.toPrecision(6))).split(".")[1] || "").length), 0);
  const told = order.map((one) => { const gain = lab.pair(TRANSFERS, one), cost = lab.pair(COST, one), per = each(lab, one), values = { policy: name(one), gain: amount(gain.mean, gain.low, gain.high, true), cost: money(cost.mean) }; return { one, whole: gain.count >= lab.readings, text: per === null ? _("{policy}: {gain} for {cost}", values) : _("{policy}: {gain} for {cost}, {each} transfers per {unit}", { ...values, unit, each: written(per * million, million === 1 ? 2 : 0) }) }; });
  return card({ title: _("Gain and price"), note: _("each dot a reading, the large one their mean"), name: "plane", rows: () => [["policy", "cost_million_yuan", "transfers_gained"], ...data.flatMap((one) => one.points.map((/** @type {any} */ p) => [name(one.one), (p[0] * million).toFixed(2), p[1]]))], class: order.length > 1 ? "c4" : "c6" },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(told.map(({ text }) => text)) },
      ticks(Math.min(0, ...ys), Math.max(1, ...ys), 4).map((at) => [h("line", { x1: left, x2: width - 12, y1: y(at), y2: y(at), stroke: at ? "var(--hair)" : "var(--line)" }), h("text", { x: left - 6, y: y(at) + 4, "text-anchor": "end", fill: "var(--soft)" }, amount(at, NaN, NaN, true))]),
      room.map((at) => h("text", { x: x(at), y: bottom + 16, "text-anchor": "middle", fill: "var(--soft)" }, written(at, places))), h("text", { x: width - 12, y: height - 2, "text-anchor": "end", fill: "var(--soft)" }, steep ? _("cost, {unit}; each step several times the one before", { unit }) : _("cost, {unit}", { unit })),
      data.map(({ one, points }) => { const tint = lab.colour(one), mean = [0, 1].map((k) => points.reduce((/** @type {number} */ all, /** @type {any} */ p) => all + p[k], 0) / points.length); return h("g", { opacity: points.length < lab.readings ? 0.45 : null }, points.map((/** @type {any} */ p) => h("circle", { cx: x(p[0]), cy: y(p[1]), r: 3.2, fill: tint, opacity: 0.4 }, h("title", {}, _("{policy}: {gain} for {cost}", { policy: name(one), gain: amount(p[1], NaN, NaN, true), cost: money(p[0] * million) })))), h("circle", { cx: x(mean[0]), cy: y(mean[1]), r: 6, fill: tint, stroke: "var(--card)", "stroke-width": 1.5 })); })),
    h("p", { class: "key lines" }, told.map(({ one, whole, text }) => h("span", {}, h("i", { class: "sw", style: `background:${lab.colour(one)}` }), whole ? text : _("{policy}: {done} of {readings} readings so far", { policy: name(one), done: lab.pair(COST, one).count, readings: lab.readings })))));
}

/** What would turn the order of the best two over. @param {import("./lab.js").Lab} lab @param {any} page @param {any[]} order */
function tipping(lab, page, order) {
  const { flips } = page, { catalogue, base } = lab.about, pair = flips.pair, tint = pair.map((/** @type {any} */ one) => lab.colour(one)), title = _("What would change the answer");
  const named2 = (/** @type {any[]} */ two) => ({ one: named(two[0], lab.about, true), other: named(two[1], lab.about) }), ready = order.every((one) => lab.pair(TRANSFERS, one).count >= lab.readings);
  const passed = flips.passed.length ? _("{one} and {other} are not set against one another here: one is the other with something added.", named2(flips.passed)) : "";
  const [made, runs] = flips.progress(), only = (/** @type {string} */ text) => card({ title, name: "flips", class: "c4" }, h("p", { class: "why" }, text));
  if (ready && pair.length < 2) return only(passed);
  if (!ready || made < runs) return only(ready ? _("Computing, {done} of {all} runs.", { done: written(made), all: written(runs) }) : _("Computing."));
  const values = named2(pair), held = page.state.cell, said = (/** @type {string} */ key, /** @type {any[]} */ cells) => {
    const coded = base[key].toFixed(2), flip = flips.of(key), sides = new Set(cells.filter((one) => one.sure).map((one) => one.side)), count = cells.filter((one) => one.sure).length;
    if (flip) return _("coded {coded}; {told}", { coded, told: flip.told });
    return sides.size ? _("coded {coded}; {policy} surely leads at {count} of {all} strengths, the other at none", { coded, policy: named(pair[sides.has(1) ? 0 : 1], lab.about), count, all: cells.length }) : _("coded {coded}; no verdict at any strength", { coded });
  };
  const numbers = (/** @type {any} */ cell, /** @type {number} */ step) => _("At {strength}: {one} ahead in {ahead} of {readings} readings, {other} in {behind}; on average {gap} transfers.", { ...values, one: named(pair[0], lab.about), strength: flips.strength(step).toFixed(2), ahead: halves(cell.ahead), behind: halves(cell.count - cell.ahead), readings: cell.count, gap: amount(cell.gap, NaN, NaN, true) });
  const wide = 55, x = (/** @type {number} */ strength) => 28 + strength * wide * 5;
  return card({ title, name: "flips", class: "c4", rows: () => [["barrier", "strength", "first_ahead", "readings", "mean_difference"], ...catalogue.barriers.flatMap((/** @type {any} */ one) => flips.cells(`barriers.${one.name}`).map((/** @type {any} */ cell, /** @type {number} */ i) => [one.name, flips.strength(i), cell.ahead, cell.count, cell.gap]))] },
    h("p", { class: "why" }, sentences([passed, order.length > 2 ? _("{one} against {other}, the two that lead in most readings.", values) : "", _("Each barrier is set to six strengths under both, {readings} readings each. The number counts readings in which {first} leads; touch it for more.", { readings: flips.readings, first: named(pair[0], lab.about) })].filter(Boolean))),
    h("p", { class: "key" }, pair.map((/** @type {any} */ one, /** @type {number} */ i) => h("span", {}, h("i", { class: "sw", style: `background:${tint[i]}` }), _("{policy} leads", { policy: nameOf(one, lab.about, true) }))), h("span", {}, h("i", { class: "sw", style: "background:var(--pale)" }), _("neither, beyond luck"))),
    h("p", { class: "note" }, _("Full colour: a verdict ({needed} of {readings} readings). Pale: three of four. Upright line: as coded.", { needed: needed(lab.about.verdicts, flips.readings), readings: flips.readings })),
    h("div", { class: "strips" }, catalogue.barriers.map((/** @type {any} */ one) => {
      const key = `barriers.${one.name}`, cells = flips.cells(key) || [];
      return h("div", {}, h("b", {}, _(one.label)), " ", h("small", { class: "why" }, said(key, cells)),
        h("svg", { viewBox: "0 0 332 38", role: "group" }, cells.map((/** @type {any} */ cell, /** @type {number} */ i) => {
          const strong = cell.sure ? 1 : Math.max(cell.ahead, cell.count - cell.ahead) >= LIKELY * cell.count ? 0.3 : 0, told = numbers(cell, i), press = () => { page.state.cell = { key, i }; page.soon(); };
          return h("g", { role: "button", tabindex: 0, "aria-label": told, style: "cursor:pointer", onclick: press, onkeydown: (/** @type {any} */ e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); press(); } } }, h("rect", { x: 1 + i * wide, y: 6, width: wide - 1, height: 18, fill: "var(--pale)" }), strong ? h("rect", { x: 1 + i * wide, y: 6, width: wide - 1, height: 18, fill: tint[cell.side > 0 ? 0 : 1], opacity: strong }) : null,
            h("text", { x: 1 + i * wide + (wide - 1) / 2, y: 19, "text-anchor": "middle", fill: strong === 1 ? "var(--card)" : "var(--ink)" }, halves(cell.ahead)), h("title", {}, told));
        }), [0, 24].map((y) => h("line", { x1: x(base[key]), x2: x(base[key]), y1: y, y2: y + 6, stroke: "var(--ink)", "stroke-width": 2 })), cells.map((/** @type {any} */ _cell, /** @type {number} */ i) => h("text", { x: x(flips.strength(i)), y: 36, "text-anchor": "middle", fill: "var(--soft)", style: "font-size:10px" }, flips.strength(i).toFixed(1)))),
        held?.key === key && cells[held.i] ? h("small", { class: "why", role: "status" }, numbers(cells[held.i], held.i)) : null);
    })));
}

/** Who loses under each, for nobody is better off by all. @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
function losing(lab, order, name) {
  const whole = order.every((one) => lab.done(one) >= lab.readings);
  return card({ title: _("Who loses"), note: _("it counts transfers received, by city and direction, against today; sure: a verdict; likely: in three of four readings"), name: "losers", class: "c12", rows: whole ? () => cityRows(lab, order, name) : undefined },
    h("ul", { class: "losing" }, order.map((one) => h("li", {}, h("i", { class: "sw", style: `background:${lab.colour(one)}` }), h("b", {}, name(one)), " ", h("span", { class: "why" }, losersOf(lab, one))))), whole ? cityTable(lab, order, name) : null);
}

/** The same deals under today's policy and the best: where they end. @param {import("./lab.js").Lab} lab @param {any} best
 * @param {any} page @param {string} wide class of the card */
function paths(lab, best, page, wide) {
  const names = lab.about.catalogue, key = JSON.stringify([lab.form, keyOf(best)]), state = page.state;
  if (state.pathsOf !== key) { state.pathsOf = key; state.paths = null; Promise.all([page.dealsOf({}), page.dealsOf(best)]).then(([a, b]) => { if (state.pathsOf === key) { state.paths = followed(names, a, b, lab.about.run.policy_quarter); page.soon(); } }); }
  const found = state.paths;
  if (!found) return card({ title: _("The same deals, other ends"), name: "paths", class: wide }, h("p", { class: "empty", style: "aspect-ratio:400/330" }, _("Two runs are being fetched.")));
  const { ends, table, both, moved, delivered } = found, width = 400, height = 330, gap = 6, total = both || 1, size = (height - 30 - gap * (ends.length - 1)) / total;
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
  return card({ title: _("The same deals, other ends"), note: _("today → {policy}: offers of both worlds that end from {year} on; of {both}, {moved} end otherwise", { policy: named(best, lab.about), year: lab.about.run.policy_year, both: written(both), moved: written(moved) }), name: "paths", rows: () => [["today", "policy", "deals"], ...ends.flatMap((/** @type {any} */ a, /** @type {number} */ i) => ends.map((/** @type {any} */ b, /** @type {number} */ j) => [a.end, b.end, table[i][j]]))], class: wide },
    h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(ends.map((/** @type {any} */ one, /** @type {number} */ i) => _("{end}: {today} today, {mine} under your policy", { end: endName(names, one.end), today: written(left[i]), mine: written(right[i]) }))) },
      ribbons.sort((a, b) => Number(a.up) - Number(b.up)).map((one) => one.el),
      ends.map((/** @type {any} */ one, /** @type {number} */ i) => [h("rect", { x: x0 - 5, y: ly[i], width: 5, height: Math.max(1, left[i] * size), fill: one.end === "delivered" ? "var(--good)" : "var(--a)" }), h("rect", { x: x1, y: ry[i], width: 5, height: Math.max(1, right[i] * size), fill: one.end === "delivered" ? "var(--good)" : "var(--a)" }),
        h("text", { x: x0 - 10, y: ly[i] + (left[i] * size) / 2 + 4, "text-anchor": "end" }, endName(names, one.end)), h("text", { x: x1 + 10, y: ry[i] + (right[i] * size) / 2 + 4, class: "num" }, `${written(right[i])} (${signed(right[i] - left[i])})`)])),
    h("p", { class: "note" }, sentences([_("Delivered in all {all}: {here} among offers of both worlds, {alone} among those that one alone has.", { all: signed(delivered), here: signed(right[0] - left[0]), alone: signed(delivered - right[0] + left[0]) }), oneRun()])));
}

/** What a single run is, beside the mean that Policy gives. */
export const oneRun = () => _("One run at the default setting, seed 0; the mean over readings is on Policy.");

/** @param {any} names @param {string} end */
export function endName(names, end) {
  if (end === "delivered") return _("Delivered");
  if (end === "open") return _("Under way");
  if (end === "other") return _("Other ends");
  return causeName(names, names.causes.indexOf(end));
}

/** A deal's key: the same offer in both worlds. @param {any} deals @param {number} i */
export const dealKey = (deals, i) => (deals.initiator[i] * 4000 + deals.opened[i]) * 16 + deals.slot[i];

/** @param {any} names @param {any} one @param {any} other @param {number} from the quarter in which policies begin */
function followed(names, one, other, from) {
  const end = (/** @type {any} */ deals, /** @type {number} */ i) => (deals.status[i] === names.statuses.delivered ? "delivered" : deals.status[i] === names.statuses.open ? "open" : names.causes[deals.cause[i]]);
  const there = new Map();
  for (let i = 0; i < other.count; i++) there.set(dealKey(other.deals, i), end(other.deals, i));
  /** @type {Record<string, number>} */
  const counts = {}, pairs = [];
  for (let i = 0; i < one.count; i++) { const b = one.deals.ended[i] < from ? "" : there.get(dealKey(one.deals, i)); if (b) { const a = end(one.deals, i); pairs.push([a, b]); counts[a] = (counts[a] || 0) + 1; } }
  const top = Object.keys(counts).filter((name) => !["delivered", "open"].includes(name)).sort((a, b) => counts[b] - counts[a]).slice(0, 5);
  const ends = ["delivered", "open", ...top, "other"].map((name) => ({ end: name })), index = new Map(ends.map((e, i) => [e.end, i])), table = ends.map(() => ends.map(() => 0));
  let moved = 0;
  const delivered = (/** @type {any} */ run) => { let all = 0; for (let i = 0; i < run.count; i++) all += Number(end(run.deals, i) === "delivered" && run.deals.ended[i] >= from); return all; };
  for (const [a, b] of pairs) { table[index.get(a) ?? ends.length - 1][index.get(b) ?? ends.length - 1]++; moved += Number(a !== b); }
  return { ends, table, both: pairs.length, moved, delivered: delivered(other) - delivered(one) };
}
