/**
 * A program that appends to a folder as fast as it can and prints each acknowledged sequence number, to be killed:
 *     node appender.ts FOLDER FIRST [STEP]
 * STEP: ms between two frames, default 1,000. With it the store is maintained all the time, as if the newest frame were of now.
 */
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { dictionary, frame } from './frames.ts';

const [folder = '', first = '1', step] = process.argv.slice(2);
const store = await openSqliteSeries(folder, {
  timing: { smallMs: 1, smallBytes: 2_000, longestMs: 5, mostBytes: 100_000 },
  marking: { every: 5_000, atOnce: 0 },
  say: (error) => process.stdout.write(`said ${error.message}\n`),
});
const series = dictionary('m', 'm{a=x}:2');
const stepMs = Number(step ?? 1_000);
const long = 400 * 86_400_000;
let newest = 0;
process.stdout.write('open\n');

async function appendFrom(start: number): Promise<never> {
  for (let sequence = start; ; sequence += 4) {
    const time = sequence * stepMs;
    const appended = store.append([frame({ sequence, time, values: [sequence, 0.25], dictionary: series })]);
    try {
      await appended;
    } catch (error) {
      process.stdout.write(`refused ${(error as Error).message}\n`);
      sequence -= 4;
      continue;
    }
    newest = Math.max(newest, time);
    process.stdout.write(`${sequence}\n`);
  }
}

async function maintainAlways(): Promise<never> {
  for (;;) {
    try {
      await store.maintain(newest, { raw: long, five: long, hour: long });
    } catch (error) {
      process.stdout.write(`refused ${(error as Error).message}\n`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
const lanes = [0, 1, 2, 3].map((lane) => appendFrom(Number(first) + lane));
await Promise.all(step === undefined ? lanes : [...lanes, maintainAlways()]);
