// One machine: the compiled quarter on tables of its own. A setting, a reading and a seed go in, a result comes out.

import { Table, multiply, scatter } from "./tables.js";
import { even } from "./sums.js";
import { recordOf, measureAll, pictured } from "./outcomes.js";

/** @typedef {Record<string, any>} Moved what a setting changes, by dotted key; shocks as a list under "shocks"
 * @typedef {{moved: Moved, seed: number, reading: number, form?: Record<string, string>, deals?: boolean}} Task reading -1: as the
 *   sources are coded; form: words of structure, by choice, that are not those of the page's scenario
 * @typedef {{about: any, bytes: Uint8Array}} Pack */

const BETWEEN = 64;
const ROOM = 64e6; // bytes for worlds that runs go on from, unless told otherwise
const POLICY = ["levers", "shocks"]; // tables that a setting writes, whatever world it goes on from

/** What settings share until a policy begins: the form, and whatever is moved besides levers and shocks. @param {Task} task */
const groundOf = ({ moved, form }) => JSON.stringify([form || {}, Object.entries(moved).filter(([key]) => !key.startsWith("levers.") && key !== "shocks").sort()]);

/** The name of the world that a run may go on from. @param {Task} task */
export const worldOf = (task) => `${groundOf(task)}|${task.reading}|${task.seed}`;

/** Read a pack: its JSON, and the bytes that this points into. @param {ArrayBuffer} file @returns {Pack} */
export function unpacked(file) {
  const length = new DataView(file).getUint32(0, true);
  return { about: JSON.parse(new TextDecoder().decode(new Uint8Array(file, 4, length))), bytes: new Uint8Array(file, 4 + length) };
}

export class Machine {
  /** @param {Pack} pack @param {WebAssembly.Module} module @param {number} [room] bytes for worlds that runs go on from */
  constructor({ about, bytes }, module, room = ROOM) {
    this.about = about;
    this.spare = room;
    /** @type {Map<string, {ground: string, parts: [Table, Uint8Array][], bytes: number, now: Float64Array}>} worlds as they stand where policies begin */
    this.worlds = new Map();
    this.full = ""; // the ground of which no more worlds had room
    this.stopped = false;
    /** @type {Promise<any> | null} */
    this.held = null;
    this.go = () => {};
    this.ports = new MessageChannel();
    this.bytes = bytes;
    const exports = /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
    exports._initialize();
    this.exports = exports;
    /** @type {Record<string, Table>} */
    this.tables = Object.fromEntries(about.tables.map((/** @type {any} */ one) => [one.name, new Table(one, exports)]));
    this.block = this.room(8 * about.tables.reduce((/** @type {number} */ all, /** @type {any} */ one) => all + 1 + one.shape.length, 0));
    const own = Object.values(this.tables).filter(({ about: { same } }) => !same), memory = () => new Uint8Array(exports.memory.buffer);
    for (const table of own) table.place = this.room(table.size);
    for (const table of Object.values(this.tables)) if (table.about.same) table.place = this.tables[table.about.same].place;
    for (const { place, size, about: { at, bytes: step } } of own) if (at >= 0) scatter(memory(), place, step, bytes, at, [...Array(step).keys()], size / step);
    /** @type {[Table, Uint8Array][][]} tables as they are at the first quarter: those that a setting writes, and all others */
    this.start = [true, false].map((policy) => this.copied(own.filter(({ about }) => POLICY.includes(about.name) === policy)));
  }

  /** @param {number} bytes @returns {number} */
  room(bytes) {
    const place = this.exports.take(bytes + BETWEEN) >>> 0;
    if (!place) throw new Error("the browser has no memory left for a run");
    return Math.ceil(place / BETWEEN) * BETWEEN;
  }

  /** Let messages in; go on once no run is held back. */
  async breath() {
    const { port1, port2 } = this.ports;
    await new Promise((done) => { port1.onmessage = done; port2.postMessage(null); });
    await this.held;
  }

  /** Hold the run back, or let it go on. @param {boolean} back */
  hold(back) {
    this.go();
    this.held = back ? new Promise((done) => { this.go = () => done(null); }) : null;
  }

