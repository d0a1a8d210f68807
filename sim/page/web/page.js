// The page: reads its pack, starts the workers, and draws the view that is asked for whenever something has changed.

import { h, fill, download } from "./dom.js";
import { know, speak, spoken, languages, _, clauses, gap, sentences } from "./say.js";
import { unpacked } from "./engine.js";
import { Pool } from "./pool.js";
import { Lab } from "./lab.js";
import { Flips } from "./flips.js";
import { answerText, bounds, policyView } from "./policy.js";
import { rail } from "./rail.js";
import { answer, compareView } from "./compare.js";
import { dealsView } from "./deals.js";
import { regionView } from "./region.js";
import { studiesView } from "./studies.js";
import { limitsView } from "./limits.js";
import { amount, halves, money, unitOfMoney } from "./numbers.js";
import { served, runThere, ask, region, base, Refusal } from "./server.js";
import { keyOf, leversOf, withMoved, nameOf, tomlOf } from "./setting.js";
import { scenarioOf } from "./toml.js";
import { sheetOf, filesOf } from "./cities.js";

const NOW = -1e9; // rank of what a reader waits for in front of an empty card
const BETWEEN = 250; // milliseconds between two drawings while readings fill in
const VIEWS = new Set(["policy", "compare", "deals", "region", "studies", "limits"]);

/** @returns {Promise<{pack: import("./engine.js").Pack, module: WebAssembly.Module}>} */
async function opened() {
  const text = /** @type {HTMLElement} */ (document.getElementById("pack")).textContent || "";
  const bytes = Uint8Array.from(atob(text.trim()), (one) => one.charCodeAt(0));
  const file = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  const pack = unpacked(file), { at, bytes: size } = pack.about.code;
  return { pack, module: await WebAssembly.compile(pack.bytes.slice(at, at + size)) };
}

class Page {
  /** @param {import("./engine.js").Pack} pack @param {WebAssembly.Module} module */
  constructor(pack, module) {
    const source = /** @type {HTMLElement} */ (document.getElementById("worker")).textContent || "", cores = navigator.hardwareConcurrency || 2;
    this.pool = new Pool(pack, module, source.replaceAll("<\\/", "</").replaceAll("<\\!--", "<!--"), Math.max(1, Math.min(8, cores > 2 ? cores - 1 : cores)), Math.max(1, cores - 1));
    this.there = served && new URLSearchParams(location.search).get("engine") === "server";
    this.lab = new Lab(pack.about, (task, rank, group) => (this.there && !task.deals ? runThere(task) : this.pool.run(task, rank, group)), (wanted) => this.pool.keep(wanted), (group, rank) => this.pool.hasten(group, rank));
    this.flips = new Flips(this.lab);
    this.view = "policy";
    /** @type {number | null} */
    this.way = null;
    this.opened = "";
    this.held = 0;
    /** @type {string[]} */
    this.trouble = [];
    /** @type {{quarter: number, deals: any, key: string} | null} */
    this.watch = null;
    /** @type {Record<string, any>} */
    this.state = {};
    this.pending = false;
    this.made = 0;
    this.below = false;
    this.drawnView = "";
    /** @type {any} */
    this.later = 0;
    /** @type {Map<string, Promise<any>>} runs with their deals, by setting */
    this.runs = new Map();
    /** @type {Map<string, any>} reasons that the server gave, by deal and setting */
    this.whys = new Map();
    this.read();
    for (const what of ["moved", "failed"]) this.lab.addEventListener(what, () => this.soon());
    for (const what of ["result", "flips"]) this.lab.addEventListener(what, () => this.filling());
    addEventListener("hashchange", () => { if (location.hash !== this.written) { this.read(); this.soon(); } });
    addEventListener("resize", () => this.soon());
    addEventListener("scroll", () => { const below = scrollY > 500; if (below !== this.below) { this.below = below; this.soon(); } }, { passive: true });
    addEventListener("keydown", (e) => { if ((e.ctrlKey || e.metaKey) && e.key === "z" && !(e.target instanceof HTMLInputElement && e.target.type !== "range")) { e.preventDefault(); this.lab.undo(); } });
    this.dropping();
    this.draw();
  }

  get width() {
    return document.documentElement.clientWidth;
  }

