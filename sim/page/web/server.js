// The server behind a served page: a second engine, reasons of deals, other regions, studies. A page alone has none.

const said = (document.body.dataset.server || "no").split(" ");

/** Whether this page is served by a laboratory. */
export const served = said[0] === "yes";
export const region = said[1] || "";
/** What files that this page writes extend. */
export const base = document.body.dataset.base || "baseline";

/** A refusal of the server: its problems. */
export class Refusal extends Error {
  /** @param {{place: string, found: string, allowed: string, hint: string}[]} problems */
  constructor(problems) {
    super(problems.map((one) => [one.place, one.found, one.allowed, one.hint].filter(Boolean).join(": ")).join("\n"));
    this.problems = problems;
  }
}

/** Ask the server. @param {string} path @param {any} [body] JSON; none asks only @returns {Promise<any>} */
export async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json();
  if (!answer.ok) throw new Refusal(told.problems);
  return told;
}

/** Run a task on the server, as a worker of this browser would. @param {import("./engine.js").Task} task */
export async function runThere(task) {
  const result = await ask("/api/run", { ...task, region });
  for (const [name, value] of Object.entries(result.outcomes)) if (value === null) result.outcomes[name] = NaN;
  return result;
}
