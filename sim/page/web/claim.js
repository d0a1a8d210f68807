// What may be said of one policy against another, in the sentences of sim.analysis.claim; a test holds the two together.

import { _ } from "./say.js";
import { amount, halves } from "./numbers.js";
import { needed, verdictOf, sure } from "./paired.js";

/** Say what the readings show of transfers. @param {any} about the pack's @param {string} policy @param {string} other
 * @param {import("./paired.js").Pair} pair @param {number} readings that are to be made @param {number} years */
export function claim(about, policy, other, pair, readings, years) {
  const { claims, words, fewest } = about.verdicts, verdict = verdictOf(about.verdicts, pair), all = pair.ahead === pair.count || pair.ahead === 0;
  const say = (/** @type {string} */ kind, /** @type {Record<string, any>} */ values = {}) =>
    _(claims[kind], { policy, other, years, verdict: all ? _(claims.all, { readings: pair.count }) : _(words[verdict]), ...values });
  if (readings < fewest) return say("few", { readings, fewest });
  if (pair.count < readings) return say("none", { count: pair.count, readings });
  if (sure(verdict)) {
    const [low, high] = pair.mean > 0 ? [pair.low, pair.high] : [-pair.high, -pair.low];
    return say(pair.mean > 0 ? "more" : "fewer",
      { size: amount(Math.abs(pair.mean), pair.low, pair.high), low: amount(low, pair.low, pair.high), high: amount(high, pair.low, pair.high) });
  }
  return verdict === "equal" ? say("equal", { readings: pair.count }) : say("open", { ahead: halves(pair.ahead), behind: halves(pair.count - pair.ahead), count: pair.count, needed: needed(about.verdicts, pair.count) });
}
