// Studies: questions asked of many runs. A form and the file that it writes, what runs, and the report of what is done.

import { h, download } from "./dom.js";
import { _, gap } from "./say.js";
import { written } from "./numbers.js";
import { card, folded } from "./figure.js";
import { served, ask, region, base, Refusal } from "./server.js";
import { keyOf, nameOf } from "./setting.js";

const EVERY = 2000; // milliseconds between two looks at what runs
const STRENGTHS = { coarse: [0, 0.5, 1], fine: [0, 0.25, 0.5, 0.75, 1] };
const OUTCOMES = ["transfers_delivered", "programme_cost_million_yuan", "mean_office_wait_quarters", "leaks"];

/** @param {import("./lab.js").Lab} lab @param {any} page */
export function studiesView(lab, page) {
  const state = (page.state.studies ||= { kind: lab.tried.length > 2 ? "compare" : "grid", first: "clearance_staff", second: "", steps: "fine", readings: 14, arms: 32, out: new Set(), runs: 3000, budgets: "800, 1500, 3000", name: "my-study", list: null, chosen: "", said: [], timer: 0, since: new Map() });
  if (!served) return h("div", { class: "wide" }, form(lab, page, state, "c5"), h("section", { class: "card c7" }, h("h2", {}, _("What this file can do, and what it cannot")), h("p", { class: "why", style: "margin-top:8px" }, _("A study takes many more runs than a page makes. Here you can write down the question: the form makes a file of it. Whoever has the program transfer-policy-lab, a colleague perhaps, runs that file and sends back a report, a page to read.")), folded(h("pre", {}, "sim sweep experiment.toml --jobs 2 --out results/my-study\nsim report results/my-study"), h("p", { class: "why" }, _("In its own laboratory studies are started, followed and stopped on this page."), " ", h("code", {}, "sim app")))));
  follow(page, state);
  return h("div", { class: "wide" }, form(lab, page, state, "c4"), list(page, state), report(state));
}

/** Look every now and then while this view is open. @param {any} page @param {any} state */
function follow(page, state) {
  if (state.timer) return;
  const look = async () => {
    if (page.view !== "studies") { state.timer = 0; return; }
    try {
      const list = await ask("/api/studies"), changed = JSON.stringify(list) !== JSON.stringify(state.list);
      state.list = list;
      for (const one of list) if (one.running && !state.since.has(one.name)) state.since.set(one.name, { at: performance.now(), done: one.done });
      if (state.lost || changed) { state.lost = false; page.soon(); }
    } catch { if (!state.lost) { state.lost = true; page.soon(); } }
    state.timer = window.setTimeout(look, EVERY);
  };
  state.timer = -1;
  look();
}

/** Settings that a comparison can name: those tried here, without flags, which stand in no arm. @param {import("./lab.js").Lab} lab */
const comparable = (lab) => lab.tried.filter((one) => keyOf(one) !== lab.today && !one.shocks);

/** The arms of a comparison, by what the page calls them: the report calls them so too. @param {import("./lab.js").Lab} lab @param {any} state @returns {[string, any][]} */
function armsOf(lab, state) {
  const found = /** @type {Map<string, any>} */ (new Map());
  comparable(lab).filter((one) => !state.out.has(keyOf(one))).forEach((one, i) => { const name = nameOf(one, lab.about, true); found.set(found.has(name) ? `${name} (${i + 1})` : name, one); });
  return [...found];
}

