// Numbers for readers: differences in as many digits as they are known to, money and time in the units of the language.

import { _, _c } from "./say.js";
import { even } from "./sums.js";

/** @param {number} value @param {number} [places] */
export function written(value, places = 0) {
  if (!Number.isFinite(value)) return "–";
  const power = 10 ** places, text = (even(Math.abs(value) * power) / power).toFixed(places).replace(/\B(?=(\d{3})+(?!\d))/g, (_all, _group, at, whole) => (whole.includes(".") && at > whole.indexOf(".") ? "" : ","));
  return (value < 0 && Number(text.replace(/,/g, "")) !== 0 ? "−" : "") + text;
}

/** A count of readings; ties count half. @param {number} count */
export const halves = (count) => written(count, count % 1 ? 1 : 0);

/** Write an amount as sharply as it is known, as sim.analysis.wording does: two digits where nine readings in ten span more
 * than a tenth of it; with no more decimals than the largest of its bracket. @param {number} value @param {number} [low] @param {number} [high] @param {boolean} [signed] */
export function amount(value, low = NaN, high = NaN, signed = false) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.max(...[value, low, high].filter(Number.isFinite).map(Math.abs));
  if (Number.isFinite(high - low) && high - low > 0.1 * Math.abs(value) && value) {
    const sharp = 10 ** (1 - Math.floor(Math.log10(Math.abs(value))));
    value = even(value * sharp) / sharp;
  }
  const given = written(value, size >= 20 ? 0 : 1), text = /[1-9]/.test(given) ? given : "0";
  return signed && value > 0 && text !== "0" ? `+${text}` : text;
}

/** A difference of counts. @param {number} value */
export const signed = (value) => (value > 0 ? "+" : "") + written(value);

/** Write a single amount of which only its own size is known: two digits, with no more decimals than the largest of its list.
 * @param {number} value @param {boolean} [signed] @param {number} [largest] */
export function rough(value, signed = false, largest = 0) {
  const size = Math.max(Math.abs(value), Math.abs(largest));
  return amount(value, -size, size, signed);
}

/** The language's unit of money: its name, and how many million yuan it is. @returns {{unit: string, one: number}} */
export function unitOfMoney() {
  const [, one, unit] = /^(\d+) (.*)$/.exec(_c("a unit of money, and how many million yuan it is", "1 million yuan")) || ["", "1", "million yuan"];
  return { unit, one: Number(one) };
}

/** Money without its unit. @param {number} million yuan @param {boolean} [signed] */
export function moneyNumber(million, signed = false) {
  const { one } = unitOfMoney(), value = million / one;
  const text = Math.abs(value) >= 100 || one === 1 ? written(Number(value.toPrecision(Math.abs(value) >= 1000 ? 3 : 2))) : written(value, 1);
  return signed && value > 0 ? `+${text}` : text;
}

/** Money; the unit belongs to the language. @param {number} million yuan @param {boolean} [signed] */
export function money(million, signed = false) {
  const { unit } = unitOfMoney(), amount = moneyNumber(million, signed);
  return _("{amount} {unit}", { amount, unit });
}

/** Money of a single deal, in a unit for small amounts. @param {number} million yuan */
export function smallMoney(million) {
  const [, one, unit] = /^([\d.]+) (.*)$/.exec(_c("a unit of money for small amounts, and how many million yuan it is", "1 million yuan")) || ["", "1", "million yuan"];
  const value = million / Number(one);
  return _("{amount} {unit}", { amount: written(value, Number(one) === 1 ? 1 : 0), unit });
}

/** A level that is shown beside others of its kind. @param {number} value */
export function level(value) {
  return written(value, Math.abs(value) >= 20 || value === 0 ? 0 : Math.abs(value) >= 1 ? 1 : 2);
}

/** The calendar quarter of a quarter of the run. @param {{policy_quarter: number, policy_year: number}} run @param {number} quarter @param {boolean} [short] in pictures */
export function calendar(run, quarter, short = false) {
  const place = run.policy_year * 4 + Math.floor(quarter) - run.policy_quarter;
  const values = { year: Math.floor(place / 4), quarter: (((place % 4) + 4) % 4) + 1 };
  return short ? _c("short", "{year} Q{quarter}", values) : _("{year} Q{quarter}", values);
}

/** Calendar year of a quarter of the run, with its part. @param {{policy_quarter: number, policy_year: number}} run @param {number} quarter */
export function yearOf(run, quarter) {
  return run.policy_year + (quarter - run.policy_quarter) / 4;
}
