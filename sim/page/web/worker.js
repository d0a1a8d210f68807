// A worker: takes the pack once, then runs whatever is asked and answers with its number; a run can be held back, or stopped, on the way.

import { Machine } from "./engine.js";

/** @type {Machine} */
let machine;
self.onmessage = async ({ data }) => {
  if (data.pack) {
    machine = new Machine(data.pack, data.module, data.room);
    self.postMessage({ ready: true });
    return;
  }
  if ("hold" in data) { machine.hold(data.hold); return; }
  if (data.stop) { machine.stopped = true; machine.hold(false); return; }
  const began = performance.now();
  try {
    const result = await machine.run(data.task);
    self.postMessage({ number: data.number, ...(result ? { result, took: performance.now() - began } : { stopped: true }), worlds: [...machine.worlds.keys()] });
  } catch (error) {
    self.postMessage({ number: data.number, failed: String(error instanceof Error ? error.message : error) });
  }
};