/** The experiment file that the form says. @param {import("./lab.js").Lab} lab @param {any} state @returns {string} */
export function experimentOf(lab, state) {
  const label = (/** @type {string} */ name) => lab.about.catalogue.levers.find((/** @type {any} */ one) => one.name === name).label, list = (/** @type {any[]} */ all) => `[${all.join(", ")}]`;
  const head = (/** @type {string} */ title, /** @type {string} */ question) => [`title = ${JSON.stringify(title)}`, `question = ${JSON.stringify(question)}`, `base = ${JSON.stringify(base)}`, `outcomes = ${JSON.stringify(OUTCOMES)}`, ""];
  if (state.kind === "compare") {
    const value = (/** @type {any} */ x) => JSON.stringify(x), arms = armsOf(lab, state).map(([name, moved]) => [`[arms.${value(name)}]`, `set = { ${Object.keys(moved).sort().map((key) => `"${key}" = ${value(moved[key])}`).join(", ")} }`, ""]);
    return [...head(_("Policies that were tried"), _("Which of these policies does better?")), "[readings]", `number = ${state.arms}`, "", `[arms.${value(_("Today's policy"))}]`, "", ...arms.flat()].join("\n");
  }
  if (state.kind === "search") {
    return [...head(_("The best programme for the money"), _("What should {budgets} million yuan be spent on?", { budgets: state.budgets })), "[design]", 'kind = "search"', `runs = ${state.runs}`, "", "[search]", `budgets = ${list(state.budgets.split(/[,\s]+/).filter(Boolean))}`, "", "[search.best]",
      'transfers_delivered = { want = "more" }', 'programme_cost_million_yuan = { want = "less" }', "", "[readings]", "search = 16", "check = 64", ""].join("\n");
  }
  const steps = STRENGTHS[/** @type {"coarse" | "fine"} */ (state.steps)], factors = [state.first, state.second].filter((one, i, all) => one && all.indexOf(one) === i);
  const levers = factors.map((/** @type {string} */ one) => _(label(one))).reduce((first, second) => _("{first} and {second}", { first, second }));
  return [...head(levers, _("How far should it go: {levers}?", { levers })), "[readings]", `number = ${state.readings}`, "", "[design]", 'kind = "grid"', "", "[factors]",
    ...factors.map((one) => `"levers.${one}.strength" = ${list(steps.map((x) => x.toFixed(2)))}`), ""].join("\n");
}

/** How many runs the study takes: readings, their twins, and arms. @param {import("./lab.js").Lab} lab @param {any} state */
function runsOf(lab, state) {
  if (state.kind === "search") return state.runs;
  const readings = state.kind === "compare" ? state.arms : state.readings, twins = readings >= lab.about.verdicts.fewest ? Math.max(8, Math.floor(readings / 4)) : 0;
  const factors = [state.first, state.second].filter((one, i, all) => one && all.indexOf(one) === i).length, steps = STRENGTHS[/** @type {"coarse" | "fine"} */ (state.steps)].length;
  return (state.kind === "compare" ? armsOf(lab, state).length + 1 : steps ** factors) * (readings + twins);
}

