// Two settings under the same readings: in how many the one is ahead, and by how much. Verdicts come from the pack's table.

import { mean, quantile } from "./sums.js";

/** @typedef {{readings: any[], luck: any[]}} Results by number; a hole where a run is not made yet
 * @typedef {{diffs: number[], before: number, after: number, mean: number, low: number, high: number, ahead: number,
 *   ties: number, count: number}} Pair of ahead: readings in which the second has more; ties count half */

/** Compare an outcome of two settings. @param {Results} one @param {Results} other @param {(result: any) => number} read @returns {Pair} */
export function paired(one, other, read) {
  const both = [...other.readings.keys()].filter((i) => one.readings[i] && other.readings[i])
    .map((i) => [read(one.readings[i]), read(other.readings[i])]).filter(([a, b]) => Number.isFinite(a) && Number.isFinite(b));
  const diffs = both.map(([a, b]) => b - a);
  return { diffs, before: mean(both.map((x) => x[0])), after: mean(both.map((x) => x[1])), mean: mean(diffs), low: quantile(diffs, 0.05),
    high: quantile(diffs, 0.95), ...counted(diffs) };
}

/** In how many readings a difference is above nothing; ties count half. @param {number[]} diffs */
export function counted(diffs) {
  const ties = diffs.filter((x) => x === 0).length;
  return { ahead: diffs.filter((x) => x > 0).length + ties / 2, ties, count: diffs.length };
}

/** What the readings show: as sim.statistics.verdict names it. @param {{fewest: number, of: Record<string, string[]>}} verdicts
 * @param {{ahead: number, ties: number, count: number}} pair */
export function verdictOf(verdicts, { ahead, ties, count }) {
  if (count < verdicts.fewest) return "none";
  if (ties === count) return "equal";
  const table = verdicts.of[String(count)];
  return table ? table[Math.round(2 * Math.max(ahead, count - ahead))] : "none";
}

/** How many of so many readings the rule asks for to say that one is ahead. @param {any} verdicts @param {number} count @returns {number} */
export const needed = (verdicts, count) => Math.ceil((verdicts.of[String(count)] || []).findIndex((/** @type {string} */ one, /** @type {number} */ twice) => twice > count && sure(one)) / 2);

/** @param {string} verdict */
export const sure = (verdict) => verdict === "nearly all" || verdict === "most";

/** Which way a sure difference goes: 1 better, -1 worse, 0 not to be said. @param {any} about @param {string} better
 * @param {Pair} pair */
export function standing(about, better, pair) {
  if (!sure(verdictOf(about.verdicts, pair)) || better === "neither") return 0;
  return (pair.ahead > pair.count / 2) === (better === "higher") ? 1 : -1;
}