  /** Copy tables as they stand, up to where nothing follows: rows without anything in them take no room. @param {Table[]} tables @returns {[Table, Uint8Array][]} */
  copied(tables) {
    return tables.map((table) => [table, new Uint8Array(this.exports.memory.buffer, table.place, table.filled()).slice()]);
  }

  /** Lay tables out as they were copied. @param {[Table, Uint8Array][]} parts */
  lay(parts) {
    const memory = new Uint8Array(this.exports.memory.buffer);
    for (const [table, bytes] of parts) {
      memory.set(bytes, table.place);
      memory.fill(0, table.place + bytes.length, table.place + table.size);
    }
  }

  /** Lay tables out as they are at the first quarter under a reading. @param {[Table, Uint8Array][]} parts @param {number} reading */
  reset(parts, reading) {
    this.lay(parts);
    const memory = new Uint8Array(this.exports.memory.buffer), tables = new Set(parts.map(([table]) => table));
    for (const { name, ranks, near, factor, at } of reading < 0 ? [] : this.about.readings[reading].patch) {
      const table = this.tables[name];
      if (!tables.has(table)) continue;
      if (ranks) scatter(memory, table.place, table.about.bytes, this.bytes, at, ranks, table.size / table.about.bytes);
      else multiply(memory, table.place + near, table.about.bytes, factor, this.bytes, at, table.size / table.about.bytes);
    }
  }

  /** Write a value of a barrier or parameter. @param {string} key @param {number} value @returns {[number, number]} index and value */
  scaled(key, value) {
    const place = this.about.settings[key];
    if (!place) throw new Error(`${key} is no setting of this page`);
    return [place.index, place.over === undefined ? value * place.times : value / place.over];
  }

  /** Write the words of structure, and the barriers and parameters that a setting moves. @param {Moved} moved @param {Record<string, string>} form */
  ground(moved, form) {
    for (const [name, word] of Object.entries(form)) {
      const number = this.about.form.find((/** @type {any} */ one) => one.name === name)?.words.indexOf(word) ?? -1;
      if (number < 0) throw new Error(`structure.${name} = ${word} is no form of the model`);
      for (const table of ["settings", "base_settings"]) this.tables[table].set(name, 0, number);
    }

    const double = (/** @type {string} */ table, /** @type {number} */ index, /** @type {number} */ value) =>
      new DataView(this.exports.memory.buffer).setFloat64(this.tables[table].place + 8 * index, value, true);
    for (const [key, value] of Object.entries(moved)) {
      if (key.startsWith("levers.") || key === "shocks") continue;
      const [index, number] = this.scaled(key, value);
      double("settings", index, number);
      double("base_settings", index, number);
    }
  }

  /** Write the levers and shocks of a setting. @param {Moved} moved @param {number} reading under which it stands */
  apply(moved, reading) {
    const { levers, lever_columns: columns, ramp_shapes: shapes, catalogue } = this.about, chosen = new Set(), projects = new Set();
    for (const [key, value] of Object.entries(moved)) {
      if (!key.startsWith("levers.")) continue;
      const [, name, part] = key.split("."), row = levers.findIndex((/** @type {any} */ one) => one.name === name);
      if (row < 0) throw new Error(`${name} is no lever`);
      if (moved[`levers.${name}.strength`] === undefined) continue;
      if (part === "cities") { value.forEach((/** @type {string} */ city) => chosen.add(city)); continue; }
      if (part === "fields") { value.forEach((/** @type {string} */ field) => projects.add(field)); continue; }
      if (part === "strength") for (const [column, usual] of Object.entries(levers[row].row)) if (column !== "strength") this.lever(row, column, Number(usual), moved, name, reading);
      this.tables.levers.set(columns[part], row, part === "ramp_shape" ? shapes[value] : Math.min(Number(value), part.endsWith("_quarter") ? 2 ** 31 - 1 : Infinity));
    }
    catalogue.cities.forEach((/** @type {any} */ city, /** @type {number} */ row) => { if (chosen.has(city.key)) this.tables.cities.set("chosen", row, 1); });
    catalogue.fields.forEach((/** @type {any} */ field, /** @type {number} */ row) => this.tables.fields.set("project", row, projects.size && !projects.has(field.name) ? 0 : 1));
    const shocks = changesOf(moved, this.about, reading);
    if (shocks.length > this.tables.shocks.about.shape[0]) throw new Error("too many changes from outside");
    shocks.forEach((shock, row) => {
      const [index, number] = this.scaled(shock.key, shock.value);
      this.tables.shocks.set("value", row, number);
      this.tables.shocks.set("quarter", row, Math.min(shock.quarter, 2 ** 31 - 1));
      this.tables.shocks.set("target", row, index);
    });
    this.tables.shocks.shape[0] = shocks.length;
  }

