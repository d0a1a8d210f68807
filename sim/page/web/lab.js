// The laboratory's state: the setting in hand, what was tried, and the results of each, which fill in behind the page.

import { keyOf } from "./setting.js";
import { paired } from "./paired.js";

/** @typedef {import("./setting.js").Moved} Moved
 * @typedef {{moved: Moved, readings: any[], luck: any[], took: number}} Results */

export const LUCK = 8; // seeds of the world as it is coded, which show what luck alone does
const RANKS = 100; // between two moves: the newest goes first, older ones go on behind it
const KEPT = 40; // settings whose results are kept; tried ones always are, of which the oldest go

export class Lab extends EventTarget {
  /** @param {any} about @param {(task: any, rank: number, group: string) => Promise<any>} run
   * @param {(wanted: (group: string) => boolean) => any[]} keep */
  constructor(about, run, keep) {
    super();
    this.about = about;
    this.run = run;
    this.keepGroups = keep;
    /** @type {Map<string, Results>} */
    this.known = new Map();
    /** @type {Set<string>} */
    this.asked = new Set();
    this.today = keyOf({});
    /** @type {Moved} */
    this.moved = {};
    /** @type {Moved[]} */
    this.tried = [{}];
    /** @type {Moved | null} */
    this.ghost = null;
    /** @type {Moved | null} the setting before a slider was taken */
    this.grasped = null;
    /** @type {Record<string, string>} words of structure that are not those of the page's scenario */
    this.form = {};
    this.budget = 1500;
    this.failure = "";
    this.moves = 0;
  }

  get readings() {
    return this.about.readings.length;
  }

  /** Results of a setting, as far as they are made. @param {Moved} moved @returns {Results} */
  results(moved) {
    const key = keyOf(moved), found = this.known.get(key) || { moved, readings: [], luck: [], took: 0 };
    this.known.delete(key);
    this.known.set(key, found);
    if (this.known.size > KEPT) {
      const spared = new Set([...this.tried.map(keyOf), this.today, key]);
      const old = [...this.known.keys()].find((one) => !spared.has(one));
      if (old) { this.known.delete(old); for (const id of [...this.asked]) if (id.startsWith(`${old}|`)) this.asked.delete(id); }
    }
    return found;
  }

  /** Ask for all runs of a setting that are not made yet. @param {Moved} moved @param {number} rank of the first @param {boolean} [luck] */
  want(moved, rank, luck = true) {
    const key = keyOf(moved);
    for (let i = 0; i < this.readings; i++) this.ask(moved, key, i, this.about.readings[i].seed, rank + i, "readings");
    if (luck) for (let seed = 0; seed < LUCK; seed++) this.ask(moved, key, -1, seed, rank + this.readings + seed, "luck");
  }

  /** @param {Moved} moved @param {string} key @param {number} reading @param {number} seed @param {number} rank @param {"readings" | "luck"} kind */
  ask(moved, key, reading, seed, rank, kind) {
    const id = `${key}|${kind}|${kind === "luck" ? seed : reading}`;
    if (this.asked.has(id)) return;
    this.asked.add(id);
    const began = performance.now(), { form } = this;
    this.run({ moved, seed, reading, form }, rank, key).then((result) => {
      if (form !== this.form) return; // another form was taken meanwhile
      const results = this.results(moved);
      if (kind === "readings" && reading === 0) results.took = performance.now() - began;
      results[kind][kind === "luck" ? seed : reading] = result;
      this.tell("result", key);
    }, (error) => { this.asked.delete(id); this.failure = error.message; this.tell("failed", key); });
  }

  /** Take a setting in hand; whatever is no longer looked at is dropped. @param {Moved} moved @param {boolean} [settled] whether it
   * is one more that was tried, or on the way to one */
  take(moved, settled = true) {
    const before = this.moved;
    this.moved = moved;
    if (settled && !this.tried.some((one) => keyOf(one) === keyOf(moved))) this.tried.push(moved);
    if (this.tried.length > KEPT / 2) this.tried.splice(this.tried[0] && keyOf(this.tried[0]) === this.today ? 1 : 0, 1);
    if (settled && this.grasped) { this.ghost = this.grasped; this.grasped = null; }
    else if (settled && keyOf(before) !== keyOf(moved)) this.ghost = before;
    else if (!settled && !this.grasped) { this.grasped = before; this.ghost = before; }
    const wanted = new Set([keyOf(moved), this.today, ...this.tried.map(keyOf)]);
    for (const task of this.keepGroups((group) => wanted.has(group) || group.startsWith("!"))) this.forget(task);
    this.moves += 1;
    this.want(moved, -RANKS * this.moves);
    this.want({}, -RANKS * this.moves + 0.5);
    this.tell("moved", keyOf(moved));
  }

  /** Take another form of the model: every setting, today's too, is another run. @param {Record<string, string>} form */
  takeForm(form) {
    this.form = form;
    this.keepGroups(() => false);
    this.known.clear();
    this.asked.clear();
    this.take(this.moved, false);
    this.grasped = null;
  }

  /** @param {any} task that was dropped */
  forget(task) {
    this.asked.delete(`${keyOf(task.moved)}|${task.reading < 0 ? "luck" : "readings"}|${task.reading < 0 ? task.seed : task.reading}`);
  }

  /** One step back in what was tried. */
  undo() {
    if (this.tried.length < 2) return;
    this.tried.pop();
    this.take(this.tried[this.tried.length - 1], false);
    this.grasped = null;
  }

  /** Compare an outcome of two settings. @param {string} outcome @param {Moved} [moved] @param {Moved} [other] */
  pair(outcome, moved = this.moved, other = {}) {
    return paired(this.results(other), this.results(moved), (result) => result.outcomes[outcome]);
  }

  /** @param {string} what @param {string} key */
  tell(what, key) {
    this.dispatchEvent(new CustomEvent(what, { detail: key }));
  }
}
