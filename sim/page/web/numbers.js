// Numbers for readers: differences in as many digits as they are known to, money and time in the units of the language.

import { _, _c } from "./say.js";

/** @param {number} value @param {number} [places] */
export function written(value, places = 0) {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(places).replace(/\B(?=(\d{3})+(?!\d))/g, (_all, _group, at, whole) => (whole.includes(".") && at > whole.indexOf(".") ? "" : ","));
  return (value < 0 && Number(text.replace(/,/g, "")) !== 0 ? "−" : "") + text;
}

/** Write an amount as sharply as it is known, as sim.analysis.wording does: two digits where nine readings in ten span more
 * than a tenth of it. @param {number} value @param {number} [low] @param {number} [high] @param {boolean} [signed] */
export function amount(value, low = NaN, high = NaN, signed = false) {
  if (!Number.isFinite(value)) return "–";
  if (Number.isFinite(high - low) && high - low > 0.1 * Math.abs(value) && value) {
    const size = 10 ** (1 - Math.floor(Math.log10(Math.abs(value))));
    value = Math.round(value * size) / size;
  }
  const size = Math.abs(value);
  const text = size >= 20 || value === 0 ? written(value) : size >= 0.05 ? written(value, 1) : "0";
  return signed && value > 0 && text !== "0" ? `+${text}` : text;
}

/** Money; the unit, and how many million yuan it is, belong to the language. @param {number} million @param {boolean} [signed] */
export function money(million, signed = false) {
  const [, one, unit] = /^(\d+) (.*)$/.exec(_c("a unit of money, and how many million yuan it is", "1 million yuan")) || ["", "1", "million yuan"];
  const value = million / Number(one);
  const text = Math.abs(value) >= 100 || Number(one) === 1 ? written(Number(value.toPrecision(Math.abs(value) >= 1000 ? 3 : 2))) : written(value, 1);
  const plus = signed && value > 0 ? "+" : "";
  return _("{amount} {unit}", { amount: plus + text, unit });
}

/** A level that is shown beside others of its kind. @param {number} value */
export function level(value) {
  return written(value, Math.abs(value) >= 20 || value === 0 ? 0 : Math.abs(value) >= 1 ? 1 : 2);
}

/** The calendar quarter of a quarter of the run. @param {{burn_in: number, start_year: number}} run @param {number} quarter */
export function calendar(run, quarter) {
  const place = run.start_year * 4 + Math.floor(quarter) - run.burn_in;
  return _("{year} Q{quarter}", { year: Math.floor(place / 4), quarter: (((place % 4) + 4) % 4) + 1 });
}

/** Calendar year of a quarter of the run, with its part. @param {{burn_in: number, start_year: number}} run @param {number} quarter */
export function yearOf(run, quarter) {
  return run.start_year + (quarter - run.burn_in) / 4;
}
