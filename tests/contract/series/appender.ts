/**
 * A program that appends to a folder as fast as it can and prints each acknowledged sequence number, to be killed:
 *     node appender.ts FOLDER FIRST
 */
import { openSqliteSeries } from '@fettle/collector/store/series-sqlite/open';
import { dictionary, frame } from './frames.ts';

const [folder = '', first = '1'] = process.argv.slice(2);
const store = await openSqliteSeries(folder, {
  timing: { smallMs: 1, smallBytes: 2_000, longestMs: 5, mostBytes: 100_000 },
});
const series = dictionary('m', 'm{a=x}:2');
process.stdout.write('open\n');

async function appendFrom(start: number): Promise<never> {
  for (let sequence = start; ; sequence += 4) {
    await store.append([frame({ sequence, time: sequence * 1_000, values: [sequence, 0.25], dictionary: series })]);
    process.stdout.write(`${sequence}\n`);
  }
}
await Promise.all([0, 1, 2, 3].map((lane) => appendFrom(Number(first) + lane)));
