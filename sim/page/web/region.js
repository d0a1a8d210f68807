// Region: the cities that policies are compared in, what is known of each, and what rests on an assumption.

import { h, download } from "./dom.js";
import { _, _c, _n, gap, sentences, clauses } from "./say.js";
import { written } from "./numbers.js";
import { card, folded } from "./figure.js";
import { ground, plane, placed, cityName } from "./map.js";
import { served } from "./server.js";
import { COLUMNS, citiesOf, filesOf, found, place, write } from "./cities.js";

/** The language's unit of large amounts of money: how many of it a billion yuan are, and its name. @returns {{many: number, unit: string}} */
function large() {
  const [, many, unit] = /^(\d+) (.*)$/.exec(_c("a unit of large amounts of money, and how many of it are a billion yuan", "1 billion yuan")) || ["", "1", "billion yuan"];
  return { many: Number(many), unit };
}

/** Figures of a city, by the names of their grades. @param {string} [unit] of money */
const figures = (unit = _("billion yuan")) => [["military", "military_organisations", _("military")], ["universities", "universities", _("universities")], ["firms", "hightech_firms", _("high-tech firms")], ["rd", "rd_billion_yuan", _("R&D, {unit}", { unit })]];

/** The sheet of a map: smaller on a phone, where names would be too small to read. @param {any} page */
function sheetOf(page) {
  const width = page.width < 760 ? 420 : 640;
  return { width, height: Math.round(width * 0.735), margin: width * 0.0875, largest: width * 0.04 };
}

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function regionView(lab, page) {
  if (page.state.region?.sheet) return h("div", { class: "wide" }, editedMap(lab, page), editedTable(page), refused(page));
  const { many, unit } = large(), FIGURES = figures(unit), names = lab.about.catalogue, { cities } = names, { width, height, margin, largest } = sheetOf(page), at = placed(cities, width, height, margin), most = Math.max(...cities.map((/** @type {any} */ one) => one.military), 1);
  const chosen = new Set(Object.keys(lab.moved).filter((key) => key.endsWith(".cities")).flatMap((key) => lab.moved[key]));
  const radius = (/** @type {any} */ one) => Math.max(4, largest * Math.sqrt(one.military / most)), guessed = (/** @type {any} */ one, /** @type {string} */ grade) => one.grades[grade] === "assumption";
  const rows = () => [["city", ...FIGURES.map((one) => one[0])], ...cities.map((/** @type {any} */ one) => [one.key, ...FIGURES.map(([key]) => one[key])])];
  return h("div", { class: "wide" },
    card({ title: _("The region you compare policies in"), note: _("circle: military organisations"), name: "region", rows, class: "c6" },
      h("svg", { class: "picture", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": _("Map of {count} cities", { count: cities.length }) }, ground(names, at),
        cities.map((/** @type {any} */ one, /** @type {number} */ i) => h("g", { class: "halo" }, h("circle", { cx: at[i][0], cy: at[i][1], r: radius(one), fill: "color-mix(in srgb, var(--b) 22%, transparent)", stroke: "var(--b)", "stroke-width": 1.6 }), one.base || chosen.has(one.key) ? h("path", { d: `M${at[i][0]} ${at[i][1] - 7}l7 12h-14z`, fill: "var(--flip)", stroke: "var(--card)" }) : null,
          h("text", { x: at[i][0], y: at[i][1] + radius(one) + 14, "text-anchor": "middle" }, cityName(one))))),
      h("p", { class: "key" }, h("span", {}, h("b", { class: "flipmark" }, "▲"), " ", _("demonstration base")), h("span", {}, _("The border is a suggestion: half way between cities of two jurisdictions.")))),
    card({ title: _n("{count} city", "{count} cities", cities.length), note: _("dotted: rests on an assumption"), name: "cities", rows, class: "c6" },
      h("div", { class: "scroll" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("city")), FIGURES.map(([, , text]) => h("th", { class: "r" }, text)), h("th", { class: "r" }, _("base")))),
        h("tbody", {}, cities.map((/** @type {any} */ one) => h("tr", {}, h("th", { scope: "row" }, cityName(one)), FIGURES.map(([key, grade]) => h("td", { class: "r" }, h("span", { class: guessed(one, grade) ? "guess" : "" }, key === "rd" ? written(many * one[key], many > 1 ? 0 : 1) : written(one[key]), guessed(one, grade) ? h("span", { class: "hidden" }, _("assumption")) : null))), h("td", { class: "r" }, one.base || chosen.has(one.key) ? h("span", { class: "flipmark", role: "img", "aria-label": _("demonstration base") }, "▲") : "")))))),
      h("p", { class: "note" }, FIGURES.map(([, grade, text]) => _("{count} of {all} figures of {what} rest on an assumption.", { count: cities.filter((/** @type {any} */ one) => guessed(one, grade)).length, all: cities.length, what: text })).reduce((one, next) => sentences([one, next]))),
      served ? [h("div", { class: "acts" }, h("button", { class: "tool", onclick: () => page.editRegion() }, _("Edit cells and map"))),
        h("label", { class: "drop", tabindex: 0 }, _("Drop a city file (.csv) or the folder of a region here, or choose files: the laboratory opens with them"), h("input", { type: "file", accept: ".csv", multiple: true, class: "hidden", onchange: (/** @type {any} */ e) => page.regionFiles([...e.target.files]) }))]
        : folded(h("p", { class: "note" }, _("This page holds one region. Another is another page:"), gap(), h("code", {}, "sim page my-scenario.toml --out lab.html")))), refused(page));
}

