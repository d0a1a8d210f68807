// Where the choice between two settings turns over as a barrier is weaker or stronger; a mark only where that is clear.

import { h } from "./dom.js";
import { _ } from "./say.js";
import { written } from "./numbers.js";
import { keyOf, nameOf } from "./setting.js";
import { mean } from "./sums.js";

const STEPS = 11, SEEDS = 3;
const LAST = 1000; // rank: after everything else
const CLEAR = 2; // times the spread of a mean over seeds that a difference must exceed on both sides of a mark
const TRANSFERS = "transfers_delivered";

/** @typedef {{at: number, low: number, high: number, told: string}} Flip */

export class Flips {
  /** @param {import("./lab.js").Lab} lab */
  constructor(lab) {
    this.lab = lab;
    this.pairKey = "";
    this.asked = false;
    /** @type {import("./setting.js").Moved[]} */
    this.pair = [];
    /** @type {Map<string, number[][][]>} by barrier: [step][setting][seed] */
    this.found = new Map();
  }

  /** The two best of those that are compared, neither of which is the other with something added. @returns {import("./setting.js").Moved[]} */
  best() {
    const { lab } = this, gain = (/** @type {any} */ one) => lab.pair(TRANSFERS, one).mean;
    const done = lab.compared().filter((one) => lab.pair(TRANSFERS, one).count === lab.readings).sort((a, b) => gain(b) - gain(a));
    const within = (/** @type {any} */ a, /** @type {any} */ b) => Object.keys(a).every((key) => key in b);
    for (let i = 0; i < done.length; i++) for (let j = i + 1; j < done.length; j++) if (!within(done[i], done[j]) && !within(done[j], done[i])) return [done[i], done[j]];
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
    const { pair, pairKey: key } = this, { form } = this.lab;
    if (pair.length < 2 || this.asked) return;
    this.asked = true;
    for (const [place, barrier] of this.lab.about.catalogue.barriers.entries()) {
      const name = `barriers.${barrier.name}`, grid = Array.from({ length: STEPS }, () => pair.map(() => /** @type {number[]} */ ([])));
      this.found.set(name, grid);
      for (let step = 0; step < STEPS; step++) pair.forEach((one, which) => {
        for (let seed = 0; seed < SEEDS; seed++) {
          this.lab.run({ moved: { ...one, [name]: step / (STEPS - 1) }, seed, reading: -1, form }, LAST + place, `!flips ${key}`).then((result) => {
            if (key !== this.pairKey) return;
            grid[step][which].push(result.outcomes[TRANSFERS]);
            this.lab.tell("flips", name);
          }, () => {});
        }
      });
    }
  }

  get runs() {
    return STEPS * 2 * SEEDS; // of a barrier
  }

  /** The share of the runs of a barrier that are made. @param {string} name */
  share(name) {
    return mean((this.found.get(name) || [[[]]]).flat().map((all) => all.length / SEEDS));
  }

  /** Differences of the second and the first setting by step: mean and spread of the mean. @param {string} name */
  curve(name) {
    const grid = this.found.get(name);
    if (!grid || !grid.every((two) => two.every((all) => all.length === SEEDS))) return null;
    return grid.map(([one, other]) => {
      const by = (/** @type {number[]} */ all) => { const m = mean(all); return all.reduce((sum, x) => sum + (x - m) ** 2, 0) / (SEEDS - 1) / SEEDS; };
      return { gap: mean(one) - mean(other), spread: Math.sqrt(by(one) + by(other)) };
    });
  }

  /** The mark on a barrier's slider, if there is a clear one. @param {string} name @returns {Flip | null} */
  of(name) {
    const all = this.curve(name);
    if (!all) return null;
    const clear = all.map((one) => (Math.abs(one.gap) > CLEAR * one.spread ? Math.sign(one.gap) : 0));
    for (let low = 0; low < STEPS; low++) {
      if (!clear[low]) continue;
      let high = low + 1;
      while (high < STEPS && !clear[high]) high++;
      if (high === STEPS || clear[high] === clear[low]) continue;
      const a = all[low].gap, b = all[high].gap, at = (low + ((high - low) * a) / (a - b)) / (STEPS - 1);
      const ends = { low: low / (STEPS - 1), high: high / (STEPS - 1) };
      return { at, ...ends, told: _("the two change places at about {at}, somewhere from {low} to {high}", { at: written(at, 2), low: written(ends.low, 1), high: written(ends.high, 1) }) };
    }
    return null;
  }

  any() {
    return [...this.found.keys()].some((name) => this.of(name));
  }

  /** Whether one of the two is ahead, clearly or not, at every strength of a barrier: its place in the pair. @param {string} name */
  ahead(name) {
    const signs = new Set((this.curve(name) || []).map((one) => Math.sign(one.gap)));
    return signs.size === 1 ? (signs.has(1) ? 0 : 1) : null;
  }

  /** What the marks mean. */
  note() {
    if (this.pair.length < 2) return null;
    const [one, other] = this.pair.map((moved) => nameOf(moved, this.lab.about, true)), names = [...this.found.keys()], all = this.lab.about.catalogue.barriers.length;
    const done = names.filter((name) => this.curve(name)).length;
    if (done < all) return h("p", { class: "note" }, _("Looking for the strength of a barrier at which {one} and {other} change places: {done} of {all} barriers looked at.", { one, other, done, all }));
    const { base } = this.lab.about, near = names.filter((name) => { const flip = this.of(name); return flip && flip.low <= base[name] && base[name] <= flip.high; }).length;
    if (!this.any()) return h("p", { class: "note" }, _("{one} and {other} clearly change places at no strength of a barrier, as far as three runs of each show.", { one, other }));
    return h("p", { class: "note" }, h("b", { class: "flipmark" }, "▾"), " ", _("here {one} and {other} change places; the bar says how exactly that is known.", { one, other }), " ", near ? _("On {near} of {all} barriers it spans the strength as coded: which is better rests on how the sources are read.", { near, all }) : "");
  }
}
