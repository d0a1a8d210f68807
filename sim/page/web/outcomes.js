// Outcomes of a finished run, as sim/outcomes measures them; a test holds every one of them to Python's.

import { sum, mean } from "./sums.js";

const ratio = (/** @type {number} */ part, /** @type {number} */ whole) => (whole ? part / whole : NaN);

/** What a run has left behind, in columns. Times are quarters since its start.
 * @param {import("./engine.js").Machine} machine @returns {Record<string, any>} */
export function recordOf(machine) {
  const { tables, about } = machine, names = about.catalogue;
  const count = tables.region.get("deals", 0), cases = tables.region.get("cases", 0), quarters = tables.region.get("quarter", 0);
  const deals = tables.deals.read(["status", "stage", "cause", "shut", "direction", "rung", "jurisdictions_differ", "opened", "matched", "ended", "value", "source", "recipient"], count);
  const history = (/** @type {string} */ name) => tables.history.column(name, quarters);
  const city = tables.organisations.column("city", tables.organisations.shape[0]);
  const horizonFrom = about.run.policy_quarter, { statuses } = names;
  const end = new Int32Array(count), delivered = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const at = deals.ended[i], dead = deals.status[i] === statuses.dead;
    end[i] = at !== at ? -1 : Math.min(Math.max(dead ? Math.ceil(at) - 1 : Math.floor(at), 0), quarters - 1);
    delivered[i] = deals.status[i] === statuses.delivered && at >= horizonFrom ? 1 : 0;
  }
  const blame = about.form.find((/** @type {any} */ one) => one.name === "blame").words[tables.settings.get("blame", 0)];
  return { deals, count, cases, quarters, history, city, horizonFrom, end, delivered, statuses, names, tables, blame };
}

/** Every outcome by its name. @param {Record<string, any>} record @returns {Record<string, number>} */
export function measureAll(record) {
  const { deals, count, end, delivered, horizonFrom, names, statuses } = record;
  const horizon = (/** @type {string} */ name) => record.history(name).subarray(Math.min(horizonFrom, record.quarters));
  const last = (/** @type {string} */ name) => (record.quarters ? record.history(name)[record.quarters - 1] : NaN);
  const values = [], times = [], byDirection = names.directions.map(() => 0), rungs = [0, 0, 0, 0];
  const died = names.directions.map(() => new Float64Array(names.causes.length)), causes = new Float64Array(names.causes.length), toCity = new Float64Array(names.cities.length);
  let crossing = 0, opened = 0, matched = 0, converted = 0, climbing = 0;
  for (let i = 0; i < count; i++) {
    const way = deals.direction[i], found = deals.matched[i] >= horizonFrom;
    opened += Number(deals.opened[i] >= horizonFrom);
    matched += Number(found);
    if (deals.status[i] === statuses.dead && end[i] >= horizonFrom) for (const [cause, part] of blamed(record, i)) { died[way][cause] += part; causes[cause] += part; }
    if (!delivered[i]) continue;
    byDirection[way]++;
    values.push(deals.value[i]);
    times.push(deals.ended[i] - deals.opened[i]);
    crossing += deals.jurisdictions_differ[i];
    converted += Number(found);
    toCity[record.city[deals.recipient[i]]]++;
    if (names.directions[way].climbs) { climbing++; rungs[deals.rung[i]]++; }
  }
  const bills = horizon("programme_cost"), spent = sum(horizon("fund_spent"));
  /** @type {Record<string, number>} */
  const found = {
    transfers_delivered: values.length,
    transfers_cross_jurisdiction: crossing,
    value_delivered_million_yuan: sum(values),
    mean_quarters_to_delivery: mean(times),
    mean_office_wait_quarters: mean(waits(record)),
    mean_office_queue: mean(horizon("queue")),
    licensed_firms: last("licensed_firms"),
    active_firms: last("active_firms"),
    share_parts: ratio(rungs[1], climbing),
    share_key_subsystems: ratio(rungs[2], climbing),
    share_complete_machines: ratio(rungs[3], climbing),
    leaks: sum(horizon("leaks")),
    programme_cost_million_yuan: sum(bills),
    discounted_programme_cost_million_yuan: discounted(bills, names.discount),
    fund_spent_million_yuan: spent,
    fund_deadweight_share: ratio(sum(horizon("fund_deadweight")), spent),
    delivery_gini_cities: gini(toCity),
    credit_lent_million_yuan: sum(horizon("lent")),
    credit_losses_million_yuan: sum(horizon("credit_losses")),
    firms: last("firms"),
    firms_founded: sum(horizon("founded")),
    spin_offs: sum(horizon("spin_offs")),
    firms_failed: sum(horizon("failed")),
    deals_opened: opened,
    deals_matched: matched,
    conversion_rate: ratio(converted, matched),
  };
  names.directions.forEach((/** @type {{name: string}} */ direction, /** @type {number} */ way) => {
    found[`transfers_${direction.name}`] = byDirection[way];
    found[`deaths_${direction.name}`] = sum(died[way]);
    names.causes.slice(names.first_barrier).forEach((/** @type {string} */ name, /** @type {number} */ i) => {
      found[`deaths_${direction.name}_by_${name}`] = died[way][names.first_barrier + i];
    });
  });
  names.causes.forEach((/** @type {string} */ name, /** @type {number} */ cause) => { if (cause) found[`deaths_by_${name}`] = causes[cause]; });
  return found;
}