  /** Take view, language and setting from the address; the part behind # is never sent. */
  read() {
    const asked = new URLSearchParams(location.hash.slice(1));
    speak(asked.get("lang") || (navigator.language || "en").slice(0, 2));
    this.dark = asked.has("dark") ? asked.get("dark") === "1" : matchMedia("(prefers-color-scheme: dark)").matches;
    const view = asked.get("view") || "policy";
    this.view = VIEWS.has(view) ? view : "policy";
    let moved = {}, form = /** @type {Record<string, string>} */ ({});
    const kept = document.getElementById("kept");
    try {
      const all = JSON.parse(kept?.textContent || '{"tried":[{}],"form":{}}');
      if (kept && !asked.get("set")) this.lab.tried = all.tried;
      moved = asked.has("set") ? JSON.parse(asked.get("set") || "{}") : all.tried.at(-1);
      form = asked.has("form") ? JSON.parse(asked.get("form") || "{}") : all.form;
      this.trouble = [];
    } catch { this.trouble = [_("The link is damaged: it names no setting.")]; }
    this.lab.take(moved);
    if (JSON.stringify(form) !== JSON.stringify(this.lab.form)) this.lab.takeForm(form);
    if (asked.get("watch")) this.startWatch();
  }

  write() {
    const asked = new URLSearchParams();
    asked.set("view", this.view);
    asked.set("lang", spoken());
    asked.set("dark", this.dark ? "1" : "0");
    if (keyOf(this.lab.moved) !== this.lab.today) asked.set("set", JSON.stringify(this.lab.moved));
    if (Object.keys(this.lab.form).length) asked.set("form", JSON.stringify(this.lab.form));
    this.written = `#${asked}`;
    if (location.hash !== this.written) history.replaceState(null, "", this.written);
  }

  /** @param {Record<string, any>} values */
  set(values) {
    Object.assign(this, values);
    this.soon();
  }

  soon() {
    if (this.pending) return;
    this.pending = true;
    requestAnimationFrame(() => { this.pending = false; this.draw(); });
  }

  /** Draw after a result: at once if it is the first or the last, else every now and then, so that runs have the processor. */
  filling() {
    const made = this.lab.done();
    if (made === 1 || made === this.lab.readings && this.made !== made) this.soon();
    else this.later ||= setTimeout(() => { this.later = 0; this.soon(); }, BETWEEN);
    this.made = made;
  }

  /** @param {import("./setting.js").Moved} moved */
  move(moved) {
    this.trouble = [];
    this.lab.take(moved);
    if (this.watch) this.startWatch(true);
  }

  /** @param {Record<string, string>} form */
  takeForm(form) {
    this.lab.takeForm(form);
    if (this.watch) this.startWatch(true);
  }

  /** What is said above every view while the model has another form than it was shipped with. */
  otherForm() {
    const words = this.lab.about.form.filter((/** @type {any} */ one) => one.name in this.lab.form).map((/** @type {any} */ one) => _("{what}: {word}", { what: _(one.label), word: _(one.meanings[one.words.indexOf(this.lab.form[one.name])]) }));
    return words.length ? h("p", { class: "other", role: "status" }, _("Another form of the model, for today's policy and yours alike."), gap(), h("b", {}, _("{text}.", { text: clauses(words) })), gap(), this.besideShipped(), " ", h("button", { class: "tool small", onclick: () => this.takeForm({}) }, _("The form as shipped"))) : null;
  }

  /** The result under the form as shipped beside that under this one, if both are known. */
  besideShipped() {
    const { lab } = this, before = lab.shipped.get(keyOf(lab.moved)), now = lab.pair("transfers_delivered"), told = (/** @type {any} */ pair) => ({ gain: amount(pair.mean, pair.low, pair.high, true), ahead: halves(pair.ahead), count: pair.count });
    if (!before || keyOf(lab.moved) === lab.today) return "";
    return now.count < lab.readings ? _("As shipped {gain} transfers, more in {ahead} of {count} readings; with this rule: computing.", told(before))
      : sentences([_("As shipped {gain} transfers, more in {ahead} of {count} readings.", told(before)), _("With this rule {gain}, more in {ahead} of {count}.", told(now))]);
  }

  /** Move a slider: the world is run, and counts as tried once the hand has rested. @param {string} key @param {number} value @param {number} today */
  drag(key, value, today) {
    this.trouble = [];
    if ((this.lab.moved[key] ?? today) === value) return;
    this.lab.take(withMoved(this.lab.moved, key, value, today), false);
    if (this.watch) this.startWatch(true);
  }

  /** A ceiling of the reader's, in the unit of the language. @param {string} text */
  takeBudget(text) {
    if (Number(text) > 0) this.lab.budget = Number(text) * unitOfMoney().one;
    this.soon();
  }

