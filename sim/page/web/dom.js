// Elements, made by one function; SVG among them.

const SVG = new Set("svg g path line rect circle text tspan polygon polyline title desc defs pattern".split(" "));

const PROPERTIES = new Set(["value", "checked", "selected"]);

/** Make an element. Properties that begin with "on" are listeners; null and false leave out.
 * @param {string} tag @param {Record<string, any>} [given] @param {...any} children @returns {any} */
export function h(tag, given = {}, ...children) {
  const element = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(given)) put(element, name, value);
  /** @type {any} */ (element).given = given;
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

/** @param {any} element @param {string} name @param {any} value */
function put(element, name, value) {
  const none = value === null || value === undefined || (value === false && !name.startsWith("aria-"));
  if (name === "key") return; // tells apart, and shows nothing
  if (name.startsWith("on")) element[name] = value || null;
  else if (PROPERTIES.has(name) && name in element) { if (!none || name !== "value") element[name] = none ? false : value; }
  else if (none) element.removeAttribute(name);
  else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
}

/** Put marks into elements: *strong*, ~soft~. @param {string} text */
export function marked(text) {
  return text.split(/(\*[^*]+\*|~[^~]+~)/).filter(Boolean).map((part) =>
    part[0] === "*" ? h("b", {}, part.slice(1, -1)) : part[0] === "~" ? h("span", { class: "soft" }, part.slice(1, -1)) : part);
}

/** Make an element hold these children. What is there of the same kind stays and takes over what was given anew, so that a
 * slider that is held, what is typed, what is open and what has the focus live through a drawing.
 * @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  let at = element.firstChild;
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    const fresh = typeof child === "object" ? child : document.createTextNode(String(child));
    let found = at;
    while (found && !alike(found, fresh)) found = found.nextSibling;
    if (!found) { element.insertBefore(fresh, at); continue; }
    while (at !== found) at = gone(/** @type {ChildNode} */ (at));
    adopt(found, fresh);
    at = found.nextSibling;
  }
  while (at) at = gone(at);
  return element;
}

/** @param {ChildNode} node */
function gone(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** Whether one element can go on as the other. @param {any} old @param {any} fresh */
const alike = (old, fresh) => old.nodeName === fresh.nodeName && (old.nodeType !== 1 || (old.id === fresh.id && old.given?.key === fresh.given?.key && old.classList[0] === fresh.classList[0]));

/** Only what is given otherwise than before is changed: what a reader has moved meanwhile stays. @param {any} old @param {any} fresh */
function adopt(old, fresh) {
  if (old.nodeType !== 1) { if (old.data !== fresh.data) old.data = fresh.data; return; }
  const before = old.given || {}, given = fresh.given || {};
  for (const name of Object.keys({ ...before, ...given })) if (before[name] !== given[name]) put(old, name, given[name]);
  old.given = given;
  fill(old, ...fresh.childNodes);
}

/** Hand a file to the reader. @param {string} name @param {BlobPart} content @param {string} type */
export function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = h("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
