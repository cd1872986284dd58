/** Before anything is answered: what an executor that was killed left behind is ended, and said to be unknown. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Folder, Intent, Pin } from './folder.ts';
import type { Platform } from './platform/platform.ts';
import { readOwn, writeReceipt } from './receipts.ts';
import { begun, ended, notAhead } from './standing.ts';

export async function recover(folder: Folder, clock: Clock, platform: Platform): Promise<void> {
  const now = clock.now();
  const pin = folder.pin();
  const kept = folder.kept();
  for (const intent of folder.intents().values()) {
    if (intent.receipt !== null || pin === null || kept === null) continue;
    await platform.sweep(intent.cookie);
    close(folder, pin, kept.root.tenant, intent, now);
  }
  for (const name of readdirSync(folder.run)) {
    const path = join(folder.run, name);
    if (name.endsWith('.d')) platform.removeFolder(path);
    else rmSync(path, { force: true });
  }
  for (const [id, standing] of folder.standing()) {
    const right = notAhead(standing, now);
    if (JSON.stringify(right) !== JSON.stringify(standing)) folder.keepStanding(id, right);
  }
  prune(folder);
}

/** Drops what no replay can come after: the floor has passed its time, so that it is refused as too late. */
export function prune(folder: Folder): void {
  const floor = folder.kept()?.floor ?? 0;
  for (const intent of folder.intents().values())
    if (intent.receipt !== null && intent.exp <= floor) folder.dropIntent(intent);
}

function close(folder: Folder, pin: Pin, tenant: string, intent: Intent, now: number): void {
  // Only the last receipt can be this one's: nothing else was run since.
  const seq = folder.receipts().at(-1) ?? 0;
  const last = folder.receipt(seq);
  const own = last === null ? null : readOwn(last.receipt);
  const isThis = own !== null && own.order === intent.order && own.run === intent.run && own.outcome !== 'refused';
  const outcome = isThis ? own.outcome : 'unknown';
  const times = { started: intent.started, ended: Math.max(now, intent.started) };
  const nothing = { bytes: Buffer.alloc(0), total: 0 };
  const receipt = isThis
    ? seq
    : writeReceipt(folder, pin, tenant, intent, { outcome, code: null, steps: [], ...times }, nothing);
  const standing = folder.standing().get(intent.order);
  if (intent.kind === 'standing' && standing !== undefined) {
    const { run, firing, started } = intent;
    const known = standing.runs.some((one) => one.run === run) || firing === null;
    folder.keepStanding(
      intent.order,
      ended(known ? standing : begun(standing, firing, run, started), run, outcome, now),
    );
  }
  finish(folder, intent, receipt);
}

/** A firing needs no memory: its number is never given again. */
export function finish(folder: Folder, intent: Intent, receipt: number): void {
  if (intent.kind === 'standing') folder.dropIntent(intent);
  else folder.end(intent, receipt);
}