  /** The same levers, all weaker by one factor: the largest that the ceiling pays for, by what they cost now. */
  scaleDown() {
    const { lab } = this, share = lab.budget / Math.max(1, lab.pair("programme_cost_million_yuan").after), next = { ...lab.moved };
    for (const [name, strength] of leversOf(lab.moved, lab.about)) next[`levers.${name}.strength`] = Math.max(0.01, Math.floor(strength * share * 100) / 100);
    lab.about.scaled.set(keyOf(next), lab.about.scaled.get(keyOf(lab.moved)) || lab.moved);
    this.move(next);
  }

  /** @param {string} view */
  go(view) {
    this.lab.note();
    this.view = view;
    scrollTo(0, 0);
    this.soon();
  }

  /** @param {string} what */
  open(what) {
    this.opened = this.opened === what ? "" : what;
    this.soon();
  }

  /** Fetch one run of the setting with its deals. @param {import("./setting.js").Moved} moved */
  async dealsOf(moved) {
    const { form } = this.lab, key = JSON.stringify([form, keyOf(moved)]), known = this.runs;
    if (!known.has(key)) {
      if (known.size > 3) known.delete([...known.keys()][0]);
      known.set(key, this.pool.run({ moved, seed: 0, reading: -1, form, deals: true }, NOW, "!deals").then((result) => result.deals));
    }
    return known.get(key);
  }

  startWatch(again = false) {
    if (this.watch && !again) { this.watch = null; this.soon(); return; }
    const quarter = this.watch?.quarter ?? this.lab.about.run.policy_quarter, key = keyOf(this.lab.moved);
    this.watch = { quarter, deals: null, key };
    this.dealsOf(this.lab.moved).then((deals) => { if (this.watch?.key === key) { this.watch.deals = deals; this.soon(); } });
    this.soon();
  }

  /** @param {number} quarter */
  watchAt(quarter) {
    if (this.watch) this.watch.quarter = quarter;
    this.soon();
  }

  dropping() {
    addEventListener("dragover", (e) => { e.preventDefault(); document.body.classList.add("dragging"); });
    addEventListener("dragleave", () => document.body.classList.remove("dragging"));
    addEventListener("drop", (e) => { e.preventDefault(); document.body.classList.remove("dragging"); this.dropped([...(e.dataTransfer?.items || [])].map((one) => one.webkitGetAsEntry?.()), [...(e.dataTransfer?.files || [])]); });
  }

  /** Take what was dropped: files, or a folder with its files. @param {any[]} entries @param {File[]} files */
  async dropped(entries, files) {
    const folder = entries.find((one) => one?.isDirectory);
    const inside = folder ? await new Promise((done) => folder.createReader().readEntries(done)) : [];
    const all = folder ? await Promise.all(inside.filter((/** @type {any} */ one) => one.isFile).map((/** @type {any} */ one) => new Promise((done) => one.file(done)))) : files;
    if (all.some((one) => one.name === "plan.json") || inside.some((/** @type {any} */ one) => one.name === "runs")) await this.study(folder.name);
    else if (served && all.some((one) => one.name.endsWith(".csv"))) await this.regionFiles(all.filter((one) => /^(cities|fields|relatedness|counts_by_year)\.csv$/.test(one.name) || all.length === 1));
    else if (all[0]) await this.file(all[0]);
  }

  /** Open a results folder that was dropped, by its name: only those below the folder of the server can be. @param {string} name */
  async study(name) {
    const known = served ? await ask("/api/studies") : [], here = known.some((/** @type {any} */ one) => one.name === name);
    if (here) { this.state.studies = { ...this.state.studies, chosen: name }; this.go("studies"); return; }
    this.trouble = [served ? _("{name} is no folder of results/ where the laboratory was started; only those can be opened", { name }) : _("A results folder is opened by the served laboratory: sim app, started where results/ lies")];
    this.soon();
  }

