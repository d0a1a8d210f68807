// The tables of a run in the memory of the WebAssembly, laid out as the pack says; nothing of their columns is known here.

/** @typedef {{name: string, shape: number[], bytes: number, columns: [string, number, string, ...number[]][], at: number,
 *   same: string, grows: boolean}} TableAbout */

const READERS = {
  "<f8": (/** @type {DataView} */ v, /** @type {number} */ p) => v.getFloat64(p, true),
  "<i4": (/** @type {DataView} */ v, /** @type {number} */ p) => v.getInt32(p, true),
  "<i2": (/** @type {DataView} */ v, /** @type {number} */ p) => v.getInt16(p, true),
  "<i8": (/** @type {DataView} */ v, /** @type {number} */ p) => Number(v.getBigInt64(p, true)),
  "|i1": (/** @type {DataView} */ v, /** @type {number} */ p) => v.getInt8(p),
  "|b1": (/** @type {DataView} */ v, /** @type {number} */ p) => v.getUint8(p),
};
/** @type {Record<string, any>} */
const PLAIN = { "<f8": Float64Array, "<i4": Int32Array, "<i2": Int16Array, "|i1": Int8Array, "|b1": Uint8Array };
const WRITERS = {
  "<f8": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setFloat64(p, x, true),
  "<i4": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setInt32(p, x, true),
  "<i2": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setInt16(p, x, true),
  "<i8": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setBigInt64(p, BigInt(x), true),
  "|i1": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setInt8(p, x),
  "|b1": (/** @type {DataView} */ v, /** @type {number} */ p, /** @type {number} */ x) => v.setUint8(p, x),
};

const BLOCK = 1 << 17; // bytes of rows that the processor holds near it while their columns are read

/** One table in the memory of a machine. */
export class Table {
  /** @param {TableAbout} about @param {{memory: WebAssembly.Memory}} machine */
  constructor(about, machine) {
    this.about = about;
    this.machine = machine;
    this.place = 0;
    this.shape = about.shape.slice();
    this.columns = new Map(about.columns.map(([name, offset, format, length]) => [name, { offset, format, length: length || 1 }]));
  }

  get size() {
    return this.about.bytes * this.shape.reduce((a, b) => a * b, 1);
  }

  /** Bytes up to the last that is not zero. @returns {number} */
  filled() {
    const words = new Int32Array(this.machine.memory.buffer, this.place, Math.ceil(this.size / 4));
    let count = words.length;
    while (count && !words[count - 1]) count--;
    return Math.min(4 * count, this.size);
  }

  /** @returns {DataView} the whole memory; asked anew each time, since memory that grows is another one */
  view() {
    return new DataView(this.machine.memory.buffer);
  }

  /** Read columns of the first rows, block by block: a row is fetched from memory once for all of them.
   * @param {string[]} names @param {number} rows @returns {Record<string, Float64Array>} */
  read(names, rows) {
    const found = Object.fromEntries(names.map((name) => [name, new Float64Array(rows)])), block = Math.ceil(BLOCK / this.about.bytes);
    for (let from = 0; from < rows; from += block) for (const name of names) this.take(name, found[name], from, Math.min(from + block, rows));
    return found;
  }

  /** Read a column of the first rows. @param {string} name @param {number} rows */
  column(name, rows) {
    return this.read([name], rows)[name];
  }

  /** @param {string} name @param {Float64Array} values @param {number} first row @param {number} end */
  take(name, values, first, end) {
    const found = this.columns.get(name);
    if (!found) throw new Error(`${this.about.name} has no column ${name}`);
    const format = /** @type {keyof typeof READERS} */ (found.format), Plain = PLAIN[format], width = Plain ? Plain.BYTES_PER_ELEMENT : 8;
    const step = this.about.bytes, from = this.place + first * step + found.offset, { buffer } = this.machine.memory;
    if (Plain && from % width === 0 && step % width === 0) { // numbers that lie where the processor likes them are read without a call each
      const all = new Plain(buffer), stride = step / width;
      for (let row = first, at = from / width; row < end; row++, at += stride) values[row] = all[at];
    } else for (let row = first, at = from, view = this.view(), read = READERS[format]; row < end; row++, at += step) values[row] = read(view, at);
  }

  /** Read one number. @param {string} name @param {number} row */
  get(name, row) {
    const { offset, format } = /** @type {{offset: number, format: string}} */ (this.columns.get(name));
    return READERS[/** @type {keyof typeof READERS} */ (format)](this.view(), this.place + row * this.about.bytes + offset);
  }

  /** Write one number. @param {string} name @param {number} row @param {number} value */
  set(name, row, value) {
    const { offset, format } = /** @type {{offset: number, format: string}} */ (this.columns.get(name));
    WRITERS[/** @type {keyof typeof WRITERS} */ (format)](this.view(), this.place + row * this.about.bytes + offset, value);
  }
}

/** Put bytes that stand by rank in their places again.
 * @param {Uint8Array} memory @param {number} place of the table @param {number} step bytes of an element
 * @param {Uint8Array} bytes by rank @param {number} at where they begin @param {number[]} ranks @param {number} count of elements */
export function scatter(memory, place, step, bytes, at, ranks, count) {
  for (let k = 0; k < ranks.length; k++) {
    let from = at + k * count;
    for (let to = place + ranks[k], end = to + step * count; to < end; to += step) memory[to] = bytes[from++];
  }
}

/** Multiply a column by one factor, and set the last digits of each number right: to the last bit what it was made of.
 * @param {Uint8Array} memory @param {number} place of the column in the first row @param {number} step bytes of an element
 * @param {number} factor @param {Uint8Array} bytes last digits, a signed byte a row @param {number} at where they begin @param {number} count of elements */
export function multiply(memory, place, step, factor, bytes, at, count) {
  const view = new DataView(memory.buffer);
  for (let k = 0, here = place; k < count; k++, here += step) {
    view.setFloat64(here, view.getFloat64(here, true) * factor, true);
    if (bytes[at + k]) view.setBigInt64(here, view.getBigInt64(here, true) + BigInt((bytes[at + k] << 24) >> 24), true);
  }
}
