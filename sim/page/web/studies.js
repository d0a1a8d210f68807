// Studies: questions asked of many runs. A form and the file that it writes, what runs, and the report of what is done.

import { h, download } from "./dom.js";
import { _ } from "./say.js";
import { written } from "./numbers.js";
import { card } from "./figure.js";
import { served, ask, Refusal } from "./server.js";

const EVERY = 2000; // milliseconds between two looks at what runs
const STRENGTHS = { coarse: [0, 0.5, 1], fine: [0, 0.25, 0.5, 0.75, 1] };
const OUTCOMES = ["transfers_delivered", "programme_cost_million_yuan", "mean_office_wait_quarters", "leaks"];

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function studiesView(lab, page) {
  const state = (page.state.studies ||= { first: "clearance_staff", second: "", steps: "fine", readings: 14, name: "my-study", list: null, chosen: "", said: [], timer: 0 });
  if (!served) return h("div", { class: "wide" }, form(lab, page, state, "c5"), h("section", { class: "card c7" }, h("h2", {}, _("Many runs need the command line or a served laboratory")), h("p", { class: "why", style: "margin-top:8px" }, _("This page is a file: it can write the experiment, and another program runs it.")), h("pre", {}, "sim sweep experiment.toml --jobs 2 --out results/my-study\nsim report results/my-study"), h("p", { class: "why" }, _("Where the laboratory is served (sim app), studies are started, followed and stopped here."))));
  follow(page, state);
  return h("div", { class: "wide" }, form(lab, page, state, "c3"), list(page, state), report(state));
}

/** Look every now and then while this view is open. @param {any} page @param {any} state */
function follow(page, state) {
  if (state.timer) return;
  const look = async () => {
    if (page.view !== "studies") { state.timer = 0; return; }
    try {
      const list = await ask("/api/studies"), changed = JSON.stringify(list) !== JSON.stringify(state.list);
      state.list = list;
      if (state.lost || changed) { state.lost = false; page.soon(); }
    } catch { if (!state.lost) { state.lost = true; page.soon(); } }
    state.timer = window.setTimeout(look, EVERY);
  };
  state.timer = -1;
  look();
}

/** The experiment file that the form says. @param {import("./lab.js").Lab} lab @param {any} state */
export function experimentOf(lab, state) {
  const steps = STRENGTHS[/** @type {"coarse" | "fine"} */ (state.steps)], factors = [state.first, state.second].filter((one, i, all) => one && all.indexOf(one) === i);
  const label = (/** @type {string} */ name) => lab.about.catalogue.levers.find((/** @type {any} */ one) => one.name === name).label;
  return [`title = ${JSON.stringify(factors.map(label).join(" and "))}`, `question = ${JSON.stringify(`How far should it go: ${factors.map(label).join(" and ")}?`)}`, 'base = "baseline"',
    `outcomes = ${JSON.stringify(OUTCOMES)}`, "", "[readings]", `number = ${state.readings}`, "", "[design]", 'kind = "grid"', "", "[factors]",
    ...factors.map((one) => `"levers.${one}.strength" = [${steps.map((x) => x.toFixed(2)).join(", ")}]`), ""].join("\n");
}

/** @param {import("./lab.js").Lab} lab @param {any} page @param {any} state @param {string} wide */
function form(lab, page, state, wide) {
  const levers = lab.about.catalogue.levers.filter((/** @type {any} */ one) => !one.cities), set = (/** @type {string} */ name) => (/** @type {any} */ e) => { state[name] = e.target.type === "number" ? Number(e.target.value) : e.target.value; page.soon(); };
  const pick = (/** @type {string} */ name, /** @type {boolean} */ none) => h("select", { id: `f-${name}`, onchange: set(name) }, none ? h("option", { value: "" }, "–") : null, levers.map((/** @type {any} */ one) => h("option", { value: one.name, selected: state[name] === one.name }, _(one.label))));
  const factors = [state.first, state.second].filter((one, i, all) => one && all.indexOf(one) === i).length, steps = STRENGTHS[/** @type {"coarse" | "fine"} */ (state.steps)].length, twins = state.readings >= lab.about.verdicts.fewest ? Math.max(8, Math.floor(state.readings / 4)) : 0, runs = steps ** factors * (state.readings + twins), text = experimentOf(lab, state);
  const line = (/** @type {string} */ label, /** @type {string} */ id, /** @type {any} */ field) => h("div", { class: "field" }, h("label", { for: id }, label), field);
  const start = async () => { try { await ask("/api/studies", { name: state.name, text }); state.said = []; state.chosen = state.name; } catch (error) { state.said = error instanceof Refusal ? error.message.split("\n") : [String(error)]; } page.soon(); };
  return card({ title: _("Ask a question of many runs"), name: "form", class: wide },
    line(_("Vary"), "f-first", pick("first", false)), line(_("and"), "f-second", pick("second", true)),
    line(_("Steps"), "f-steps", h("select", { id: "f-steps", onchange: set("steps") }, Object.entries(STRENGTHS).map(([name, all]) => h("option", { value: name, selected: state.steps === name }, all.join(" · "))))),
    line(_("Readings"), "f-readings", h("input", { id: "f-readings", type: "number", min: 1, max: 200, value: state.readings, onchange: set("readings") })),
    line(_("Name"), "f-name", h("input", { id: "f-name", value: state.name, onchange: set("name") })),
    h("div", { class: "acts" }, served ? h("button", { class: "tool go", onclick: start }, _("Start {runs} runs", { runs: written(runs) })) : null, h("button", { class: "tool", onclick: () => download("experiment.toml", text, "application/toml") }, _("Save the file"))),
    state.said.length ? h("div", { class: "trouble", role: "alert" }, state.said.map((/** @type {string} */ one) => h("p", {}, one))) : null,
    h("p", { class: "note", style: "margin-top:10px" }, _("The same study as a file, for a cluster or a colleague:")), h("pre", {}, text));
}

