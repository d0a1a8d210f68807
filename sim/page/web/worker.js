// A worker: takes the pack once, then runs whatever is asked and answers with its number.

import { Machine } from "./engine.js";

/** @type {Machine} */
let machine;
self.onmessage = ({ data }) => {
  if (data.pack) {
    machine = new Machine(data.pack, data.module);
    self.postMessage({ ready: true });
    return;
  }
  const began = performance.now();
  try {
    self.postMessage({ number: data.number, result: machine.run(data.task), took: performance.now() - began });
  } catch (error) {
    self.postMessage({ number: data.number, failed: String(error instanceof Error ? error.message : error) });
  }
};
