// What deals die of, today and under the setting in hand: two dots on a line for each cause.

import { h } from "./dom.js";
import { _, clauses } from "./say.js";
import { scale } from "./figure.js";
import { amount, rough } from "./numbers.js";

export const SHOWN = 8;

/** Mean deaths by cause. @param {any[]} results @param {any} names the catalogue */
export function byCause(results, names) {
  const causes = names.causes.length, found = new Float64Array(causes);
  for (const one of results) for (let i = 0; i < one.died.length; i++) found[i % causes] += one.died[i] / results.length;
  return found;
}

/** What a cause is called. @param {any} names @param {number} cause */
export function causeName(names, cause) {
  const barrier = names.barriers[cause - names.first_barrier];
  if (barrier) return _(barrier.label);
  const words = names.causes[cause].replace(/_/g, " ");
  return _(words[0].toUpperCase() + words.slice(1));
}

/** Draw it. @param {any} names @param {Float64Array} today @param {Float64Array} mine @param {{width: number, height: number}} how */
export function deaths(names, today, mine, how) {
  const order = [...today.keys()].filter((i) => today[i] + mine[i] > 0).sort((a, b) => Math.max(today[b], mine[b]) - Math.max(today[a], mine[a])).slice(0, SHOWN);
  const most = Math.max(...order.map((i) => Math.abs(mine[i] - today[i])), 0);
  const { width, height } = how, left = 148, right = 56, step = (height - 8) / SHOWN;
  const x = scale(0, Math.max(1, ...order.map((i) => Math.max(today[i], mine[i]))), left, width - right);
  return h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": clauses(order.slice(0, 3).map((i) => _("{cause}: {today} today, {mine} under your policy", { cause: causeName(names, i), today: amount(today[i]), mine: amount(mine[i]) }))) },
    order.map((cause, row) => {
      const y = 12 + row * step, a = x(today[cause]), b = x(mine[cause]);
      return h("g", {}, h("text", { x: left - 10, y: y + 4, "text-anchor": "end", fill: "var(--ink)" }, causeName(names, cause)),
        h("line", { x1: left, x2: width - right, y1: y, y2: y, stroke: "var(--hair)" }),
        h("line", { x1: a, x2: b, y1: y, y2: y, stroke: "var(--line)", "stroke-width": 4 }),
        h("circle", { cx: a, cy: y, r: 4.5, fill: "var(--card)", stroke: "var(--a)", "stroke-width": 2.2 }), h("circle", { cx: b, cy: y, r: 5, fill: "var(--b)" }),
        h("text", { x: width - 2, y: y + 4, "text-anchor": "end", fill: "var(--soft)", class: "num" }, rough(mine[cause] - today[cause], true, most)));
    }));
}
