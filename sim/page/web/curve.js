// Transfers over time: the setting in hand, today's policy, the curve before, and the two kinds of doubt.

import { h } from "./dom.js";
import { _ } from "./say.js";
import { scale, ticks, path } from "./figure.js";
import { quantile } from "./sums.js";
import { level, yearOf, calendar } from "./numbers.js";

const SHOWN = 12; // quarters before the policy starts

/** Deliveries a year by quarter, over the last four quarters. @param {any} result @param {number | null} [way] */
export function yearly(result, way = null) {
  const ways = way === null ? result.series : [result.series[way]], count = ways[0].length, found = new Float64Array(count);
  for (let q = 0; q < count; q++) {
    let total = 0;
    for (let k = Math.max(0, q - 3); k <= q; k++) for (const one of ways) total += one[k];
    found[q] = (total * 4) / Math.min(4, q + 1);
  }
  return found;
}

/** Mean and ends of some curves, by quarter. @param {Float64Array[]} curves */
export function band(curves) {
  if (!curves.length) return null;
  const at = (/** @type {number} */ q) => curves.map((one) => one[q]), all = [...curves[0].keys()];
  return { mean: all.map((q) => at(q).reduce((a, b) => a + b, 0) / curves.length), low: all.map((q) => quantile(at(q), 0.05)), high: all.map((q) => quantile(at(q), 0.95)) };
}

/** Draw it. @param {any} run of the pack @param {{today: any, mine: any, before: any, luck: any, count: number, same: boolean, ghost: string}} curves bands
 * @param {{width: number, height: number, flags: {quarter: number, label: string}[], at: number | null, narrow: boolean}} how */
export function curve(run, curves, how) {
  const { width, height, narrow } = how, right = narrow ? 8 : 128, left = 40, top = 20, bottom = height - 24;
  const from = Math.max(Math.min(run.fill, run.policy_quarter), run.policy_quarter - SHOWN), last = run.quarters - 1;
  const shown = [curves.today, curves.mine, curves.before, curves.luck].filter(Boolean);
  const most = Math.max(1, ...shown.flatMap((one) => (one.high || one.mean)));
  const x = scale(from, last, left, width - right), y = scale(0, most * 1.04, bottom, top);
  const line = (/** @type {number[]} */ values) => path(values.map((v, q) => /** @type {[number, number]} */ ([x(q), y(v)])).slice(from));
  const area = (/** @type {{low: number[], high: number[]}} */ one) => `${line(one.high)}L${[...one.low.keys()].slice(from).reverse().map((q) => `${x(q).toFixed(1)} ${y(one.low[q]).toFixed(1)}`).join("L")}Z`;
  const few = curves.count < 4, doubt = curves.mine && !few ? curves.mine : null;
  const labels = [["today", _("today"), curves.today, "var(--a)"], ["before", _("before"), curves.before, curves.ghost || "var(--b)"], ["mine", _("your policy"), curves.same ? null : curves.mine, "var(--b)"]]
    .filter((one) => one[2]).map(([, text, one, colour]) => ({ text, value: one.mean[last], at: y(one.mean[last]), colour })).sort((a, b) => a.at - b.at);
  const apart = narrow ? 16 : 17, lowest = labels.length - 1;
  if (narrow) labels.forEach((one, i) => { one.at += i === lowest && i ? 18 : -9; });
  labels.forEach((one, i) => { if (i && one.at - labels[i - 1].at < apart) one.at = labels[i - 1].at + apart; });
  labels.reduceRight((floor, one) => (one.at = Math.min(one.at, floor)) - apart, bottom - 2);
  const years = [];
  for (let q = (run.policy_quarter % 4) + 4; q <= last; q += narrow ? 12 : 8) if (q >= from) years.push(q);
  return h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": told(run, curves, last) },
    ticks(0, most, 5).map((one) => [h("line", { x1: left, x2: width - right, y1: y(one), y2: y(one), stroke: "var(--hair)" }),
      h("text", { x: left - 8, y: y(one) + 4, "text-anchor": "end", fill: "var(--soft)", class: "num" }, level(one))]),
    years.map((q) => h("text", { x: x(q), y: height - 6, "text-anchor": "middle", fill: "var(--soft)" }, Math.floor(yearOf(run, q)))),
    doubt ? h("path", { d: area(doubt), fill: "var(--b)", "fill-opacity": 0.1, class: "doubt" }) : null,
    curves.luck && !few ? h("path", { d: area(curves.luck), fill: "var(--b)", "fill-opacity": 0.2, class: "luck" }) : null,
    h("line", { x1: x(run.policy_quarter), x2: x(run.policy_quarter), y1: top - 8, y2: bottom, stroke: "var(--faint)", "stroke-dasharray": "3 3" }),
    h("text", { x: x(run.policy_quarter) + 6, y: top - 4, fill: "var(--soft)" }, _("policy starts")),
    how.flags.map((flag) => h("g", { class: "flag" }, h("line", { x1: x(flag.quarter), x2: x(flag.quarter), y1: top, y2: bottom, stroke: "var(--flip)" }),
      h("polygon", { points: `${x(flag.quarter)},${top} ${x(flag.quarter) + 12},${top + 5} ${x(flag.quarter)},${top + 10}`, fill: "var(--flip)" }), h("title", {}, flag.label))),
    curves.today ? h("path", { d: line(curves.today.mean), fill: "none", stroke: "var(--a)", "stroke-width": 2 }) : null,
    curves.before ? h("path", { d: line(curves.before.mean), fill: "none", stroke: curves.ghost || "var(--b)", "stroke-width": 1.6, "stroke-dasharray": "2 4", class: "ghost" }) : null,
    curves.mine && !curves.same ? h("path", { d: line(curves.mine.mean), fill: "none", stroke: "var(--b)", "stroke-width": few ? 1.5 : 2.6, opacity: few ? 0.65 : 1, class: "mine" }) : null,
    how.at !== null ? h("g", {}, h("line", { x1: x(how.at), x2: x(how.at), y1: top, y2: bottom, stroke: "var(--ink)" }),
      h("text", { x: x(how.at) + 5, y: bottom - 6, fill: "var(--ink)" }, calendar(run, how.at))) : null,
    years.length && curves.mine ? spots(run, curves, from, last, x, top, bottom) : null,
    narrow ? labels.map((one) => h("g", { class: "halo" }, h("text", { x: width - right, y: one.at, "text-anchor": "end", fill: one.colour }, `${one.text} ${level(one.value)}`))) : labels.map((one) => [h("text", { x: width - right + 10, y: one.at + 4, fill: one.colour }, one.text),
      h("text", { x: width - 4, y: one.at + 4, fill: one.colour, "text-anchor": "end", class: "num" }, level(one.value))]));
}

/** What the curves are at each quarter, where a pointer rests. @param {any} run @param {any} curves @param {number} from @param {number} last
 * @param {(q: number) => number} x @param {number} top @param {number} bottom */
function spots(run, curves, from, last, x, top, bottom) {
  return Array.from({ length: last - from + 1 }, (_none, i) => h("rect", { x: x(from + i) - (x(1) - x(0)) / 2, y: top, width: x(1) - x(0), height: bottom - top, fill: "transparent" }, h("title", {}, told(run, curves, from + i))));
}

/** The same in words, for who does not see it. @param {any} run @param {any} curves @param {number} last */
function told(run, curves, last) {
  const end = calendar(run, last);
  return curves.mine && curves.today ? _("Transfers a year up to {end}: {mine} under your policy, {today} under today's.", { end, mine: level(curves.mine.mean[last]), today: level(curves.today.mean[last]) }) : _("Transfers a year");
}
