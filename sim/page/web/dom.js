// Elements, made by one function; SVG among them.

const SVG = new Set("svg g path line rect circle text tspan polygon polyline title desc defs pattern".split(" "));

/** Make an element. Properties that begin with "on" are listeners; null and false leave out.
 * @param {string} tag @param {Record<string, any>} [given] @param {...any} children @returns {any} */
export function h(tag, given = {}, ...children) {
  const element = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value" && "value" in element) /** @type {any} */ (element).value = value;
    else element.setAttribute(name, value === true && !name.startsWith("aria-") ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== false) element.append(child);
  return element;
}

/** Put marks into elements: *strong*, ~soft~. @param {string} text */
export function marked(text) {
  return text.split(/(\*[^*]+\*|~[^~]+~)/).filter(Boolean).map((part) =>
    part[0] === "*" ? h("b", {}, part.slice(1, -1)) : part[0] === "~" ? h("span", { class: "soft" }, part.slice(1, -1)) : part);
}

/** Replace what an element holds. @param {Element} element @param {...any} children */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter((one) => one !== null && one !== undefined && one !== false));
  return element;
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
