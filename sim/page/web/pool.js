// Workers that run the model, a task at a time each; the newest move goes first, and what nobody waits for is dropped.

import { worldOf } from "./engine.js";

/** @typedef {{task: import("./engine.js").Task, rank: number, group: string, world: string, done: (result: any) => void,
 *   failed: (why: string) => void, number: number}} Job world: the name of the one that it may go on from
 * @typedef {{worker: Worker, job: Job | null, ready: boolean, stopping: boolean, dropped: boolean, held: boolean, worlds: Set<string>}} Seat
 *   worlds: the names of those that its worker keeps */

const ROOM = 64e6; // bytes of all workers together for worlds that runs go on from

/** Whether a run is waited for by itself: a move's first picture, or deals. @param {Job} job */
const awaited = ({ task }) => task.reading === 0 || !!task.deals;

export class Pool {
  /** @param {import("./engine.js").Pack} pack @param {WebAssembly.Module} module @param {string} source of the worker @param {number} count
   * @param {number} [most] that run at one time while one of them is waited for by itself */
  constructor(pack, module, source, count, most = count) {
    this.most = most;
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    /** @type {Job[]} */
    this.waiting = [];
    this.number = 0;
    this.pending = false;
    this.seats = Array.from({ length: count }, () => {
      const seat = /** @type {Seat} */ ({ worker: new Worker(url), job: null, ready: false, stopping: false, dropped: false, held: false, worlds: new Set() });
      seat.worker.onmessage = ({ data }) => this.heard(seat, data);
      seat.worker.postMessage({ pack, module, room: ROOM / count });
      return seat;
    });
  }

  /** Ask for a run. @param {import("./engine.js").Task} task @param {number} rank smaller goes first
   * @param {string} group by which waiting tasks are dropped together @returns {Promise<any>} */
  run(task, rank, group) {
    return new Promise((done, failed) => {
      this.queue({ task, rank, group, world: worldOf(task), done, failed: (why) => failed(new Error(why)), number: ++this.number });
      this.soon();
    });
  }

  /** Hand out what waits, once all that is asked at one time is there. */
  soon() {
    if (this.pending) return;
    this.pending = true;
    queueMicrotask(() => { this.pending = false; this.hand(); });
  }

  /** @param {Job} job */
  queue(job) {
    const place = this.waiting.findIndex((other) => other.rank > job.rank);
    if (place < 0) this.waiting.push(job);
    else this.waiting.splice(place, 0, job);
  }

  /** Stop a run for one that is waited for by itself, unless a worker is about to be free for it: of the worker that keeps its world,
   * or the least urgent run. It is made again later. @param {Job} job */
  makeWay(job) {
    const holders = this.holders(job), fit = (/** @type {Seat} */ seat) => !holders.length || holders.includes(seat);
    if (this.seats.some((seat) => fit(seat) && (seat.stopping || !seat.job))) return;
    const able = this.seats.filter((seat) => fit(seat) && seat.job && seat.job.rank > job.rank);
    const seat = able.sort((a, b) => Number(b.job?.rank) - Number(a.job?.rank))[0];
    if (seat) this.stop(seat);
  }

  /** @param {Seat} seat */
  stop(seat) {
    seat.stopping = true;
    seat.held = false;
    seat.worker.postMessage({ stop: true });
  }

  /** Workers that keep the world of a run. @param {Job} job */
  holders({ world }) {
    return this.seats.filter((seat) => seat.worlds.has(world));
  }

  /** Drop tasks of groups that are no longer wanted, those that are being run too; they are never answered. Deals are run to their end.
   * @param {(group: string) => boolean} wanted @returns {import("./engine.js").Task[]} those dropped */
  keep(wanted) {
    const seats = this.seats.filter((seat) => seat.job && !seat.dropped && !seat.job.task.deals && !wanted(seat.job.group));
    const dropped = [...seats.map((seat) => /** @type {Job} */ (seat.job)), ...this.waiting.filter((job) => !wanted(job.group))];
    for (const seat of seats) { seat.dropped = true; if (!seat.stopping) this.stop(seat); }
    this.waiting = this.waiting.filter((job) => wanted(job.group));
    return dropped.map((job) => job.task);
  }

  /** Let the tasks of a group go sooner, and those that are being run be stopped for no later ones.
   * @param {string} group @param {number} rank of the first */
  hasten(group, rank) {
    for (const { job } of this.seats) if (job?.group === group) job.rank = rank;
    this.waiting.filter((job) => job.group === group).forEach((job, i) => { job.rank = rank + i; });
    this.waiting.sort((a, b) => a.rank - b.rank);
  }

  /** Give free workers the most urgent runs. Of those of one setting each takes first what it keeps the world of, and last what another does. */
  hand() {
    for (let free; (free = this.seats.filter((seat) => seat.ready && !seat.job)).length && this.waiting.length;) {
      const same = this.waiting.filter((job) => job.group === this.waiting[0].group), near = (/** @type {Job} */ job) => free.find((seat) => seat.worlds.has(job.world));
      const job = same.find(near) || same.find((one) => !this.holders(one).length) || same[0], seat = near(job) || free[0];
      this.waiting.splice(this.waiting.indexOf(job), 1);
      seat.job = job;
      seat.worker.postMessage({ number: job.number, task: job.task });
    }
    if (this.waiting.length && awaited(this.waiting[0])) this.makeWay(this.waiting[0]);
    this.pace();
  }

  /** Hold back runs beside one that is waited for by itself, or that makes way for it: it and the page have processors of their own. */
  pace() {
    const busy = this.seats.filter((seat) => seat.job), first = busy.filter(({ job, stopping }) => stopping || job && awaited(job));
    const going = first.length ? [...first, ...busy.filter((seat) => !first.includes(seat))].slice(0, Math.max(this.most, first.length)) : busy;
    for (const seat of busy) if (seat.held === going.includes(seat)) { seat.held = !seat.held; seat.worker.postMessage({ hold: seat.held }); }
  }

  /** @param {Seat} seat @param {any} data */
  heard(seat, data) {
    if (data.ready) seat.ready = true;
    else {
      const job = /** @type {Job} */ (seat.job), { dropped } = seat;
      Object.assign(seat, { job: null, stopping: false, dropped: false, worlds: new Set(data.worlds) });
      if (dropped) { /* nobody waits for it */ } else if (data.stopped) this.queue(job);
      else if (data.failed) job.failed(data.failed);
      else job.done(data.result);
    }
    this.hand();
  }
}
