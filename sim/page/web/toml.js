// A scenario file becomes what it moves; whatever is not understood is said with its line, and nothing is taken.

import { _ } from "./say.js";

/** @typedef {{key: string, value: any, line: number}} Entry */

/** Read the part of TOML that scenarios are written in. @param {string} text @returns {{entries: Entry[], problems: string[]}} */
export function entriesOf(text) {
  const entries = /** @type {Entry[]} */ ([]), problems = [], lines = text.split(/\r?\n/);
  let section = "", shock = -1;
  for (let i = 0; i < lines.length; i++) {
    const line = bare(lines[i]).trim();
    if (!line) continue;
    let found;
    if ((found = /^\[\[\s*shocks\s*\]\]$/.exec(line))) { shock += 1; section = `shocks.${shock}`; continue; }
    if ((found = /^\[\s*([\w.-]+)\s*\]$/.exec(line))) { section = found[1]; continue; }
    if (!(found = /^("[^"]+"|[\w.-]+)\s*=\s*(.*)$/.exec(line))) { problems.push(_("line {line}: {text} is no key with a value", { line: i + 1, text: line.slice(0, 40) })); continue; }
    let raw = found[2];
    const start = i + 1, long = /^("""|''')/.exec(raw);
    if (long) {
      let body = raw.slice(3);
      while (!body.includes(long[1]) && i + 1 < lines.length) body += `\n${lines[++i]}`;
      raw = JSON.stringify(body.slice(0, body.indexOf(long[1])).replace(/^\n/, ""));
    } else if (raw.startsWith("[")) while (!raw.trim().endsWith("]") && i + 1 < lines.length) raw += bare(lines[++i]);
    const value = valueOf(raw.trim());
    if (value === undefined) problems.push(_("line {line}: {text} is no value", { line: start, text: raw.slice(0, 40) }));
    else entries.push({ key: `${section ? `${section}.` : ""}${found[1].replace(/"/g, "")}`, value, line: start });
  }
  return { entries, problems };
}

/** A line without its comment. @param {string} line */
const bare = (line) => line.replace(/^((?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*)#.*$/, "$1");

/** @param {string} raw @returns {any} */
function valueOf(raw) {
  if (/^[+-]?(\d[\d_]*)(\.\d+)?([eE][+-]?\d+)?$/.test(raw)) return Number(raw.replace(/_/g, ""));
  if (raw === "true" || raw === "false") return raw === "true";
  try { return JSON.parse(raw.startsWith("'") ? JSON.stringify(raw.slice(1, -1)) : raw.replace(/,\s*\]$/, "]")); } catch { return undefined; }
}

/** What a scenario file moves. @param {string} text @param {any} about of the pack @returns {{moved: Record<string, any>, form: Record<string, string>, problems: string[]}} */
export function scenarioOf(text, about) {
  const { entries, problems } = entriesOf(text), shocks = /** @type {any[]} */ ([]);
  /** @type {Record<string, any>} */
  let moved = {};
  const form = /** @type {Record<string, string>} */ ({});
  const from = entries.find((one) => one.key === "extends");
  if (from) {
    const name = String(from.value).replace(/^.*\//, "").replace(/\.toml$/, ""), found = about.scenarios.find((/** @type {any} */ one) => one.name === name);
    if (found) moved = structuredClone(found.moved);
    else problems.push(_("line {line}: it extends {name}, which this page does not hold; known are {known}", { line: from.line, name, known: about.scenarios.map((/** @type {any} */ one) => one.name).slice(0, 6).join(", ") }));
  }
  /** @type {Record<string, string[]>} */
  const lists = { cities: about.catalogue.cities.map((/** @type {any} */ city) => city.key), fields: about.catalogue.fields.map((/** @type {any} */ field) => field.name) };
  const levers = new Map(about.levers.map((/** @type {any} */ one) => [one.name, one]));
  for (const { key, value, line } of entries) {
    const [section, name, part] = key.split(".");
    const wrong = (/** @type {string} */ allowed) => problems.push(_("line {line}: {key} = {value} is not allowed; {allowed}", { line, key, value: JSON.stringify(value), allowed }));
    if (["title", "why", "extends"].includes(section)) continue;
    if (section === "shocks") { (shocks[Number(name)] ||= {})[part] = value; continue; }
    if (section === "barriers" || section === "parameters") {
      if (!(key in about.settings)) problems.push(_("line {line}: {key} is no setting of this page; {near}", { line, key, near: near(key, Object.keys(about.settings)) }));
      else if (typeof value !== "number" || (section === "barriers" && !(value >= 0 && value <= 1))) wrong(section === "barriers" ? _("a number from 0 to 1") : _("a number"));
      else if (value === about.base[key]) delete moved[key];
      else moved[key] = value;
    } else if (section === "levers") {
      const lever = levers.get(name);
      if (!lever) problems.push(_("line {line}: there is no lever {name}; {near}", { line, name, near: near(name, [...levers.keys()]) }));
      else if (part === "strength" && !(value >= 0 && value <= 1)) wrong(_("a number from 0 to 1"));
      else if (part in lists ? !lever[part] || !Array.isArray(value) || value.some((one) => !lists[part].includes(one)) : !(part in about.lever_columns)) wrong(part === "cities" ? _("ids of cities of this region") : part === "fields" ? _("names of fields of this region") : _("keys are {keys}", { keys: Object.keys(about.lever_columns).join(", ") }));
      else if (part === "ramp_shape" && !(value in about.ramp_shapes)) wrong(Object.keys(about.ramp_shapes).join(", "));
      else if (part === "strength" && value === 0) delete moved[key];
      else if (part !== "strength" && !(part in lists) && part !== "ramp_shape" && value === lever.row[about.lever_columns[part]]) delete moved[key];
      else moved[key] = value;
    } else if (section === "structure") {
      const choice = about.form.find((/** @type {any} */ one) => one.name === name);
      if (!choice) problems.push(_("line {line}: {key} is no setting of this page; {near}", { line, key, near: near(name, about.form.map((/** @type {any} */ one) => one.name)) }));
      else if (!choice.words.includes(value)) wrong(choice.words.join(", "));
      else if (value !== choice.word) form[name] = value;
    } else if (section === "run" && about.run[name] === value) continue;
    else problems.push(_("line {line}: {key} makes another region, population or length; this page holds one: sim page makes another", { line, key }));
  }
  for (const one of shocks) if (!(one.key in about.settings) || typeof one.value !== "number" || !Number.isInteger(one.quarter)) problems.push(_("a shock needs a quarter, a key of barriers or parameters, and a value"));
  if (shocks.length) moved.shocks = shocks;
  return { moved: problems.length ? {} : moved, form, problems };
}

/** What was probably meant. @param {string} given @param {string[]} known */
function near(given, known) {
  const pairs = (/** @type {string} */ word) => new Set([...word].slice(1).map((_one, i) => word.slice(i, i + 2))), mine = pairs(given);
  const best = known.map((one) => { const other = pairs(one); return { one, share: [...mine].filter((pair) => other.has(pair)).length / Math.max(mine.size, other.size) }; }).sort((a, b) => b.share - a.share)[0];
  return best && best.share > 0.4 ? _("did you mean {name}?", { name: best.one }) : _("known are {known}", { known: known.slice(0, 5).join(", ") });
}
