// Every text that a reader meets is a message: English is its key, gettext's catalogues hold the rest.

/** @type {Record<string, Record<string, string | string[]>>} */
let catalogues = {};
let language = "en";
const OWN_NAME = "English"; // its translation is what a language calls itself

/** @param {Record<string, any>} given translations by language */
export function know(given) {
  catalogues = given;
}

/** @param {string} wanted "en", or a language that there is a catalogue of */
export function speak(wanted) {
  language = wanted in catalogues ? wanted : "en"; // English needs no catalogue, though it may have one of short names
}

/** The language that is spoken, as HTML names it. */
export function spoken() {
  return language;
}

/** Languages that there are, with what they call themselves. @returns {[string, string][]} */
export function languages() {
  return [["en", "English"], ...Object.keys(catalogues).filter((one) => one !== "en").map((one) => /** @type {[string, string]} */ ([one, String(catalogues[one][OWN_NAME] || one)]))];
}

/** @param {string} text @param {Record<string, unknown>} values */
const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? String(values[name]) : all));

/** A message with its values. @param {string} text @param {Record<string, unknown>} [values] */
export function _(text, values = {}) {
  return filled(String(catalogues[language]?.[text] ?? text), values);
}

/** A message that means something else elsewhere. @param {string} context @param {string} text @param {Record<string, unknown>} [values] */
export function _c(context, text, values = {}) {
  return filled(String(catalogues[language]?.[`${context}\u0004${text}`] ?? catalogues[language]?.[text] ?? text), values);
}

/** A message about one or more. @param {string} one @param {string} more @param {number} count @param {Record<string, unknown>} [values] */
export function _n(one, more, count, values = {}) {
  const found = catalogues[language]?.[one];
  return filled(Array.isArray(found) ? found[found.length - 1] : found ?? (count === 1 ? one : more), { count, ...values });
}