  /** Take the files of a region: one city file, or some of those of a folder. @param {File[]} files */
  async regionFiles(files) {
    const known = ["cities.csv", "fields.csv", "relatedness.csv", "counts_by_year.csv"], csv = files.filter((one) => one.name.endsWith(".csv"));
    const texts = Object.fromEntries(await Promise.all(csv.map(async (one) => /** @type {[string, string]} */ ([csv.length === 1 ? "cities.csv" : one.name, await one.text()]))));
    const strange = Object.keys(texts).find((name) => !known.includes(name));
    this.state.region = { name: csv.length === 1 ? csv[0].name : _("The folder"), problems: [] };
    if (strange || !texts["cities.csv"]) this.state.region.problems = [{ place: strange || "cities.csv", found: strange ? _("no file of a region") : _("it is missing"), allowed: known.join(", "), hint: "" }];
    else {
      try { this.state.region.sheet = sheetOf(texts); } catch (error) { this.state.region.problems = [{ place: "cities.csv", found: String(error), allowed: "CSV", hint: "" }]; }
      await this.giveRegion();
    }
    this.go("region");
  }

  /** Fetch the files of the region, to edit them. */
  async editRegion() {
    const { files } = await ask(`/api/region?region=${region}`);
    this.state.region = { name: _("The region"), problems: [], sheet: sheetOf(files) };
    this.soon();
  }

  /** Give the region in hand to the server; the page of it opens if nothing is wrong. */
  async giveRegion() {
    const mine = this.state.region;
    try {
      const { region: name } = await ask("/api/region", { files: filesOf(mine.sheet) });
      location.href = `/?region=${name}#${new URLSearchParams({ view: "region", lang: spoken(), dark: this.dark ? "1" : "0" })}`;
    } catch (error) { mine.problems = error instanceof Refusal ? error.problems : [{ place: mine.name, found: String(error), allowed: "", hint: "" }]; }
    this.soon();
  }

  /** Why a deal was judged as it was: asked of the server. @param {any} deal its key @param {import("./setting.js").Moved} moved */
  whyOf(deal, moved) {
    const { form } = this.lab, id = JSON.stringify([deal, moved, form]), known = this.whys;
    if (!known.has(id)) {
      known.set(id, null);
      ask("/api/why", { ...deal, moved, form, seed: 0, region }).then((rows) => { known.set(id, rows); this.soon(); }, () => known.set(id, []));
    }
    return known.get(id);
  }

  /** Take a scenario file. @param {File} file */
  async file(file) {
    if (served && file.name.endsWith(".csv")) { await this.regionFiles([file]); return; }
    if (file.name.endsWith(".toml") && /^\s*(question|outcomes)\s*=/m.test(await file.text())) { this.experiment(file.name, await file.text()); return; }
    if (!file.name.endsWith(".toml")) { this.trouble = [_("{file}: this page takes scenario files, which end in .toml", { file: file.name })]; this.soon(); return; }
    const { moved, form, problems } = scenarioOf(await file.text(), this.lab.about);
    if (problems.length) { this.trouble = problems.map((one) => _("{file}: {problem}; nothing has changed", { file: file.name, problem: one })); this.soon(); return; }
    if (JSON.stringify(form) !== JSON.stringify(this.lab.form)) this.lab.takeForm(form);
    this.move(moved);
  }

  /** Take an experiment file: it is shown beside the form, and can be started. @param {string} name @param {string} text */
  experiment(name, text) {
    this.state.given = { name, text };
    this.go("studies");
  }

  /** What may be said, as a paragraph: of the comparison in view, else of the policy in hand. */
  answerText() {
    const { lab } = this, all = lab.ranked(lab.compared());
    return this.view === "compare" && all.length && all.every((one) => lab.done(one) >= lab.readings) ? sentences([...answer(lab, all), bounds(lab)]).replaceAll("*", "") : answerText(lab);
  }

  /** Give a text to the clipboard, or as a file where a browser has none. @param {string} text */
  async copy(text) {
    try { await navigator.clipboard.writeText(text); } catch { download("laboratory.txt", text, "text/plain"); }
  }

  /** The file of the setting in hand. */
  save() {
    const { lab } = this, title = nameOf(lab.moved, lab.about, true);
    download("setting.toml", tomlOf({ ...lab.moved, ...Object.fromEntries(Object.entries(lab.form).map(([name, word]) => [`structure.${name}`, word])) }, title, base), "application/toml");
  }

  /** This page with all that was tried, as one file that opens where this one stands. */
  saveAll() {
    const copy = /** @type {HTMLElement} */ (document.documentElement.cloneNode(true));
    /** @type {HTMLElement} */ (copy.querySelector("#app")).replaceChildren();
    copy.querySelector("#kept")?.remove();
    const kept = h("script", { type: "application/json", id: "kept" }, JSON.stringify({ tried: this.lab.tried, form: this.lab.form }).replaceAll("</", "<\\/"));
    copy.querySelector("body")?.insertBefore(kept, copy.querySelector("#messages"));
    download("laboratory.html", `<!doctype html>\n${copy.outerHTML}`, "text/html");
  }