  /** Write what a lever has by default, unless the setting says otherwise. @param {number} row @param {string} column
   * @param {number} usual @param {Moved} moved @param {string} name @param {number} reading which may hold another cost */
  lever(row, column, usual, moved, name, reading) {
    const part = Object.keys(this.about.lever_columns).find((key) => this.about.lever_columns[key] === column);
    const key = `levers.${name}.${part}`, told = reading >= 0 ? this.about.readings[reading].moves[key] : undefined;
    if (moved[key] === undefined) this.tables.levers.set(column, row, told ?? usual);
  }

  /** Write addresses and shapes, as the quarter takes them. */
  hand() {
    const words = [];
    for (const { name } of this.about.tables) words.push(this.tables[name].place, ...this.tables[name].shape);
    new BigInt64Array(this.exports.memory.buffer, this.block, words.length).set(words.map(BigInt));
  }

  /** Double the room of the tables that grow; the run then begins again. */
  lengthen() {
    this.worlds.clear(); // they are laid out in the old room
    for (const table of Object.values(this.tables)) {
      if (!table.about.grows) continue;
      table.shape[table.shape.length - 1] *= 2;
      table.place = this.room(table.size);
    }
  }

  /** Add what each lever costs this quarter, use or no use. @param {Float32Array} fixed */
  bill(fixed) {
    const { levers, region } = this.tables, scale = region.get("scale", 0);
    for (let row = 0; row < fixed.length; row++) fixed[row] += levers.get("fixed_cost", row) * 0.25 * levers.get("now", row) * scale;
  }

  /** The first quarter in which a setting may differ from its ground, which it shares with all that move the same barriers.
   * A lever does nothing before it starts, a shock nothing before its quarter; which cities and fields are named is taken for felt at once.
   * @param {Moved} moved */
  parts(moved) {
    const { levers, policy_quarter: start } = { levers: this.about.levers, ...this.about.run }, found = [start];
    for (const key of Object.keys(moved)) {
      const [section, name, part] = key.split("."), row = levers.findIndex((/** @type {any} */ one) => one.name === name), table = this.tables.levers;
      if (key === "shocks") found.push(...moved.shocks.map((/** @type {any} */ one) => one.quarter));
      if (section !== "levers" || row < 0) continue;
      found.push(part === "cities" || part === "fields" ? 0 : moved[`levers.${name}.start_quarter`] ?? levers[row].row.start_quarter);
      if (table.get("strength", row) > 0) found.push(table.get("start_quarter", row));
    }
    return Math.min(...found);
  }

  /** Keep the world as it stands, if there is room: the first reading's always, others while nothing of this ground has to go.
   * @param {string} id @param {string} ground @param {number} reading */
  keep(id, ground, reading) {
    if (reading && this.full === ground) return;
    const tables = this.start[1].map(([table]) => table), bytes = tables.reduce((all, table) => all + table.filled(), 0), { levers } = this.tables;
    const held = () => [...this.worlds.values()].reduce((all, one) => all + one.bytes, 0);
    while (this.worlds.size && held() + bytes > this.spare) {
      const old = [...this.worlds].find(([, one]) => one.ground !== ground) || (reading ? null : [...this.worlds].at(-1));
      if (!old) { this.full = ground; return; }
      this.worlds.delete(old[0]);
    }
    this.full = "";
    this.worlds.set(id, { ground, bytes, now: levers.column("now", levers.shape[0]), parts: this.copied(tables) });
  }

