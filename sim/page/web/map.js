// Where transfers change: a circle for what stays in a city, few wide arcs for what goes between two.

import { h } from "./dom.js";
import { _, spoken, clauses } from "./say.js";
import { amount, halves, rough } from "./numbers.js";

const ARCS = 14, NAMED = 3;

/** The name of a city in the reader's language. @param {any} city */
export const cityName = (city) => _(city.name);

/** A plane of some size that holds all cities: to a point of it, and back. @param {any[]} cities @param {number} width
 * @param {number} height @param {number} margin */
export function plane(cities, width, height, margin) {
  const bend = Math.cos((cities.reduce((all, one) => all + one.latitude, 0) / cities.length / 180) * Math.PI);
  const xs = cities.map((one) => one.longitude * bend), ys = cities.map((one) => -one.latitude), left = Math.min(...xs), top = Math.min(...ys);
  const wide = Math.max(...xs) - left || 1, tall = Math.max(...ys) - top || 1;
  const size = Math.min((width - 2.6 * margin) / wide, (height - 2 * margin) / tall), x0 = (width - wide * size) / 2, y0 = (height - tall * size) / 2;
  return {
    to: (/** @type {any} */ one) => /** @type {[number, number]} */ ([x0 + (one.longitude * bend - left) * size, y0 + (-one.latitude - top) * size]),
    back: (/** @type {number} */ x, /** @type {number} */ y) => ({ longitude: (left + (x - x0) / size) / bend, latitude: -(top + (y - y0) / size) }),
  };
}

/** Places of cities on such a plane. @param {any[]} cities @param {number} width @param {number} height @param {number} margin */
export const placed = (cities, width, height, margin) => cities.map(plane(cities, width, height, margin).to);

/** The outline around some places. @param {[number, number][]} points @returns {[number, number][]} */
export function hull(points) {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (/** @type {number[]} */ o, /** @type {number[]} */ a, /** @type {number[]} */ b) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const half = (/** @type {[number, number][]} */ all) => {
    /** @type {[number, number][]} */
    const found = [];
    for (const one of all) {
      while (found.length > 1 && turn(found[found.length - 2], found[found.length - 1], one) <= 0) found.pop();
      found.push(one);
    }
    return found.slice(0, -1);
  };
  return sorted.length < 3 ? sorted : [...half(sorted), ...half(sorted.reverse())];
}

/** The ground of a region: a soft shape for each jurisdiction. @param {any} names the catalogue @param {[number, number][]} at */
export function ground(names, at) {
  return names.jurisdictions.map((/** @type {string} */ one, /** @type {number} */ i) => {
    const outline = hull(at.filter((_place, c) => names.cities[c].jurisdiction === one));
    const middle = (/** @type {number} */ k) => { const [p, q] = [outline[k % outline.length], outline[(k + 1) % outline.length]]; return `${(p[0] + q[0]) / 2} ${(p[1] + q[1]) / 2}`; };
    const shape = outline.length < 3 ? `M${outline.map((p) => p.join(" ")).join("L")}h.1` : `M${middle(0)}${outline.map((_p, k) => `Q${outline[(k + 1) % outline.length].join(" ")} ${middle(k + 1)}`).join("")}Z`;
    const wide = outline.length === 1 ? 84 : 64;
    return h("path", { d: shape, fill: `var(--land${i % 2})`, stroke: `var(--land${i % 2})`, "stroke-width": wide, "stroke-linejoin": "round", "stroke-linecap": "round" });
  });
}

/** Draw it. @param {any} names the catalogue @param {Float64Array} today flows, [from x to], means @param {Float64Array} mine
 * @param {{width: number, height: number}} how @param {{pair: import("./paired.js").Pair, sure: boolean}[] | null} [received] what the readings say of each city */
