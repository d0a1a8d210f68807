// Workers that run the model, a task at a time each; the newest move goes first, and what nobody waits for is dropped.

/** @typedef {{task: import("./engine.js").Task, rank: number, group: string, done: (result: any) => void,
 *   failed: (why: string) => void, number: number}} Job */

const ROOM = 64e6; // bytes of all workers together for worlds that runs go on from

export class Pool {
  /** @param {import("./engine.js").Pack} pack @param {WebAssembly.Module} module @param {string} source of the worker @param {number} count */
  constructor(pack, module, source, count) {
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    /** @type {Job[]} */
    this.waiting = [];
    this.number = 0;
    this.seats = Array.from({ length: count }, () => {
      const seat = { worker: new Worker(url), job: /** @type {Job | null} */ (null), ready: false, stopping: false };
      seat.worker.onmessage = ({ data }) => this.heard(seat, data);
      seat.worker.postMessage({ pack, module, room: ROOM / count });
      return seat;
    });
  }

  /** Ask for a run. @param {import("./engine.js").Task} task @param {number} rank smaller goes first
   * @param {string} group by which waiting tasks are dropped together @returns {Promise<any>} */
  run(task, rank, group) {
    return new Promise((done, failed) => {
      const job = { task, rank, group, done, failed: (/** @type {string} */ why) => failed(new Error(why)), number: ++this.number };
      this.queue(job);
      this.hand();
      if (this.waiting[0] === job && (task.reading === 0 || task.deals)) this.makeWay(rank);
    });
  }

  /** @param {Job} job */
  queue(job) {
    const place = this.waiting.findIndex((other) => other.rank > job.rank);
    if (place < 0) this.waiting.push(job);
    else this.waiting.splice(place, 0, job);
  }

  /** Stop the least urgent run for a move's first picture; it is made again later. First pictures and deals are not stopped.
   * @param {number} rank of the move */
  makeWay(rank) {
    if (this.seats.some((seat) => seat.stopping)) return;
    const able = this.seats.filter(({ job }) => job && job.rank > rank && job.task.reading !== 0 && !job.task.deals);
    const seat = able.sort((a, b) => Number(b.job?.rank) - Number(a.job?.rank))[0];
    if (!seat) return;
    seat.stopping = true;
    seat.worker.postMessage({ stop: true });
  }

  /** Drop waiting tasks of groups that are no longer wanted; they are never answered. @param {(group: string) => boolean} wanted
   * @returns {import("./engine.js").Task[]} those dropped */
  keep(wanted) {
    const dropped = this.waiting.filter((job) => !wanted(job.group)).map((job) => job.task);
    this.waiting = this.waiting.filter((job) => wanted(job.group));
    return dropped;
  }

  /** Let the waiting tasks of a group go sooner. @param {string} group @param {number} rank of the first */
  hasten(group, rank) {
    this.waiting.filter((job) => job.group === group).forEach((job, i) => { job.rank = rank + i; });
    this.waiting.sort((a, b) => a.rank - b.rank);
  }

  hand() {
    for (const seat of this.seats) {
      if (!seat.ready || seat.job || !this.waiting.length) continue;
      const job = /** @type {Job} */ (this.waiting.shift());
      seat.job = job;
      seat.worker.postMessage({ number: job.number, task: job.task });
    }
  }

  /** @param {any} seat @param {any} data */
  heard(seat, data) {
    if (data.ready) seat.ready = true;
    else {
      const job = seat.job;
      seat.job = null;
      seat.stopping = false;
      if (data.stopped) this.queue(job);
      else if (data.failed) job.failed(data.failed);
      else job.done(data.result);
    }
    this.hand();
  }
}
