// A city file in hand: read, edited cell by cell or on the map, and written again. What is allowed, the server says.

/** @typedef {{names: string[], rows: Record<string, string>[], others: Record<string, string>}} Sheet others: files beside cities.csv */

/** Columns of a city file that the page edits: by what it shows of a city, the column, and where its source stands. */
export const COLUMNS = /** @type {Record<string, [string, string]>} */ ({
  population: ["population", "population_source"], military: ["n_military_orgs", "n_military_source"], universities: ["n_universities_institutes", "n_universities_source"],
  firms: ["n_hightech_firms", "n_hightech_source"], rd: ["rd_expenditure_bn_yuan", "rd_source"],
});
const EDITED = "assumption (edited in the page)";

/** Read lines of CSV; quotes may hold commas and line ends. @param {string} text @returns {string[][]} */
export function linesOf(text) {
  const lines = /** @type {string[][]} */ ([]), cells = /(?:"((?:[^"]|"")*)"|([^,\n]*))(,|\n|$)/gy, whole = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  for (let line = /** @type {string[]} */ ([]); cells.lastIndex < whole.length;) {
    const one = cells.exec(whole);
    if (!one) throw new Error(`line ${lines.length + 1}`);
    line.push(one[1] === undefined ? one[2] : one[1].replaceAll('""', '"'));
    if (one[3] !== ",") { if (line.length > 1 || line[0]) lines.push(line); line = []; }
  }
  return lines;
}

/** @param {Record<string, string>} files of a region, by name @returns {Sheet} */
export function sheetOf({ "cities.csv": text, ...others }) {
  const [names, ...lines] = linesOf(text);
  return { names, rows: lines.map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]))), others };
}

/** The files of a region again. @param {Sheet} sheet @returns {Record<string, string>} */
export function filesOf({ names, rows, others }) {
  const cell = (/** @type {string} */ one) => (/[",\n]/.test(one) ? `"${one.replace(/"/g, '""')}"` : one);
  return { "cities.csv": `${[names, ...rows.map((row) => names.map((name) => row[name] ?? ""))].map((line) => line.map(cell).join(",")).join("\n")}\n`, ...others };
}

/** Write a figure of a city, and that it is the reader's own. @param {Sheet} sheet @param {number} row @param {string} figure @param {string} value */
export function write(sheet, row, figure, value) {
  const [column, source] = COLUMNS[figure];
  for (const name of [column, source]) if (!sheet.names.includes(name)) sheet.names.push(name);
  sheet.rows[row][column] = value.trim();
  sheet.rows[row][source] = value.trim() ? EDITED : "";
  for (const end of ["low", "high"]) { const range = `${source.replace(/_source$/, "")}_${end}`; if (range in sheet.rows[row]) sheet.rows[row][range] = ""; } // it spanned the old figure
}

/** Put a city elsewhere. @param {Sheet} sheet @param {number} row @param {number} latitude @param {number} longitude */
export function place(sheet, row, latitude, longitude) {
  Object.assign(sheet.rows[row], { lat: latitude.toFixed(3), lon: longitude.toFixed(3), ...(sheet.names.includes("coord_source") ? { coord_source: EDITED } : {}) });
}

/** A new city, of the jurisdiction of the nearest. @param {Sheet} sheet @param {number} latitude @param {number} longitude @param {string} name */
export function found(sheet, latitude, longitude, name) {
  const near = sheet.rows.map((row) => ({ row, far: (Number(row.lat) - latitude) ** 2 + (Number(row.lon) - longitude) ** 2 })).sort((a, b) => a.far - b.far)[0].row;
  let number = sheet.rows.length + 1;
  while (sheet.rows.some((row) => row.city_id === `city_${number}`)) number++;
  sheet.rows.push({ city_id: `city_${number}`, city: `${name} ${number}`, city_zh: `${name} ${number}`, jurisdiction: near.jurisdiction, tier: near.tier === "core" ? "other" : near.tier });
  place(sheet, sheet.rows.length - 1, latitude, longitude);
}

/** The cities of a sheet as the catalogue has them. @param {Sheet} sheet */
export function citiesOf({ rows }) {
  return rows.map((row) => ({ key: row.city_id, name: row.city, jurisdiction: row.jurisdiction, latitude: Number(row.lat) || 0, longitude: Number(row.lon) || 0, military: Number(row.n_military_orgs) || 0, base: /^(yes|true|1)$/i.test(row.demonstration_base || ""), grades: {} }));
}
