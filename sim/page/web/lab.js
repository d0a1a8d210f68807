// The laboratory's state: the setting in hand, what was tried, and the results of each, which fill in behind the page.

import { keyOf } from "./setting.js";
import { paired } from "./paired.js";

/** @typedef {import("./setting.js").Moved} Moved
 * @typedef {{moved: Moved, readings: any[], luck: any[], took: number}} Results */

export const LUCK = 8; // seeds of the world as it is coded, which show what luck alone does
const RANKS = 100; // between two moves: the newest goes first, older ones go on behind it
const KEPT = 40; // settings whose results are kept; tried ones always are, of which the oldest go
const PAUSE = 1500; // milliseconds without a movement after which a setting counts as tried
const COLOURS = 6;
export const MOST = 4; // policies that are compared at once

export class Lab extends EventTarget {
  /** @param {any} about @param {(task: any, rank: number, group: string) => Promise<any>} run
   * @param {(wanted: (group: string) => boolean) => any[]} keep @param {(group: string, rank: number) => void} hasten */
  constructor(about, run, keep, hasten) {
    super();
    this.about = about;
    about.scaled = new Map(); // by the key of a setting: the package that it was scaled from
    this.run = run;
    this.keepGroups = keep;
    this.hasten = hasten;
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
    /** @type {Moved[]} settings in hand before this one, for undo */
    this.past = [];
    /** @type {Map<string, number>} the colour of every policy that was tried, the same wherever it is shown */
    this.colours = new Map();
    /** @type {Set<string> | null} keys of those that are compared, once a reader has chosen */
    this.shown = null;
    /** @type {any} */
    this.pausing = 0;
    /** @type {Record<string, string>} words of structure that are not those of the page's scenario */
    this.form = {};
    /** @type {Map<string, import("./paired.js").Pair>} transfers of settings that were run to the end under the form as shipped */
    this.shipped = new Map();
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

  /** Ask for the runs of some settings before all others. @param {Moved[]} all */
  first(all) {
    this.moves += 1;
    for (const [i, one] of all.entries()) { this.want(one, 10); this.hasten(keyOf(one), -RANKS * this.moves + i / (all.length + 1)); }
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
    clearTimeout(this.pausing);
    this.moved = moved;
    if (keyOf(before) !== keyOf(moved)) this.grasped ||= before;
    if (settled) this.note();
    const wanted = new Set([keyOf(moved), this.today, ...this.tried.map(keyOf)]);
    for (const task of this.keepGroups((group) => wanted.has(group) || group.startsWith("!"))) this.forget(task);
    this.moves += 1;
    this.want(moved, -RANKS * this.moves);
    this.hasten(this.today, -RANKS * this.moves + 0.5); // nothing is said before today's policy has met the same readings
    this.want({}, -RANKS * this.moves + 0.5);
    this.tell("moved", keyOf(moved));
  }

  /** The hand has let go: if it rests, the setting counts as tried. */
  rest() {
    clearTimeout(this.pausing);
    this.pausing = setTimeout(() => { this.note(); this.tell("moved", keyOf(this.moved)); }, PAUSE);
  }

  /** Count the setting in hand among those tried, if a hand rested on it. */
  note() {
    if (!this.grasped) return;
    const key = keyOf(this.moved);
    this.ghost = this.grasped;
    this.past.push(this.grasped);
    this.grasped = null;
    if (!this.tried.some((one) => keyOf(one) === key)) {
      this.tried.push(this.moved);
      if (this.shown && this.compared().length < MOST) this.shown.add(key);
    }
    if (this.tried.length > KEPT / 2) this.tried.splice(keyOf(this.tried[0]) === this.today ? 1 : 0, 1);
    this.colour(this.moved);
  }

  /** The colour of a policy: its own, wherever it is shown; another one only where some other policy has it already. @param {Moved} moved @returns {string} */
  colour(moved) {
    const key = keyOf(moved), used = new Array(COLOURS).fill(0), here = new Set(this.tried.map(keyOf));
    if (key === this.today) return "var(--a)";
    if (!this.colours.has(key)) {
      for (const [other, one] of this.colours) if (here.has(other)) used[one]++;
      const own = this.about.catalogue.levers.reduce((/** @type {number} */ sum, /** @type {any} */ one, /** @type {number} */ i) => sum + (moved[`levers.${one.name}.strength`] ? i : 0), 0) % COLOURS, least = Math.min(...used), found = used[own] === least ? own : used.indexOf(least);
      if (!here.has(key)) return `var(--c${found})`;
      this.colours.set(key, found);
    }
    return `var(--c${this.colours.get(key)})`;
  }

  /** Take a policy out of those tried. @param {Moved} moved */
  remove(moved) {
    const key = keyOf(moved);
    this.tried = this.tried.filter((one) => keyOf(one) !== key);
    this.past = this.past.filter((one) => keyOf(one) !== key);
    this.colours.delete(key);
    if (key !== keyOf(this.moved)) { this.tell("moved", key); return; }
    this.grasped = null;
    this.step(this.tried[this.tried.length - 1] || {});
  }

  /** Take another form of the model: every setting, today's too, is another run. @param {Record<string, string>} form */
  takeForm(form) {
    if (!Object.keys(this.form).length) for (const one of [this.moved, ...this.tried]) if (this.done(one) >= this.readings) this.shipped.set(keyOf(one), this.pair("transfers_delivered", one));
    this.form = form;
    this.keepGroups(() => false);
    this.known.clear();
    this.asked.clear();
    this.take(this.moved);
  }

  /** @param {any} task that was dropped */
  forget(task) {
    this.asked.delete(`${keyOf(task.moved)}|${task.reading < 0 ? "luck" : "readings"}|${task.reading < 0 ? task.seed : task.reading}`);
  }

  /** Back to the setting that was in hand before. */
  undo() {
    this.note();
    const before = this.past.pop();
    if (before) this.step(before);
  }

  /** Take a setting in hand that was there before: nothing new is tried. @param {Moved} moved */
  step(moved) {
    this.moved = moved;
    this.take(moved);
    this.ghost = this.past[this.past.length - 1] || null;
  }

  /** Policies that are compared: those switched on, the newest if none was chosen yet. @returns {Moved[]} */
  compared() {
    const own = this.tried.filter((one) => keyOf(one) !== this.today);
    return this.shown ? own.filter((one) => this.shown?.has(keyOf(one))) : own.slice(-MOST);
  }

  /** Settings by the readings in which they bring more than today's policy and than one another, the best first. @param {Moved[]} all */
  ranked(all) {
    const led = new Map(all.map((one) => [one, [{}, ...all].filter((other) => other !== one).reduce((sum, other) => sum + this.pair("transfers_delivered", one, other).ahead, 0)]));
    return [...all].sort((a, b) => Number(led.get(b)) - Number(led.get(a)));
  }

  /** Switch a policy of the comparison on or off; whether there was room. @param {Moved} moved */
  compare(moved) {
    const key = keyOf(moved), on = new Set(this.compared().map(keyOf));
    if (on.has(key)) on.delete(key);
    else if (on.size >= MOST) return false;
    else on.add(key);
    this.shown = on;
    return true;
  }

  /** Count a policy among those tried without taking it in hand; whether there was room to compare it. @param {Moved} moved */
  add(moved) {
    if (keyOf(moved) === this.today) return true;
    if (!this.tried.some((one) => keyOf(one) === keyOf(moved))) this.tried.push(moved);
    this.colour(moved);
    return this.compared().some((one) => keyOf(one) === keyOf(moved)) || this.compare(moved);
  }

  /** Readings that are run both of a setting and of today's policy. @param {Moved} [moved] */
  done(moved = this.moved) {
    const today = this.results({}).readings, own = this.results(moved).readings;
    return [...own.keys()].filter((i) => own[i] && today[i]).length;
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
