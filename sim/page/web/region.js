// Region: the cities that policies are compared in, what is known of each, and what rests on an assumption.

import { h } from "./dom.js";
import { _, _n } from "./say.js";
import { written } from "./numbers.js";
import { card } from "./figure.js";
import { ground, placed, cityName } from "./map.js";
import { served } from "./server.js";

/** Figures of a city, by the names of their grades. */
const figures = () => [["military", "military_organisations", _("military")], ["universities", "universities", _("universities")], ["firms", "hightech_firms", _("high-tech firms")], ["rd", "rd_billion_yuan", _("R&D, billion yuan")]];

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function regionView(lab, page) {
  const FIGURES = figures(), names = lab.about.catalogue, { cities } = names, width = 640, height = 470, at = placed(cities, width, height, 56), most = Math.max(...cities.map((/** @type {any} */ one) => one.military), 1);
  const chosen = new Set(Object.keys(lab.moved).filter((key) => key.endsWith(".cities")).flatMap((key) => lab.moved[key]));
  const radius = (/** @type {any} */ one) => Math.max(4, 26 * Math.sqrt(one.military / most)), guessed = (/** @type {any} */ one, /** @type {string} */ grade) => one.grades[grade] === "assumption";
  const rows = () => [["city", ...FIGURES.map((one) => one[0])], ...cities.map((/** @type {any} */ one) => [one.key, ...FIGURES.map(([key]) => one[key])])];
  return h("div", { class: "wide" },
    card({ title: _("The region you compare policies in"), note: _("circle: military organisations"), name: "region", rows, class: "c6" },
      h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": _("Map of {count} cities", { count: cities.length }) }, ground(names, at),
        cities.map((/** @type {any} */ one, /** @type {number} */ i) => h("g", { class: "halo" }, h("circle", { cx: at[i][0], cy: at[i][1], r: radius(one), fill: "var(--b1)", stroke: "var(--b)", "stroke-width": 1.6 }), one.base || chosen.has(one.key) ? h("path", { d: `M${at[i][0]} ${at[i][1] - 7}l7 12h-14z`, fill: "var(--flip)", stroke: "var(--card)" }) : null,
          h("text", { x: at[i][0], y: at[i][1] + radius(one) + 14, "text-anchor": "middle" }, cityName(one))))),
      h("p", { class: "key" }, h("span", {}, h("b", { class: "flipmark" }, "▲"), " ", _("demonstration base")), h("span", {}, _("The border is a suggestion: half way between cities of two jurisdictions.")))),
    card({ title: _n("{count} city", "{count} cities", cities.length), note: _("dotted: rests on an assumption"), name: "cities", rows, class: "c6" },
      h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("city")), FIGURES.map(([, , text]) => h("th", { class: "r" }, text)), h("th", { class: "r" }, _("base")))),
        h("tbody", {}, cities.map((/** @type {any} */ one) => h("tr", {}, h("th", { scope: "row" }, cityName(one)), FIGURES.map(([key, grade]) => h("td", { class: "r" }, h("span", { class: guessed(one, grade) ? "guess" : "" }, written(one[key], key === "rd" ? 1 : 0), guessed(one, grade) ? h("span", { class: "hidden" }, _("assumption")) : null))), h("td", { class: "r" }, one.base || chosen.has(one.key) ? h("span", { class: "flipmark", role: "img", "aria-label": _("demonstration base") }, "▲") : "")))))),
      h("p", { class: "note" }, FIGURES.map(([, grade, text]) => _("{count} of {all} figures of {what} rest on an assumption.", { count: cities.filter((/** @type {any} */ one) => guessed(one, grade)).length, all: cities.length, what: text })).join(" ")),
      served ? h("label", { class: "drop", tabindex: 0 }, _("Drop a city file (.csv) here, or choose one: the laboratory opens with it"), h("input", { type: "file", accept: ".csv", class: "hidden", onchange: (/** @type {any} */ e) => page.regionFile(e.target.files[0]) }))
        : h("p", { class: "note" }, _("This page holds one region. Another is another page:"), " ", h("code", {}, "sim page my-scenario.toml --out lab.html"))), refused(page));
}

/** What is wrong with a city file that was not taken, a row for each cell. @param {any} page */
function refused(page) {
  const found = page.state.region;
  if (!found?.problems.length) return null;
  return card({ title: _("{file} was not taken", { file: found.name }), note: _("nothing has changed"), name: "refused", class: "c12", rows: () => [["place", "found", "allowed"], ...found.problems.map((/** @type {any} */ one) => [one.place, one.found, one.allowed])] },
    h("div", { class: "scroll", role: "alert" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("line, column")), h("th", {}, _("found")), h("th", {}, _("allowed, or probably meant")))),
      h("tbody", {}, found.problems.map((/** @type {any} */ one) => h("tr", {}, h("td", {}, h("code", {}, one.place)), h("td", { class: "bad" }, one.found), h("td", {}, [one.allowed, one.hint].filter(Boolean).join("; ")))))) ));
}
