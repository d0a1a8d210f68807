// A setting is a whole world: what it moves of today's policy, by dotted key. It becomes a name, a file and a link.

import { _, _c } from "./say.js";
import { calendar } from "./numbers.js";

/** @typedef {Record<string, any>} Moved */

/** One text for equal settings. @param {Moved} moved */
export function keyOf(moved) {
  return JSON.stringify(Object.keys(moved).sort().map((key) => [key, moved[key]]));
}

/** Return a setting with one key moved; what is as it is today is left out.
 * @param {Moved} moved @param {string} key @param {any} value @param {any} today */
export function withMoved(moved, key, value, today) {
  const next = { ...moved };
  const none = value === today || (Array.isArray(value) && !value.length);
  if (none) delete next[key];
  else next[key] = value;
  const lever = /^levers\.(\w+)\.strength$/.exec(key);
  if (lever && none) for (const other of Object.keys(next)) if (other.startsWith(`levers.${lever[1]}.`)) delete next[other];
  return next;
}

/** Levers in force with their strengths, in the order of the catalogue. @param {Moved} moved @param {any} about @returns {[string, number][]} */
export function leversOf(moved, about) {
  return about.catalogue.levers.map((/** @type {any} */ one) => [one.name, moved[`levers.${one.name}.strength`]]).filter((/** @type {any} */ one) => one[1] > 0);
}

/** What to call a setting: a strength is written where it is not full. @param {Moved} moved @param {any} about @param {boolean} [short] for lists @returns {string} */
export function nameOf(moved, about, short = false) {
  const { levers, barriers } = about.catalogue, labelled = (/** @type {any[]} */ all, /** @type {string} */ name) => all.find((one) => one.name === name).label;
  const label = (/** @type {string} */ name) => _c(short ? "short" : "lever", labelled(levers, name));
  const known = about.scenarios.find((/** @type {any} */ one) => Object.keys(one.moved).length > 2 && keyOf(one.moved) === keyOf(moved));
  if (known) return _(known.title);
  const from = about.scaled?.get(keyOf(moved));
  if (from) return _("{policy}, scaled to the budget", { policy: nameOf(from, about, short) });
  const told = leversOf(moved, about).map(([name, strength], i) => { const one = strength < 1 ? _("{lever} at {strength}", { lever: label(name), strength: strength.toFixed(2) }) : label(name); return i ? lower(one) : one; });
  const set = Object.keys(moved).filter((key) => key.startsWith("barriers.")).map((key, i) => { const one = _("{barrier} set to {strength}", { barrier: _(labelled(barriers, key.slice(9))), strength: moved[key].toFixed(2) }); return i || told.length ? lower(one) : one; });
  const flags = (moved.shocks || []).map((/** @type {any} */ one) => _("a change in {quarter}", { quarter: calendar(about.run, one.quarter) }));
  const all = [...told, ...set, ...flags];
  if (!all.length) return _("Today's policy");
  if (all.length === 1) return all[0];
  if (all.length === 2) return _("{first} and {second}", { first: all[0], second: all[1] });
  if (all.length === 3) return _("{first}, {second} and {third}", { first: all[0], second: all[1], third: all[2] });
  return _("{first}, {second} and {count} more", { first: all[0], second: all[1], count: all.length - 2 });
}

/** A setting within a sentence: between marks if several things are moved. @param {Moved} moved @param {any} about @param {boolean} [first] of the sentence @returns {string} */
export function named(moved, about, first = false) {
  const parts = leversOf(moved, about).length + Object.keys(moved).filter((key) => key.startsWith("barriers.")).length + (moved.shocks || []).length, name = nameOf(moved, about, true);
  return parts > 1 ? _c("name of an arm that reads as two", "“{name}”", { name }) : first ? name : lower(name);
}

/** A label within a sentence. @param {string} text */
export const lower = (text) => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

/** The file of a setting: only what it moves. @param {Moved} moved @param {string} title @param {string} base */
export function tomlOf(moved, title, base) {
  const value = (/** @type {any} */ x) => (typeof x === "number" ? (Number.isInteger(x) ? `${x}.0` : String(x)) : JSON.stringify(x));
  const whole = (/** @type {string} */ part, /** @type {any} */ x) => (part.endsWith("quarter") || part.endsWith("quarters") ? String(x) : value(x));
  /** @type {Record<string, string[]>} */
  const sections = {};
  for (const key of Object.keys(moved).sort()) {
    if (key === "shocks") continue;
    const at = key.lastIndexOf(".");
    (sections[key.slice(0, at)] ||= []).push(`${key.slice(at + 1)} = ${whole(key.slice(at + 1), moved[key])}`);
  }
  const tables = Object.entries(sections).map(([name, lines]) => `\n[${name}]\n${lines.join("\n")}\n`);
  const shocks = (moved.shocks || []).map((/** @type {any} */ one) => `\n[[shocks]]\nquarter = ${one.quarter}\nkey = "${one.key}"\nvalue = ${value(one.value)}\n`);
  return `title = ${JSON.stringify(title)}\nextends = "${base}"\n${tables.join("")}${shocks.join("")}`;
}
