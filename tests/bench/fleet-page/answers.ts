import { gzipSync } from 'node:zlib';
import type { Fleet } from '@fettle/shared/api/fleet';
import type { Simulated } from '../../support/simulated.ts';
import { type Emit, median } from '../figure.ts';

const asked = 51;
const path = '/api/v1/fleet';

/** How soon the collector gives the whole fleet, and in how many bytes. */
export async function answers(fleet: Simulated, emit: Emit): Promise<void> {
  const times: number[] = [];
  let text = '';
  for (let n = 0; n < asked; n++) {
    const began = performance.now();
    text = await (await fleet.get(path)).text();
    times.push(performance.now() - began);
  }
  const { cells } = JSON.parse(text) as Fleet;
  emit('fleet_answer_ms_p50', median(times), 'ms', { asked });
  emit('fleet_answer_ms_max', Math.max(...times), 'ms', { asked });
  const conditions = { cells: cells.length, told_more_of: cells.filter((cell) => cell.length > 3).length };
  emit('fleet_answer_bytes', Buffer.byteLength(text), 'By', conditions);
  emit('fleet_answer_gzip_bytes', gzipSync(text).length, 'By', conditions);
}
