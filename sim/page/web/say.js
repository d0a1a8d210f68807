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
const filled = (text, values) => {
  const parts = text.split(/(\{\w+\})/).map((part, i) => (i % 2 && part.slice(1, -1) in values ? String(values[part.slice(1, -1)]) : part));
  return language === "zh" ? parts.reduce(beside) : parts.join("");
};

const FULL = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]/, CHINESE = /[\u4e00-\u9fff]/, LATIN = /[A-Za-z0-9%]/, NUMBER = /[A-Za-z0-9+\u2212-]/;

/** Join two parts of a Chinese text as sim/joints.py does: a space between a Chinese letter and a Latin one or a digit, none
 * between two Chinese ones. @param {string} left @param {string} right */
function beside(left, right) {
  const ends = left.replace(/[ *~]+$/, "").slice(-1), begins = right.replace(/^[ *~]+/, "")[0] || "";
  if (!ends || !begins) return left + right;
  const spaces = Number(/ [*~]*$/.test(left)) + Number(/^[*~]* /.test(right));
  if (spaces === 1 && FULL.test(ends) && FULL.test(begins)) return left.replace(/ (?=[*~]*$)/, "") + right.replace(/^([*~]*) /, "$1");
  const meet = (CHINESE.test(ends) && NUMBER.test(begins)) || (LATIN.test(ends) && CHINESE.test(begins));
  return meet && !spaces ? `${left} ${right}` : left + right;
}

/** A message with its values. @param {string} text @param {Record<string, unknown>} [values] */
export function _(text, values = {}) {
  return filled(String(catalogues[language]?.[text] ?? text), values);
}

/** A message that means something else elsewhere. @param {string} context @param {string} text @param {Record<string, unknown>} [values] */
export function _c(context, text, values = {}) {
  return filled(String(catalogues[language]?.[`${context}\u0004${text}`] ?? catalogues[language]?.[text] ?? text), values);
}

/** Sentences one after the other, with what stands between two in the language. @param {string[]} parts */
export function sentences(parts) {
  return parts.length ? parts.reduce((one, next) => _c("sentences", "{one} {next}", { one, next })) : "";
}

/** Clauses one after the other, with the language's semicolon between them. @param {string[]} parts */
export function clauses(parts) {
  return parts.length ? parts.reduce((one, next) => _c("clauses", "{one}; {next}", { one, next })) : "";
}

/** What stands between two sentences that are elements of their own. */
export const gap = () => sentences(["", ""]);

/** A message about one or more. @param {string} one @param {string} more @param {number} count @param {Record<string, unknown>} [values] */
export function _n(one, more, count, values = {}) {
  const found = catalogues[language]?.[one];
  return filled(Array.isArray(found) ? found[found.length - 1] : found ?? (count === 1 ? one : more), { count, ...values });
}