/** @param {import("./lab.js").Lab} lab @param {any} page @param {any} state @param {string} wide */
function form(lab, page, state, wide) {
  const set = (/** @type {string} */ name) => (/** @type {any} */ e) => { state[name] = e.target.type === "number" ? Number(e.target.value) : e.target.value; page.soon(); };
  const line = (/** @type {string} */ label, /** @type {string} */ id, /** @type {any} */ field) => h("div", { class: "field" }, h("label", { for: id }, label), field);
  const number = (/** @type {string} */ name, /** @type {number} */ min, /** @type {number} */ max) => h("input", { id: `f-${name}`, type: "number", min, max, value: state[name], onchange: set(name) });
  const { given } = page.state, text = given?.text ?? experimentOf(lab, state), empty = !given && state.kind === "compare" && !armsOf(lab, state).length;
  const start = async () => { try { await ask("/api/studies", { name: state.name, text }); state.said = []; state.chosen = state.name; state.list = await ask("/api/studies"); } catch (error) { state.said = error instanceof Refusal ? error.message.split("\n") : [String(error)]; } page.soon(); };
  const kinds = { grid: _("How far should a lever go?"), compare: _("Which of these policies does better?"), search: _("What should the money be spent on?") };
  const asked = given ? [h("p", { class: "why" }, _("From {file}.", { file: given.name }), gap(), h("button", { class: "tool small", onclick: () => { page.state.given = null; page.soon(); } }, _("Back to the form")))] : [line(_("Question"), "f-kind", h("select", { id: "f-kind", onchange: set("kind") }, Object.entries(kinds).map(([kind, words]) => h("option", { value: kind, selected: state.kind === kind }, words)))), state.kind === "compare" ? comparison(lab, page, state, number, line) : state.kind === "search" ? [line(_("Runs"), "f-runs", number("runs", 24, 1000000)), line(_("Budgets, million yuan"), "f-budgets", h("input", { id: "f-budgets", value: state.budgets, onchange: set("budgets") })),
      h("p", { class: "note" }, _("Programmes of all levers are proposed and tried; those that no other beats are run again under readings that the search has not seen."))] : grid(lab, state, set, number, line)];
  return card({ title: _("Ask a question of many runs"), name: "form", class: wide }, asked,
    line(_("Name"), "f-name", h("input", { id: "f-name", value: state.name, onchange: set("name") })),
    h("div", { class: "acts" }, served && !region ? h("button", { class: "tool go", disabled: empty, onclick: start }, given ? _("Start it") : _("Start {runs} runs", { runs: written(runsOf(lab, state)) })) : null, h("button", { class: "tool", disabled: empty, onclick: () => download("experiment.toml", text, "application/toml") }, _("Save the file"))),
    region ? h("p", { class: "note" }, _("Studies are made of scenarios that are files: write this region into one, and open it with sim app.")) : null,
    state.said.length ? h("div", { class: "trouble", role: "alert" }, state.said.map((/** @type {string} */ one) => h("p", {}, one))) : null,
    folded(h("p", { class: "note" }, _("The same study as a file, for a cluster or a colleague:")), h("pre", {}, text)),
    h("label", { class: "drop", tabindex: 0 }, _("Drop an experiment (.toml) or a results folder here, or choose a file"), h("input", { type: "file", accept: ".toml", class: "hidden", onchange: (/** @type {any} */ e) => page.file(e.target.files[0]) })));
}

/** @param {import("./lab.js").Lab} lab @param {any} state @param {any} set @param {any} number @param {any} line */
function grid(lab, state, set, number, line) {
  const levers = lab.about.catalogue.levers.filter((/** @type {any} */ one) => !one.cities);
  const pick = (/** @type {string} */ name, /** @type {boolean} */ none) => h("select", { id: `f-${name}`, onchange: set(name) }, none ? h("option", { value: "" }, "–") : null, levers.map((/** @type {any} */ one) => h("option", { value: one.name, selected: state[name] === one.name }, _(one.label))));
  return [line(_("Vary"), "f-first", pick("first", false)), line(_("and"), "f-second", pick("second", true)),
    line(_("Steps"), "f-steps", h("select", { id: "f-steps", onchange: set("steps") }, Object.entries(STRENGTHS).map(([name, all]) => h("option", { value: name, selected: state.steps === name }, all.join(" · "))))),
    line(_("Readings"), "f-readings", number("readings", 1, 200))];
}

/** @param {import("./lab.js").Lab} lab @param {any} page @param {any} state @param {any} number @param {any} line */
function comparison(lab, page, state, number, line) {
  const all = comparable(lab), flip = (/** @type {string} */ key) => () => { if (state.out.has(key)) state.out.delete(key); else state.out.add(key); page.soon(); };
  return [all.length ? h("div", { class: "picks" }, all.map((one) => h("button", { class: "chip", "aria-pressed": !state.out.has(keyOf(one)), onclick: flip(keyOf(one)) }, nameOf(one, lab.about, true)))) : h("p", { class: "note" }, _("Nothing to compare yet: try a policy or two first.")),
    lab.tried.some((one) => one.shocks) ? h("p", { class: "note" }, _("Settings with flags on the time axis are left out: an experiment takes them as scenario files.")) : null,
    line(_("Readings"), "f-arms", number("arms", 8, 200))];
}

