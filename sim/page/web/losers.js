// Who loses: cities that receive fewer transfers than today, where the readings are sure of it and where three of four say so.

import { h } from "./dom.js";
import { _, clauses, sentences } from "./say.js";
import { amount, halves, rough } from "./numbers.js";
import { paired, verdictOf, sure } from "./paired.js";
import { keyOf } from "./setting.js";
import { cityName } from "./map.js";

const NAMED = 3, SMALLEST = 0.5; // transfers in the decade below which a loss is none
export const LIKELY = 0.75; // of the readings

/** Losses of cities by direction, the largest first. @param {import("./lab.js").Lab} lab @param {import("./setting.js").Moved} moved
 * @returns {{city: number, way: number, pair: import("./paired.js").Pair, sure: boolean}[]} */
function lossesOf(lab, moved) {
  const names = lab.about.catalogue, ways = names.directions.length, one = lab.results({}), other = lab.results(moved), found = [];
  for (let i = 0; i < names.cities.length * ways; i++) {
    const pair = paired(one, other, (result) => result.cityWay[i]);
    if (pair.mean < -SMALLEST && pair.count - pair.ahead >= LIKELY * pair.count) found.push({ city: Math.floor(i / ways), way: i % ways, pair, sure: sure(verdictOf(lab.about.verdicts, pair)) });
  }
  return found.sort((a, b) => a.pair.mean - b.pair.mean);
}

/** @param {import("./lab.js").Lab} lab @param {import("./setting.js").Moved} moved */
export function losersOf(lab, moved) {
  const names = lab.about.catalogue;
  if (keyOf(moved) === lab.today) return _("Nobody: this is today's policy.");
  if (lab.done(moved) < lab.readings) return _("Said once all readings are in.");
  const found = lossesOf(lab, moved);
  const told = (/** @type {any[]} */ all) => clauses(all.slice(0, NAMED).map(({ city, way, pair }) => _("{city}, {direction}: {change}, fewer in {count} of {readings} readings", { city: cityName(names.cities[city]), direction: _(names.directions[way].label), change: amount(pair.mean, pair.low, pair.high, true), count: halves(pair.count - pair.ahead), readings: pair.count })));
  const certain = found.filter((all) => all.sure), likely = found.filter((all) => !all.sure);
  if (!found.length) return _("No city loses in any direction, surely or likely.");
  return sentences([certain.length ? _("Surely fewer: {list}.", { list: told(certain) }) : _("No city is a sure loser."), likely.length ? _("Likely fewer: {list}.", { list: told(likely) }) : ""].filter(Boolean));
}

/** What each city receives under a setting against today. @param {import("./lab.js").Lab} lab @param {import("./setting.js").Moved} moved */
export function receivedBy(lab, moved) {
  const names = lab.about.catalogue, ways = names.directions.length;
  return names.cities.map((/** @type {any} */ _one, /** @type {number} */ city) => {
    const pair = paired(lab.results({}), lab.results(moved), (result) => { let all = 0; for (let way = 0; way < ways; way++) all += result.cityWay[city * ways + way]; return all; });
    return { pair, sure: pair.count >= lab.readings && sure(verdictOf(lab.about.verdicts, pair)) };
  });
}

/** City by city, what each policy changes. @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name */
export function cityTable(lab, order, name) {
  const names = lab.about.catalogue, all = order.map((one) => ({ one, cities: receivedBy(lab, one), losses: lossesOf(lab, one) })).map((one) => ({ ...one, largest: Math.max(...one.cities.map((/** @type {any} */ city) => Math.abs(city.pair.mean))) }));
  return h("details", { class: "fold" }, h("summary", {}, _("City by city")), h("p", { class: "note" }, _("Transfers received, change against today, and the readings that agree on its sign; strong: a verdict. Below: directions that surely or likely lose.")),
    h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("City")), order.map((one) => h("th", { scope: "col" }, name(one))))),
      h("tbody", {}, names.cities.map((/** @type {any} */ city, /** @type {number} */ i) => h("tr", {}, h("th", { scope: "row" }, cityName(city)), all.map(({ cities, losses, largest }) => {
        const { pair, sure } = cities[i], more = Math.max(pair.ahead, pair.count - pair.ahead), mine = losses.filter((one) => one.city === i);
        return h("td", {}, h(sure ? "b" : "span", { class: sure ? (pair.mean < 0 ? "bad" : "good") : "" }, rough(pair.mean, true, largest)), " ", h("small", { class: "why" }, _("{more} of {count}", { more: halves(more), count: pair.count })),
          mine.length ? h("small", { class: "why", style: "display:block" }, clauses(mine.map(({ way, pair: lost }) => _("{direction} {change} ({count} of {readings})", { direction: _(names.directions[way].label), change: amount(lost.mean, lost.low, lost.high, true), count: halves(lost.count - lost.ahead), readings: lost.count })))) : null);
      })))))));
}

/** The same as lines of a file. @param {import("./lab.js").Lab} lab @param {any[]} order @param {(one: any) => string} name @returns {any[][]} */
export function cityRows(lab, order, name) {
  const cities = lab.about.catalogue.cities;
  return [["policy", "city", "transfers_received_change", "low_5", "high_95", "more_in", "readings"], ...order.flatMap((one) => receivedBy(lab, one).map((/** @type {any} */ { pair }, /** @type {number} */ i) => [name(one), cities[i].name, pair.mean, pair.low, pair.high, pair.ahead, pair.count]))];
}