/** The map of a region in hand: a city is dragged where it shall lie, a click makes a new one. @param {import("./lab.js").Lab} lab @param {any} page */
function editedMap(lab, page) {
  const { sheet } = page.state.region, cities = citiesOf(sheet), { width, height, margin, largest } = sheetOf(page), field = plane(cities, width, height, margin), at = cities.map(field.to), most = Math.max(...cities.map((one) => one.military), 1);
  const names = { ...lab.about.catalogue, cities, jurisdictions: [...new Set(cities.map((one) => one.jurisdiction))] };
  const point = (/** @type {any} */ e) => { const box = e.target.closest("svg").getBoundingClientRect(); return /** @type {[number, number]} */ ([((e.clientX - box.left) / box.width) * width, ((e.clientY - box.top) / box.height) * height]); };
  const lay = (/** @type {number} */ row, /** @type {{latitude: number, longitude: number}} */ to) => { place(sheet, row, to.latitude, to.longitude); page.soon(); };
  const drag = (/** @type {number} */ row) => (/** @type {any} */ e) => {
    const dot = e.currentTarget, move = (/** @type {any} */ m) => { const [x, y] = point(m); dot.setAttribute("transform", `translate(${x - at[row][0]},${y - at[row][1]})`); };
    dot.setPointerCapture(e.pointerId);
    dot.onpointermove = move;
    dot.onpointerup = (/** @type {any} */ m) => { dot.onpointermove = dot.onpointerup = null; dot.removeAttribute("transform"); const [x, y] = point(m); if (Math.hypot(x - at[row][0], y - at[row][1]) > 2) lay(row, field.back(x, y)); };
  };
  const key = (/** @type {number} */ row) => (/** @type {KeyboardEvent} */ e) => { const step = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[e.key]; if (step) { e.preventDefault(); lay(row, field.back(at[row][0] + step[0], at[row][1] + step[1])); } };
  const svg = h("svg", { class: "picture editing", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": _("Map of {count} cities", { count: cities.length }), onclick: (/** @type {any} */ e) => { if (e.target.closest(".city")) return; const to = field.back(...point(e)); found(sheet, to.latitude, to.longitude, _("New city")); page.soon(); } }, ground(names, at),
    cities.map((one, i) => h("g", { class: "halo city", id: `city-${one.key}`, tabindex: 0, role: "button", "aria-label": _("{city}: arrows move it", { city: cityName(one) }), onpointerdown: drag(i), onkeydown: key(i) }, h("circle", { cx: at[i][0], cy: at[i][1], r: Math.max(6, largest * Math.sqrt(one.military / most)), fill: "color-mix(in srgb, var(--b) 22%, transparent)", stroke: "var(--b)", "stroke-width": 1.6 }), one.base ? h("path", { d: `M${at[i][0]} ${at[i][1] - 7}l7 12h-14z`, fill: "var(--flip)", stroke: "var(--card)" }) : null,
      h("text", { x: at[i][0], y: at[i][1] + Math.max(6, largest * Math.sqrt(one.military / most)) + 14, "text-anchor": "middle" }, cityName(one)))));
  return card({ title: _("The region in your hand"), note: _("drag a city to move it, click the ground for a new one"), name: "region", class: "c6" }, svg,
    h("div", { class: "acts" }, h("button", { class: "tool go", onclick: () => page.giveRegion() }, _("Run with this region")), h("button", { class: "tool", onclick: () => download("cities.csv", filesOf(sheet)["cities.csv"], "text/csv") }, _("Save the city file (.csv)")), h("button", { class: "tool", onclick: () => { page.state.region = null; page.soon(); } }, _("Leave it as it was"))));
}

/** Its cells. @param {any} page */
function editedTable(page) {
  const { sheet } = page.state.region, shown = [["population", "", _("inhabitants")], ...figures()];
  const cell = (/** @type {number} */ row, /** @type {string} */ figure, /** @type {string} */ text) => h("input", { id: `cell-${row}-${figure}`, value: sheet.rows[row][COLUMNS[figure][0]] ?? "", inputmode: "decimal", "aria-label": _("{city}: {figure}", { city: sheet.rows[row].city, figure: text }), onchange: (/** @type {any} */ e) => { write(sheet, row, figure, e.target.value); page.soon(); } });
  const name = (/** @type {number} */ row) => h("input", { id: `cell-${row}-city`, class: "name", value: sheet.rows[row].city, "aria-label": _("city"), onchange: (/** @type {any} */ e) => { sheet.rows[row].city = e.target.value; page.soon(); } });
  return card({ title: _n("{count} city", "{count} cities", sheet.rows.length), note: _("an empty cell is filled by an assumption"), name: "cities", class: "c6" },
    h("div", { class: "scroll" }, h("table", { class: "tbl cells" }, h("thead", {}, h("tr", {}, h("th", {}, _("city")), shown.map(([, , text]) => h("th", { class: "r" }, text)), h("th", {}, _("base")), h("th", {}))),
      h("tbody", {}, sheet.rows.map((/** @type {any} */ row, /** @type {number} */ i) => h("tr", {}, h("td", {}, name(i)), shown.map(([figure, , text]) => h("td", {}, cell(i, figure, text))),
        h("td", {}, h("input", { type: "checkbox", checked: row.demonstration_base === "yes", "aria-label": _("demonstration base"), onchange: (/** @type {any} */ e) => { if (!sheet.names.includes("demonstration_base")) sheet.names.push("demonstration_base"); row.demonstration_base = e.target.checked ? "yes" : ""; page.soon(); } })),
        h("td", {}, h("button", { class: "tool bare", title: _("Take this city out"), "aria-label": _("Take this city out"), onclick: () => { sheet.rows.splice(i, 1); page.soon(); } }, "✕"))))))));
}

/** What is wrong with a city file that was not taken, a row for each cell. @param {any} page */
function refused(page) {
  const found = page.state.region;
  if (!found?.problems?.length) return null;
  const again = (/** @type {any} */ one) => { // the cell itself, to be corrected here
    const [, line, column] = /(\d+), column (\w+)$/.exec(one.place) || [], row = found.sheet?.rows[Number(line) - 2];
    return row && found.sheet.names.includes(column) && !/^\w+\.csv/.test(one.place) ? h("input", { value: row[column] ?? "", "aria-label": one.place, onchange: (/** @type {any} */ e) => { row[column] = e.target.value.trim(); page.soon(); } }) : one.found;
  };
  return card({ title: _("{file} was not taken", { file: found.name }), note: _("nothing has changed"), name: "refused", class: "c12", rows: () => [["place", "found", "allowed"], ...found.problems.map((/** @type {any} */ one) => [one.place, one.found, one.allowed])] },
    h("div", { class: "scroll", role: "alert" }, h("table", { class: "tbl" }, h("thead", {}, h("tr", {}, h("th", {}, _("line, column")), h("th", {}, _("found")), h("th", {}, _("allowed, or probably meant")))),
      h("tbody", {}, found.problems.map((/** @type {any} */ one) => h("tr", {}, h("td", {}, h("code", {}, one.place)), h("td", { class: "bad" }, again(one)), h("td", {}, clauses([one.allowed, one.hint].filter(Boolean))))))), found.sheet ? h("div", { class: "acts" }, h("button", { class: "tool go", onclick: () => page.giveRegion() }, _("Try again"))) : null));
}