  head() {
    const { lab } = this, labels = { policy: _("Policy"), compare: _("Compare"), deals: _("Deals"), region: _("Region"), studies: _("Studies"), limits: _("Limits") };
    const menu = h("details", { class: "menu" }, h("summary", { class: "tool", style: "display:grid;place-items:center;cursor:pointer" }, _("Share / export")), h("div", { onclick: (/** @type {any} */ e) => { e.currentTarget.parentElement.open = false; } },
      h("button", { onclick: () => this.copy(this.answerText()) }, _("Copy the answer as text")),
      h("button", { onclick: () => this.copy(location.href) }, _("Copy the link to this setting")),
      h("button", { onclick: () => this.save() }, _("Save the setting (.toml)")), h("button", { onclick: () => this.saveAll() }, _("Save everything as one page (.html)"))));
    return h("header", { class: "top" }, h("h1", { class: "brand" }, _("Technology-transfer policy laboratory"), h("small", {}, _("Military and civilian technology transfer in {cities} cities. Compares; forecasts nothing.", { cities: lab.about.catalogue.cities.length }))),
      h("nav", { class: "nav", "aria-label": _("Views") }, Object.entries(labels).map(([name, text]) => h("button", { "aria-current": this.view === name ? "page" : null, onclick: () => this.go(name) }, text))),
      h("span", { class: "grow" }),
      h("button", { class: "tool bare", "aria-label": _("Dark or light"), title: _("Dark or light"), onclick: () => this.set({ dark: !this.dark }) }, this.dark ? "☀" : "☾"),
      languages().filter(([code]) => code !== spoken()).map(([code, name]) => h("button", { class: "tool bare", lang: code, onclick: () => { speak(code); this.soon(); } }, name)), menu);
  }

  body() {
    const { lab } = this;
    if (this.view === "compare") return compareView(lab, this);
    if (this.view === "deals") return dealsView(lab, this);
    if (this.view === "region") return regionView(lab, this);
    if (this.view === "studies") return studiesView(lab, this);
    if (this.view === "limits") return limitsView(lab, this);
    return h("div", { class: "policy" }, h("aside", { class: "rail", id: "rail", "aria-label": _("Setting") }, rail(lab, this)), policyView(lab, this), this.foot());
  }

  /** On a phone: the result in a line, and the way between it and the levers. */
  foot() {
    if (this.width >= 760) return null;
    const { lab } = this, pair = lab.pair("transfers_delivered"), cost = lab.pair("programme_cost_million_yuan"), done = lab.done(), down = this.below;
    const said = keyOf(lab.moved) === lab.today ? _("Today's policy") : done < lab.readings ? _("{done} of {readings} readings", { done, readings: lab.readings }) : _("{gain} transfers · {ahead} of {readings} · {cost}", { gain: amount(pair.mean, pair.low, pair.high, true), ahead: halves(pair.ahead), readings: pair.count, cost: money(cost.mean, true) });
    return h("div", { class: "foot" }, h("b", { "aria-live": "polite" }, said), h("button", { class: "tool go", onclick: () => { if (down) scrollTo({ top: 0 }); else document.getElementById("rail")?.scrollIntoView(); } }, down ? _("See the result") : _("Choose a policy")));
  }

  draw() {
    document.documentElement.lang = spoken() === "zh" ? "zh-CN" : spoken();
    document.documentElement.classList.toggle("dark", this.dark);
    document.title = _("Technology-transfer policy laboratory");
    this.flips.refresh();
    if (this.view === "compare" && !this.pool.waiting.length) this.flips.want();
    const app = /** @type {HTMLElement} */ (document.getElementById("app"));
    if (this.drawnView !== this.view) fill(app);
    this.drawnView = this.view;
    fill(app, this.head(), this.otherForm(), this.body());
    this.write();
    document.body.dataset.drawn = String(Number(document.body.dataset.drawn || 0) + 1);
  }
}

know(JSON.parse(/** @type {HTMLElement} */ (document.getElementById("messages")).textContent || "{}"));
opened().then(({ pack, module }) => { /** @type {any} */ (globalThis).laboratory = new Page(pack, module); },
  (error) => fill(/** @type {HTMLElement} */ (document.getElementById("app")), h("p", { class: "empty" }, _("This browser cannot open the laboratory: {why}. A browser of 2023 or newer can.", { why: error.message }))));
