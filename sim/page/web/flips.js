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
    /** @type {import("./setting.js").Moved[]} */
    this.pair = [];
    /** @type {Map<string, number[][][]>} by barrier: [step][setting][seed] */
    this.found = new Map();
  }

  /** The two best settings that were tried of which neither is the other with something added; today's is not among them. */
  best() {
    const { lab } = this, gain = (/** @type {any} */ one) => lab.pair(TRANSFERS, one).mean;
    const done = lab.tried.filter((one) => keyOf(one) !== lab.today && lab.pair(TRANSFERS, one).count === lab.readings).sort((a, b) => gain(b) - gain(a));
    const within = (/** @type {any} */ a, /** @type {any} */ b) => Object.keys(a).every((key) => key in b);
    for (let i = 0; i < done.length; i++) for (let j = i + 1; j < done.length; j++) if (!within(done[i], done[j]) && !within(done[j], done[i])) return [done[i], done[j]];
    return [];
  }

  /** Ask for what is missing; the last of all runs. */
  want() {
    const pair = this.best();
    if (pair.length < 2) return;
    const key = [JSON.stringify(this.lab.form), ...pair.map(keyOf)].join("|"), { form } = this.lab;
    if (key === this.pairKey) return;
    this.lab.keepGroups((group) => !group.startsWith("!flips"));
    this.pairKey = key;
    this.pair = pair;
    this.found = new Map();
    for (const [place, barrier] of this.lab.about.catalogue.barriers.entries()) {
      const name = `barriers.${barrier.name}`, grid = Array.from({ length: STEPS }, () => pair.map(() => /** @type {number[]} */ ([])));
      this.found.set(name, grid);
      for (let step = 0; step < STEPS; step++) pair.forEach((one, which) => {
        for (let seed = 0; seed < SEEDS; seed++) {
          this.lab.run({ moved: { ...one, [name]: step / (STEPS - 1) }, seed, reading: -1, form }, LAST + place, `!flips ${key}`).then((result) => {
            grid[step][which].push(result.outcomes[TRANSFERS]);
            if (grid.every((two) => two.every((all) => all.length === SEEDS))) this.lab.tell("flips", name);
          }, () => {});
        }
      });
    }
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
      return { at, ...ends, told: _("the better of the two changes at about {at}, somewhere from {low} to {high}", { at: written(at, 2), low: written(ends.low, 1), high: written(ends.high, 1) }) };
    }
    return null;
  }

  any() {
    return [...this.found.keys()].some((name) => this.of(name));
  }

  /** What the marks mean. */
  note() {
    if (this.pair.length < 2) return null;
    const names = this.pair.map((one) => nameOf(one, this.lab.about, true)), done = [...this.found.keys()].filter((name) => this.curve(name)).length, all = this.found.size;
    if (done < all) return h("p", { class: "note" }, _("Where would the choice between {one} and {other} turn over? {done} of {all} barriers looked at.", { one: names[0], other: names[1], done, all }));
    const { base } = this.lab.about, near = [...this.found.keys()].filter((name) => { const flip = this.of(name); return flip && flip.low <= base[name] && base[name] <= flip.high; }).length;
    if (!this.any()) return h("p", { class: "note" }, _("Between {one} and {other} no barrier's strength turns the choice over, as far as three seeds show.", { one: names[0], other: names[1] }));
    return h("p", { class: "note" }, h("b", { class: "flipmark" }, "▾"), " ", near ? _("where {one} and {other} change places; the bar is the mark's doubt. On {near} of {all} barriers it spans the coded value: the choice rests on how the sources are read.", { one: names[0], other: names[1], near, all })
      : _("where {one} and {other} change places; the bar is the mark's doubt. None spans a coded value.", { one: names[0], other: names[1] }));
  }
}
