// What every picture shares: its card with a question as title, scales, and how it leaves the page as SVG, PNG or CSV.

import { h, download } from "./dom.js";
import { _ } from "./say.js";

/** A linear scale. @param {number} low @param {number} high @param {number} from @param {number} to */
export const scale = (low, high, from, to) => (/** @type {number} */ x) => from + ((x - low) / (high - low || 1)) * (to - from);

/** Round marks of an axis. @param {number} low @param {number} high @param {number} count */
export function ticks(low, high, count) {
  const raw = (high - low) / count || 1, power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].map((one) => one * power).find((one) => one >= raw) || raw;
  const found = [];
  for (let at = Math.ceil(low / step) * step; at <= high + step * 1e-9; at += step) found.push(Math.abs(at) < step * 1e-9 ? 0 : at);
  return found;
}

/** A path through points. @param {[number, number][]} points */
export const path = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** A card. @param {{title: string, note?: any, name: string, rows?: () => any[][], tools?: any[], class?: string}} about
 * @param {...any} body the picture may be among it */
export function card(about, ...body) {
  const menu = about.rows
    ? h("details", { class: "out-menu" }, h("summary", { "aria-label": _("Save this picture"), title: _("Save this picture") }, "⤓"),
      h("div", { role: "group" },
        ...[["SVG", (/** @type {any} */ box) => saveSvg(box, about.name)], ["PNG", (/** @type {any} */ box) => savePng(box, about.name)], ["CSV", () => saveCsv(/** @type {any} */ (about.rows)(), about.name)]]
          .map(([label, act]) => h("button", { onclick: (/** @type {any} */ e) => { e.target.closest("details").open = false; /** @type {any} */ (act)(e.target.closest(".card")); } }, label))))
    : null;
  return h("section", { class: `card ${about.class || ""}`, key: about.name, "aria-label": about.title }, h("header", {}, h("h2", {}, about.title), about.note ? h("small", {}, about.note) : null, h("span", { class: "grow" }), ...(about.tools || []), menu), ...body);
}

/** What only those need who run the program: folded. @param {...any} body */
export const folded = (...body) => h("details", { class: "fold" }, h("summary", { class: "why" }, _("For those who run it on a computer of their own")), ...body);

/** @param {Element} box */
function alone(box) {
  const svg = /** @type {SVGElement} */ (box.querySelector("svg.picture")?.cloneNode(true));
  if (!svg) return null;
  const [, , width, height] = (svg.getAttribute("viewBox") || "0 0 600 300").split(" ");
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("width", width);
  svg.setAttribute("height", height);
  const style = getComputedStyle(box);
  const text = svg.outerHTML.replace(/var\((--[\w-]+)\)/g, (_all, name) => style.getPropertyValue(name).trim());
  return text.replace(/^<svg/, `<svg font-family="sans-serif" font-size="12"`).replace(/>/, `><rect width="100%" height="100%" fill="${style.getPropertyValue("--card").trim()}"/>`);
}

/** @param {Element} box @param {string} name */
function saveSvg(box, name) {
  const text = alone(box);
  if (text) download(`${name}.svg`, text, "image/svg+xml");
}

/** @param {Element} box @param {string} name */
function savePng(box, name) {
  const text = alone(box), image = new Image();
  if (!text) return;
  image.onload = () => {
    const canvas = h("canvas", { width: image.width * 2, height: image.height * 2 });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((/** @type {Blob} */ blob) => download(`${name}.png`, blob, "image/png"), "image/png");
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

/** @param {any[][]} rows @param {string} name */
export function saveCsv(rows, name) {
  const plain = (/** @type {any} */ one) => (typeof one === "string" && /^[=+@\t\r-]/.test(one) && !Number.isFinite(Number(one)) ? `'${one}` : one); // a spreadsheet would take it for a formula
  const cell = (/** @type {any} */ one) => (/[",\n]/.test(String(one)) ? `"${String(one).replace(/"/g, '""')}"` : String(one ?? ""));
  download(`${name}.csv`, `\ufeff${rows.map((row) => row.map(plain).map(cell).join(",")).join("\n")}\n`, "text/csv");
}

/** A switch of readings as dots: ahead, not ahead, still running. @param {number[]} diffs @param {number} total @param {string} told */
export function dots(diffs, total, told) {
  const marks = Array.from({ length: total }, (_none, i) => h("i", { class: i < diffs.length ? (diffs[i] > 0 ? "" : "no") : "wait" }));
  return h("span", { class: "dots", role: "img", "aria-label": told }, marks);
}
