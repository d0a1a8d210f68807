// Who loses: cities that receive less in a direction than today, where the readings are sure of it and where they are not.

import { _, clauses, sentences } from "./say.js";
import { amount, halves } from "./numbers.js";
import { paired, verdictOf, sure } from "./paired.js";
import { keyOf } from "./setting.js";
import { cityName } from "./map.js";

const NAMED = 2, SMALLEST = 0.5; // transfers in the decade below which a loss is none

/** @param {import("./lab.js").Lab} lab @param {import("./setting.js").Moved} moved */
export function losersOf(lab, moved) {
  const names = lab.about.catalogue, ways = names.directions.length, one = lab.results({}), other = lab.results(moved), found = [];
  if (keyOf(moved) === lab.today) return _("Nobody: this is today's policy.");
  if (paired(one, other, () => 0).count < lab.readings) return _("Said once all readings are in.");
  for (let i = 0; i < names.cities.length * ways; i++) {
    const pair = paired(one, other, (result) => result.cityWay[i]);
    if (pair.mean < -SMALLEST) found.push({ i, pair, sure: sure(verdictOf(lab.about.verdicts, pair)) });
  }
  found.sort((a, b) => a.pair.mean - b.pair.mean);
  const told = (/** @type {any[]} */ all) => clauses(all.slice(0, NAMED).map(({ i, pair }) => _("{city}, {direction}: {change} ({count} of {readings})", { city: cityName(names.cities[Math.floor(i / ways)]), direction: _(names.directions[i % ways].label), change: amount(pair.mean, pair.low, pair.high, true), count: halves(pair.count - pair.ahead), readings: pair.count })));
  const certain = found.filter((all) => all.sure), perhaps = found.filter((all) => !all.sure);
  return sentences([certain.length ? _("Fewer transfers: {list}.", { list: told(certain) }) : _("No city is a sure loser."), perhaps.length ? _("Perhaps: {list}.", { list: told(perhaps) }) : ""].filter(Boolean));
}