/** @param {any} page @param {any} state */
function list(page, state) {
  const act = (/** @type {string} */ name, /** @type {string} */ what) => async (/** @type {Event} */ e) => { e.stopPropagation(); try { await ask(`/api/studies/${name}/${what}`, {}); state.list = await ask("/api/studies"); state.said = []; } catch (error) { state.said = String(error instanceof Error ? error.message : error).split("\n"); } page.soon(); };
  return card({ title: _("Studies"), note: _("results/ of this machine; a closed page stops nothing"), name: "studies", class: "c5" },
    state.lost ? h("p", { class: "caution", role: "alert" }, _("The laboratory does not answer. Studies go on; this page looks again by itself.")) : null,
    !state.list ? h("p", { class: "empty" }, "…") : !state.list.length ? h("p", { class: "empty" }, _("No study yet below the folder where the laboratory was started.")) : h("ul", { class: "studies" }, state.list.map((/** @type {any} */ one) => h("li", { class: one.name === state.chosen ? "on" : "" },
      h("button", { class: "who", onclick: () => { state.chosen = one.name; page.soon(); } }, h("span", { class: "pill" }, one.running ? _("running") : one.name), " ", h("b", {}, one.title || one.question || one.name)),
      h("span", { class: "num why" }, `${written(one.done)} / ${written(one.runs)}`), h("div", { class: "prog", role: "progressbar", "aria-valuenow": one.done, "aria-valuemin": 0, "aria-valuemax": one.runs, "aria-label": one.name }, h("i", { style: `width:${(100 * one.done) / Math.max(1, one.runs)}%` })),
      h("div", { class: "acts" }, one.running ? h("button", { class: "tool small", onclick: act(one.name, "stop") }, _("Stop")) : one.started_here && one.done < one.runs ? h("button", { class: "tool small", onclick: act(one.name, "go") }, _("Go on")) : null, one.done ? h("button", { class: "tool small", onclick: act(one.name, "report") }, one.report ? _("Renew the report") : _("Write the report")) : null, one.failed ? h("span", { class: "caution" }, _("{count} runs failed", { count: written(one.failed) })) : null)))),
    h("p", { class: "note", style: "margin-top:8px" }, _("Stop keeps what is done; the same study goes on later, here or by sim sweep.")));
}

/** @param {any} state */
function report(state) {
  const one = (state.list || []).find((/** @type {any} */ study) => study.name === state.chosen);
  if (!one) return card({ title: _("Report"), name: "report", class: "c4" }, h("p", { class: "empty" }, _("Choose a study.")));
  return card({ title: one.title || one.name, note: one.name, name: "report", class: "c4" }, h("p", { class: "verdict", style: "font-size:17px" }, one.question),
    one.report ? h("p", { style: "margin-top:10px" }, h("a", { class: "tool go", style: "display:inline-grid;place-items:center;text-decoration:none", href: `/studies/${one.name}/report.html`, target: "_blank", rel: "noopener" }, _("Open the report"))) : h("p", { class: "why" }, _("No report is written yet.")),
    h("p", { class: "note", style: "margin-top:10px" }, _("Run it again:"), " ", h("code", {}, `sim sweep results/${one.name}.toml --out results/${one.name}`)));
}
