// A setting is a whole world: what it moves of today's policy, by dotted key. It becomes a name, a file and a link.

import { _, _c } from "./say.js";

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

/** Levers in force, strongest first. @param {Moved} moved @returns {[string, number][]} */
export function leversOf(moved) {
  return Object.keys(moved).filter((key) => /^levers\.\w+\.strength$/.test(key) && moved[key] > 0)
    .map((key) => /** @type {[string, number]} */ ([key.split(".")[1], moved[key]])).sort((a, b) => b[1] - a[1]);
}

/** What to call a setting. @param {Moved} moved @param {any} about @param {boolean} [short] with strengths, for lists */
export function nameOf(moved, about, short = false) {
  const label = (/** @type {string} */ name) => _c(short ? "short" : "lever", about.catalogue.levers.find((/** @type {any} */ one) => one.name === name).label);
  const known = about.scenarios.find((/** @type {any} */ one) => Object.keys(one.moved).length > 2 && keyOf(one.moved) === keyOf(moved));
  if (known) return _(known.title);
  const levers = leversOf(moved), barriers = Object.keys(moved).filter((key) => key.startsWith("barriers."));
  const rest = barriers.length + (moved.shocks || []).length;
  if (!levers.length && !rest) return _("Today's policy");
  if (!levers.length) return _("Other barriers under today's policy");
  const one = (/** @type {[string, number]} */ [name, strength]) => (short ? _("{lever} {strength}", { lever: label(name), strength: strength.toFixed(2) }) : label(name));
  const told = levers.length === 1 ? one(levers[0])
    : levers.length === 2 ? _("{first} and {second}", { first: one(levers[0]), second: lower(one(levers[1])) })
    : _("{first}, {second} and {count} more", { first: one(levers[0]), second: lower(one(levers[1])), count: levers.length - 2 });
  return rest ? _("{policy}, other barriers", { policy: told }) : told;
}

/** @param {string} text */
const lower = (text) => (/^[A-Z][a-z]/.test(text) ? text[0].toLowerCase() + text.slice(1) : text);

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