/** @param {any} page @param {any} state */
function list(page, state) {
  const act = (/** @type {string} */ name, /** @type {string} */ what) => async (/** @type {Event} */ e) => { e.stopPropagation(); try { await ask(`/api/studies/${name}/${what}`, {}); state.list = await ask("/api/studies"); state.said = []; } catch (error) { state.said = String(error instanceof Error ? error.message : error).split("\n"); } page.soon(); };
  return card({ title: _("Studies"), note: _("results/ of this machine; a closed page stops nothing"), name: "studies", class: "c4" },
    state.lost ? h("p", { class: "caution", role: "alert" }, _("The laboratory does not answer. Studies go on; this page looks again by itself.")) : null,
    !state.list ? h("p", { class: "empty" }, "…") : !state.list.length ? h("p", { class: "empty" }, _("No study yet below the folder where the laboratory was started.")) : h("ul", { class: "studies" }, state.list.map((/** @type {any} */ one) => h("li", { class: one.name === state.chosen ? "on" : "" },
      h("button", { class: "who", onclick: () => { state.chosen = one.name; page.soon(); } }, h("span", { class: "pill" }, one.running ? _("running") : one.name), " ", h("b", {}, one.title || one.question || one.name)),
      h("span", { class: "num why" }, `${written(one.done)} / ${written(one.runs)}`, pace(one, state)), h("div", { class: "prog", role: "progressbar", "aria-valuenow": one.done, "aria-valuemin": 0, "aria-valuemax": one.runs, "aria-label": one.name }, h("i", { style: `width:${(100 * one.done) / Math.max(1, one.runs)}%` })),
      h("div", { class: "acts" }, one.mine ? h("button", { class: "tool small", onclick: act(one.name, "stop") }, _("Stop")) : one.running ? h("span", { class: "why" }, _("started on the command line: Ctrl-C there stops it")) : one.started_here && one.done < one.runs ? h("button", { class: "tool small", onclick: act(one.name, "go") }, _("Go on")) : null, one.done ? h("button", { class: "tool small", onclick: act(one.name, "report") }, one.report ? _("Renew the report") : _("Write the report")) : null, one.failed ? h("span", { class: "caution" }, _("{count} runs failed", { count: written(one.failed) })) : null)))),
    h("p", { class: "note", style: "margin-top:8px" }, _("Stop keeps what is done; the same study goes on later, here or by sim sweep.")));
}

/** How long a study that runs still takes, by the pace since this page looks. @param {any} one @param {any} state */
function pace(one, state) {
  const since = state.since.get(one.name), made = since ? one.done - since.done : 0;
  if (!one.running) state.since.delete(one.name);
  if (!one.running || made < 2) return "";
  const minutes = (((performance.now() - since.at) / made) * (one.runs - one.done)) / 60000;
  const left = minutes < 1 ? _("less than a minute left") : _("about {minutes} minutes left", { minutes: written(Math.ceil(minutes)) });
  return ` · ${left}`;
}

/** @param {any} state */
function report(state) {
  const one = (state.list || []).find((/** @type {any} */ study) => study.name === state.chosen);
  if (!one) return card({ title: _("Report"), name: "report", class: "c4" }, h("p", { class: "empty" }, _("Choose a study.")));
  return card({ title: one.title || one.name, note: one.name, name: "report", class: "c4" }, h("p", { class: "verdict", style: "font-size:17px" }, one.question),
    one.report ? h("p", { style: "margin-top:10px" }, h("a", { class: "tool go", style: "display:inline-grid;place-items:center;text-decoration:none", href: `/studies/${one.name}/report.html`, target: "_blank", rel: "noopener" }, _("Open the report"))) : h("p", { class: "why" }, _("No report is written yet.")),
    one.figure ? h("img", { src: `/studies/${one.name}/${one.figure}?${one.done}`, alt: _("The first picture of the report"), style: "width:100%;margin-top:10px;background:#fff;border-radius:6px" }) : null,
    folded(h("p", { class: "note" }, one.started_here ? _("Run it again:") : _("Make some of its runs again and compare:"), gap(), h("code", {}, one.started_here ? `sim sweep results/${one.name}.toml --out results/${one.name}` : `sim verify results/${one.name}`))));
}