  /** Lay out the world that a task begins in, or one that was kept. @param {Task} task @param {string} id @returns {number} its quarter */
  begin({ moved, reading, seed, form }, id) {
    const { shocks, levers, region } = this.tables, { policy_quarter: start } = this.about.run, [policy, rest] = this.start;
    shocks.shape[0] = shocks.about.shape[0];
    this.reset(policy, reading);
    const shared = this.parts(moved) >= start && start > 0, world = shared && this.worlds.get(id);
    this.keeps = shared && reading >= 0 && !world;
    if (world) { this.lay(world.parts); world.now.forEach((level, row) => levers.set("now", row, level)); }
    else { this.reset(rest, reading); this.ground(moved, form || {}); region.set("seed", 0, seed); }
    this.apply(moved, reading);
    return world ? start : 0;
  }

  /** Run a setting to its end. @param {Task} task @returns {Promise<any>} outcomes, what pictures show, and the deals if asked for;
   * nothing if it was stopped on the way */
  async run(task) {
    const { quarters, policy_quarter: start } = this.about.run, id = worldOf(task), fixed = new Float32Array(this.about.levers.length);
    this.stopped = false;
    for (;;) {
      let answer = 1;
      fixed.fill(0);
      const first = this.begin(task, id);
      this.hand();
      for (let quarter = first; quarter < quarters && answer === 1; quarter++) {
        if (quarter === start && this.keeps) this.keep(id, groundOf(task), task.reading);
        await this.breath();
        if (this.stopped) return null;
        answer = this.exports[this.about.entry](this.block);
        if (answer === 1 && quarter >= start) this.bill(fixed);
      }
      if (answer === 1) break;
      if (answer < 0) throw new Error("the browser has no memory left for a run");
      this.lengthen();
    }
    const record = recordOf(this);
    return { outcomes: measureAll(record), ...pictured(record), fixed, ...(task.deals ? { deals: dealsOf(this) } : {}) };
  }
}

/** Every change from outside, in order: shocks, and what the past differed in, as sim.scenario.past makes them.
 * @param {Moved} moved @param {any} about @param {number} reading @returns {{quarter: number, key: string, value: number}[]} */
export function changesOf(moved, about, reading) {
  const own = [...(moved.shocks || [])].sort((a, b) => a.quarter - b.quarter || (a.key < b.key ? -1 : 1)), differed = new Set(about.history.map((/** @type {any} */ one) => one.key));
  const found = own.filter((one) => !differed.has(one.key)).map((one) => ({ ...one, quarter: Math.max(0, one.quarter) }));
  for (const key of differed) {
    const shocks = own.filter((one) => one.key === key), past = about.history.filter((/** @type {any} */ one) => one.key === key), { low, high, whole } = past[0];
    const value = moved[key] ?? (reading >= 0 ? about.readings[reading].moves[key] : undefined) ?? about.base[key];
    const moments = [...new Set([0, ...shocks.map((one) => Math.max(0, one.quarter)), ...past.map((/** @type {any} */ one) => Math.max(0, one.until))])].sort((a, b) => a - b);
    let before = value;
    for (const moment of moments) {
      let now = shocks.filter((one) => one.quarter <= moment).at(-1)?.value ?? value;
      for (const one of past) if (moment < one.until) now *= one.times;
      now = Math.min(high, Math.max(low, now));
      if (whole) now = even(now);
      if (now !== before) found.push({ quarter: moment, key, value: now });
      before = now;
    }
  }
  return found.sort((a, b) => a.quarter - b.quarter || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

/** All deals in columns, and of organisations what they say of the parties. @param {Machine} machine */
function dealsOf(machine) {
  const { tables } = machine, count = tables.region.get("deals", 0), organisations = tables.organisations.shape[0];
  const all = (/** @type {Table} */ table, /** @type {number} */ rows) =>
    table.read([...table.columns].filter(([, one]) => one.length === 1).map(([name]) => name), rows);
  return { count, deals: all(tables.deals, count), organisations: all(tables.organisations, organisations) };
}
