// Where the choice between two settings turns over as a barrier is weaker or stronger: only what the readings are sure of counts.

import { h } from "./dom.js";
import { _ } from "./say.js";
import { written } from "./numbers.js";
import { counted, verdictOf, sure } from "./paired.js";
import { keyOf, named } from "./setting.js";
import { mean } from "./sums.js";

const STEPS = 6, MOST = 16; // strengths of a barrier, and readings of each
const LAST = 1000; // rank: after everything else
const TRANSFERS = "transfers_delivered";

/** @typedef {{at: number, low: number, high: number, told: string}} Flip
 * @typedef {{ahead: number, ties: number, count: number, gap: number, side: number, sure: boolean}} Cell of side: 1 if the first is ahead */

export class Flips {
  /** @param {import("./lab.js").Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.pairKey = "";
    this.asked = false;
    /** @type {import("./setting.js").Moved[]} */
    this.pair = [];
    /** @type {import("./setting.js").Moved[]} the two best, if one is the other with something added */
    this.passed = [];
    /** @type {Map<string, number[][][]>} by barrier: [step][setting][reading] */
    this.found = new Map();
  }

  get readings() {
    return Math.min(MOST, this.lab.readings);
  }

  /** The best of those that are compared and the next best, neither of which is the other with something added. @returns {import("./setting.js").Moved[]} */
  best() {
    const { lab } = this, done = lab.ranked(lab.compared().filter((one) => lab.pair(TRANSFERS, one).count === lab.readings));
    const within = (/** @type {any} */ a, /** @type {any} */ b) => Object.keys(a).every((key) => key in b);
    this.passed = [];
    for (let i = 0; i < done.length; i++) for (let j = i + 1; j < done.length; j++) {
      if (!within(done[i], done[j]) && !within(done[j], done[i])) return [done[i], done[j]];
      if (!this.passed.length) this.passed = [done[i], done[j]];
    }
    return [];
  }

  /** What tells one question from another: the form of the model and the two settings. @param {import("./setting.js").Moved[]} pair */
  keyOf(pair) {
    return pair.length ? [JSON.stringify(this.lab.form), ...pair.map(keyOf)].join("|") : "";
  }

  /** Forget what is no answer to the question as it stands now. */
  refresh() {
    const pair = this.best(), key = this.keyOf(pair);
    if (key === this.pairKey) return;
    this.lab.keepGroups((group) => !group.startsWith("!flips"));
    this.pairKey = key;
    this.pair = pair;
    this.found = new Map();
    this.asked = false;
  }

  /** Ask for what is missing; the last of all runs. */
  want() {
    const { pair, pairKey: key, readings } = this, { form, about } = this.lab;
    if (pair.length < 2 || this.asked) return;
    this.asked = true;
    for (const [place, barrier] of about.catalogue.barriers.entries()) {
      const name = `barriers.${barrier.name}`, grid = Array.from({ length: STEPS }, () => pair.map(() => /** @type {number[]} */ ([])));
      this.found.set(name, grid);
      for (let step = 0; step < STEPS; step++) pair.forEach((one, which) => {
        for (let reading = 0; reading < readings; reading++) {
          this.lab.run({ moved: { ...one, [name]: step / (STEPS - 1) }, seed: about.readings[reading].seed, reading, form }, LAST + place, `!flips ${key}`).then((result) => {
            if (key !== this.pairKey) return;
            grid[step][which][reading] = result.outcomes[TRANSFERS];
            this.lab.tell("flips", name);
          }, () => {});
        }
      });
    }
  }

  /** Runs that the question takes, and those that are made. @returns {[number, number]} */
  progress() {
    const made = [...this.found.values()].flat(2).reduce((all, one) => all + one.filter(Number.isFinite).length, 0);
    return [made, STEPS * 2 * this.readings * this.lab.about.catalogue.barriers.length];
  }

  /** What the readings say at each strength of a barrier, once all are in. @param {string} name @returns {Cell[] | null} */
  cells(name) {
    const grid = this.found.get(name), { readings } = this, { verdicts } = this.lab.about;
    if (!grid || !grid.every((two) => two.every((all) => all.filter(Number.isFinite).length === readings))) return null;
    return grid.map(([one, other]) => {
      const gaps = one.map((x, i) => x - other[i]), count = counted(gaps);
      return { ...count, gap: mean(gaps), side: Math.sign(2 * count.ahead - count.count), sure: sure(verdictOf(verdicts, count)) };
    });
  }

  /** The strength of a cell. @param {number} step */
  strength(step) {
    return step / (STEPS - 1);
  }

  /** The mark on a barrier's slider, if one is surely ahead on one side of it and the other on the other. @param {string} name @returns {Flip | null} */
  of(name) {
    const all = this.cells(name);
    if (!all) return null;
    const clear = all.map((one) => (one.sure ? one.side : 0)), lead = (/** @type {Cell} */ one) => one.ahead - one.count / 2;
    for (let low = 0; low < STEPS; low++) {
      if (!clear[low]) continue;
      let high = low + 1;
      while (high < STEPS && !clear[high]) high++;
      if (high === STEPS || clear[high] === clear[low]) continue;
      const a = lead(all[low]), b = lead(all[high]), at = (low + ((high - low) * a) / (a - b)) / (STEPS - 1), ends = { low: this.strength(low), high: this.strength(high) };
      const below = named(this.pair[clear[low] > 0 ? 0 : 1], this.lab.about), above = named(this.pair[clear[low] > 0 ? 1 : 0], this.lab.about);
      return { at, ...ends, told: _("{below} surely leads up to {low}, {above} from {high} on", { below, above, low: written(ends.low, 1), high: written(ends.high, 1) }) };
    }
    return null;
  }

  any() {
    return [...this.found.keys()].some((name) => this.of(name));
  }
}
