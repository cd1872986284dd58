/**
 * Records what this machine's agent measures, for the benchmarks:
 *
 *     node tests/bench/data/record.ts [--seconds 3600] [--every 2] [--file tests/bench/data/recorded.bin.zst]
 *
 * Values only: no tables, for these name programs; paths and names in attributes are replaced by numbers. The form is that
 * of recorded.ts.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { realHost } from '@fettle/agent/platform/host';
import { OwnCost } from '@fettle/agent/samplers/own-cost';
import { registry } from '@fettle/agent/samplers/registry';
import { createRunner } from '@fettle/agent/samplers/runner';
import type { Dictionary } from '@fettle/shared/protocol/frame';
import { packRecorded, type RecordedFrame } from './recorded.ts';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '3600' },
    every: { type: 'string', default: '2' },
    file: { type: 'string', default: join(import.meta.dirname, 'recorded.bin.zst') },
  },
});

const known = new Map<string, string>();
const every = Number(values.every) * 1_000;
const ownCost = new OwnCost();
const silent = { info: () => undefined, warn: () => undefined };
const runner = createRunner(realHost(), registry(ownCost), { log: silent, ownCost });
const frames: RecordedFrame[] = [];
let dictionary: Dictionary = { series: [] };
for (const end = performance.now() + Number(values.seconds) * 1_000; performance.now() < end;) {
  const cycle = runner.cycle({ monotonic: performance.now(), wall: Date.now() });
  frames.push({ time: cycle.time, values: cycle.values.slice() });
  ({ dictionary } = cycle);
  await sleep(every - (Date.now() % every));
}
runner.close();
const series = dictionary.series.map((one) => ({ ...one, attributes: withoutNames(one.attributes) }));
writeFileSync(values.file, packRecorded({ series }, frames));
console.log(`${frames.length} frames of ${series.length} series in ${values.file}`);

/** What names a place of this machine becomes a number; what every machine has stays. */
function withoutNames(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const plain = (text: string) => (/^[a-z_]{1,12}$|^\d+$|^\/$/.test(text) ? text : numbered(text));
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, plain(value)]));
}

function numbered(text: string): string {
  const given = known.get(text) ?? `n${known.size + 1}`;
  known.set(text, given);
  return given;
}