export function map(names, today, mine, how, received = null) {
  const { width, height } = how, cities = names.cities, count = cities.length, at = placed(cities, width, height, 42);
  const within = cities.map((/** @type {any} */ _one, /** @type {number} */ i) => mine[i * count + i]), largest = Math.max(1, ...within);
  const pairs = [];
  for (let i = 0; i < count; i++) for (let j = i + 1; j < count; j++) {
    const now = mine[i * count + j] + mine[j * count + i], then = today[i * count + j] + today[j * count + i];
    if (now > 0) pairs.push({ i, j, now, gain: now - then });
  }
  pairs.sort((a, b) => b.now - a.now);
  const arcs = pairs.slice(0, ARCS), widest = Math.max(1, ...arcs.map((one) => one.now)), gains = Math.max(1, ...arcs.map((one) => Math.abs(one.gain)));
  const change = cities.map((/** @type {any} */ _one, /** @type {number} */ i) => { let all = 0; for (let k = 0; k < count; k++) all += mine[k * count + i] - today[k * count + i]; return all; });
  const order = [...change.keys()].sort((a, b) => Math.abs(change[b]) - Math.abs(change[a])), named = new Set(order.filter((i, place) => place < NAMED || received?.[i].sure));
  const most = Math.max(...[...named].map((i) => Math.abs(change[i]))), written = (/** @type {number} */ i) => { const gain = rough(change[i], true, most); if (!received) return gain; const { ahead, count } = received[i].pair; return _("{gain} · {ahead}/{count}", { gain, ahead: halves(Math.max(ahead, count - ahead)), count }); };
  const tint = (/** @type {number} */ i) => (received && !received[i].sure ? "var(--soft)" : change[i] < 0 ? "var(--bad)" : "var(--b)");
  const radius = (/** @type {number} */ i) => Math.max(3, 22 * Math.sqrt(within[i] / largest));
  const labels = /** @type {{x: number, y: number, w: number, h: number, i: number, anchor: string}[]} */ ([]);
  const told = clauses(order.slice(0, NAMED).map((i) => _("{city} {change}", { city: cityName(cities[i]), change: written(i) })));
  const free = (/** @type {any} */ box, /** @type {number} */ i) => !labels.some((o) => box.x < o.x + o.w && o.x < box.x + box.w && box.y < o.y + o.h && o.y < box.y + box.h)
    && !at.some(([cx, cy], k) => k !== i && cx > box.x - radius(k) && cx < box.x + box.w + radius(k) && cy > box.y - radius(k) && cy < box.y + box.h + radius(k));
  for (const i of order) {
    const [x, y] = at[i], r = radius(i) + 4, w = Math.max(cityName(cities[i]).length * (spoken() === "en" ? 6.8 : 13), named.has(i) ? written(i).length * 6.6 : 0), h = named.has(i) ? 28 : 14;
    const right = { x: x + r, y: y - h / 2, anchor: "start" }, left = { x: x - r - w, y: y - h / 2, anchor: "end" }, places = [...(x < width - 90 ? [right, left] : [left, right]), { x: x - w / 2, y: y + r - 1, anchor: "middle" }, { x: x - w / 2, y: y - r - h + 2, anchor: "middle" }];
    const found = places.map((one) => ({ ...one, w, h, i })).find((box) => box.x > -8 && box.x + w < width + 8 && free(box, i));
    if (found || named.has(i)) labels.push(found || { ...places[0], w, h, i });
  }
  return h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": _("Where transfers change most: {cities}", { cities: told }) },
    ground(names, at),
    arcs.map(({ i, j, now, gain }) => {
      const [a, b] = [at[i], at[j]], mx = (a[0] + b[0]) / 2 - (b[1] - a[1]) * 0.12, my = (a[1] + b[1]) / 2 + (b[0] - a[0]) * 0.12;
      return h("path", { d: `M${a[0]} ${a[1]}Q${mx} ${my} ${b[0]} ${b[1]}`, fill: "none", stroke: gain < 0 ? "var(--a)" : "var(--b)", opacity: 0.25 + 0.5 * Math.min(1, Math.abs(gain) / gains), "stroke-width": 1 + 8 * (now / widest), "stroke-linecap": "round" },
        h("title", {}, _("{one} – {other}: {now} transfers, {gain} against today", { one: cityName(cities[i]), other: cityName(cities[j]), now: amount(now), gain: rough(gain, true) })));
    }),
    cities.map((/** @type {any} */ city, /** @type {number} */ i) => h("circle", { cx: at[i][0], cy: at[i][1], r: radius(i), fill: "var(--card)", stroke: "var(--b)", "stroke-width": 1.6 },
      h("title", {}, _("{city}: {now} transfers received, {gain} against today", { city: cityName(city), now: amount(change[i] + into(today, i, count)), gain: rough(change[i], true) })))),
    labels.map(({ i, x, y, w, anchor }) => {
      const to = anchor === "start" ? x : anchor === "end" ? x + w : x + w / 2;
      return h("g", { class: "halo" }, h("text", { x: to, y: y + 11, "text-anchor": anchor, fill: named.has(i) ? "var(--ink)" : "var(--soft)" }, cityName(cities[i])),
        named.has(i) ? h("text", { x: to, y: y + 25, "text-anchor": anchor, fill: tint(i), class: "num" }, written(i)) : null);
    }));
}

/** @param {Float64Array} flow @param {number} city @param {number} count */
function into(flow, city, count) {
  let all = 0;
  for (let k = 0; k < count; k++) all += flow[k * count + city];
  return all;
}
