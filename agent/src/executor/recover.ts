/** Before anything is answered: what an executor that was killed left behind is ended, and said to be unknown. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { begun, ended, notAhead } from '@fettle/shared/trust/firings';
import type { Clock } from './clock.ts';
import type { Folder, Intent } from './folder.ts';
import type { Platform } from './platform/platform.ts';
import { readOwn, writeReceipt } from './receipts.ts';
import { type Stand, standOf } from './stand.ts';

export async function recover(folder: Folder, clock: Clock, platform: Platform): Promise<void> {
  const now = clock.now();
  const stand = standOf(folder);
  for (const intent of folder.intents.values()) {
    if (intent.receipt !== null || stand === null) continue;
    await platform.sweep(intent.cookie);
    close(folder, stand, intent, now);
  }
  // Of writing that was cut off.
  const state = join(folder.path, 'state');
  const cut = readdirSync(state, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.new'));
  for (const name of cut) rmSync(join(state, name), { force: true });
  for (const name of readdirSync(folder.run)) {
    const path = join(folder.run, name);
    if (name.endsWith('.d')) platform.removeFolder(path);
    else rmSync(path, { force: true });
  }
  for (const [id, firings] of folder.standing) {
    const right = notAhead(firings, now);
    if (JSON.stringify(right) !== JSON.stringify(firings)) folder.keepStanding(id, right);
  }
  prune(folder);
}

/** Drops what no replay can come after: the floor has passed its time, so that it is refused as too late. */
export function prune(folder: Folder): void {
  const floor = folder.kept()?.floor ?? 0;
  for (const intent of folder.intents.values()) if (intent.receipt !== null && intent.exp <= floor) folder.drop(intent);
}

function close(folder: Folder, stand: Stand, intent: Intent, now: number): void {
  const { order, run, firing, started } = intent;
  // Only the last receipt can be this one's: nothing else was run since.
  const seq = folder.receipts.at(-1) ?? 0;
  const last = folder.receipt(seq);
  const own = last === null ? null : readOwn(last.receipt);
  const isThis = own !== null && own.order === order && own.run === run && own.outcome !== 'refused';
  const outcome = isThis ? own.outcome : 'unknown';
  const told = { outcome, code: null, steps: [], started, ended: Math.max(now, started) };
  const receipt = isThis ? seq : writeReceipt(folder, stand, intent, told);
  const firings = folder.standing.get(order);
  if (firing !== null && firings !== undefined) {
    const known = firings.runs.some((one) => one.run === run);
    folder.keepStanding(order, ended(known ? firings : begun(firings, firing, run, started), run, outcome, now));
  }
  folder.end(intent, receipt);
}
