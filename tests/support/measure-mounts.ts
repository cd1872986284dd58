/** A program for tests: tells the file systems that the agent's samplers see, as JSON, and leaves as the agent does. */
import { leaveThoughFilesHang } from '@fettle/agent/platform/leave';
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner } from '@fettle/agent/samplers/runner';

const ownCost = new OwnCost();
const silent = { info: () => {}, warn: () => {} };
const runner = createRunner(realHost(), registry(ownCost), { log: silent, ownCost });
const began = performance.now();
runner.cycle({ monotonic: 0, wall: 0 });
const cycleMs = performance.now() - began;
await runner.idle();
const { dictionary, values, facts } = runner.cycle({ monotonic: 10_000, wall: 10_000 });
const full = dictionary.series.flatMap(({ metric, attributes }, column) =>
  metric === 'system.filesystem.utilization' ? [[attributes['system.filesystem.mountpoint'], values[column]]] : [],
);
console.log(JSON.stringify({ cycleMs, full: Object.fromEntries(full), facts, families: dictionary.series.length }));
runner.close();
await leaveThoughFilesHang();