/** What a deal that died is charged to, in parts that add up to 1: one cause, or the barriers that shut it out.
 * @param {Record<string, any>} record @param {number} i the deal @returns {[number, number][]} */
function blamed({ deals, names, blame }, i) {
  const first = names.first_barrier;
  if (blame === "last_cause" || deals.cause[i] < first) return [[deals.cause[i], 1]];
  const shut = [...names.causes.keys()].slice(first).filter((cause) => (deals.shut[i] >> (cause - first)) & 1);
  return blame === "first_gate" ? [[shut[0], 1]] : shut.map((cause) => [cause, 1 / shut.length]);
}

/** Waits of the cases that a clerk took up within the horizon. @param {Record<string, any>} record */
function waits(record) {
  const { tables, cases, horizonFrom, names } = record, { in_service: served, decided } = names.case_statuses;
  const status = tables.cases.column("status", cases), started = tables.cases.column("started", cases);
  const filed = tables.cases.column("filed", cases), found = [];
  for (let i = 0; i < cases; i++) {
    if ((status[i] === served || status[i] === decided) && started[i] >= horizonFrom) found.push(started[i] - filed[i]);
  }
  return found;
}

/** @param {Float64Array} bills @param {number} rate per quarter */
function discounted(bills, rate) {
  let growth = 1;
  return sum(bills.map((bill, quarter) => bill / (growth = quarter ? growth * (1 + rate) : 1)));
}

/** @param {Float64Array} amounts */
function gini(amounts) {
  const count = amounts.length, total = sum(amounts);
  if (!total) return NaN;
  return sum(Array.from(amounts).sort((a, b) => a - b).map((amount, i) => (2 * (i + 1) - count - 1) * amount)) / (count * total);
}

/** What the pictures of a run show. @param {Record<string, any>} record */
export function pictured(record) {
  const { deals, count, end, delivered, horizonFrom, names, quarters, statuses } = record, cities = names.cities.length;
  const series = names.directions.map(() => new Float32Array(quarters)), flow = new Float32Array(cities * cities);
  const died = new Float32Array(names.stages.length * names.causes.length), reached = new Float32Array(names.stages.length);
  const cityWay = new Float32Array(cities * names.directions.length), open = new Float32Array(names.stages.length);
  for (let i = 0; i < count; i++) {
    const way = deals.direction[i], status = deals.status[i];
    if (status === statuses.delivered) series[way][end[i]]++;
    if (delivered[i]) {
      const to = record.city[deals.recipient[i]];
      flow[record.city[deals.source[i]] * cities + to]++;
      cityWay[to * names.directions.length + way]++;
    }
    if (status === statuses.dead && end[i] >= horizonFrom) died[deals.stage[i] * names.causes.length + deals.cause[i]]++;
    if (status === statuses.open) open[deals.stage[i]]++;
    if (end[i] >= horizonFrom || status === statuses.open) for (let s = 0; s <= deals.stage[i]; s++) reached[s]++;
  }
  return { series, flow, died, reached, open, cityWay, queue: Float32Array.from(record.history("queue")),
    costs: Float32Array.from(record.history("programme_cost")) };
}
