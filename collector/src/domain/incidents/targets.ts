import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited } from '../access/index.ts';
import { usualTargets } from './settings.ts';
import type { IncidentStore } from './store.ts';
import type { Targets } from './types.ts';

export interface SetTargets {
  readonly targets: Targets;
  readonly version: number;
}

/** The targets that hold; version 0: the usual ones, nobody set any. */
export async function readTargets(store: Pick<IncidentStore, 'targets'>): Promise<SetTargets> {
  return (await store.targets()) ?? { targets: usualTargets, version: 0 };
}

/** @throws FettleError `not_allowed` */
export async function getTargets({ store }: { readonly store: IncidentStore }, actor: Actor): Promise<SetTargets> {
  allow(actor, 'incident.read');
  return readTargets(store);
}

const most = 366 * 86_400_000;

/** Sets all targets. @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed` */
export async function setTargets(
  { store, now }: { readonly store: IncidentStore; readonly now: number },
  actor: Actor,
  { targets, version }: SetTargets,
): Promise<SetTargets> {
  allow(actor, 'incident.targets');
  for (const { acknowledgeMs, resolveMs } of Object.values(targets)) {
    for (const ms of [acknowledgeMs, resolveMs]) {
      if (!Number.isSafeInteger(ms) || ms < 60_000 || ms > most) {
        throw new FettleError('input_invalid', 'A target is from one minute to a year, in whole milliseconds.');
      }
    }
    if (resolveMs < acknowledgeMs) {
      throw new FettleError('input_invalid', 'The time to resolve is at least the time to acknowledge.');
    }
  }
  const answer = await store.setTargets(targets, version, {
    events: [{ time: now, kind: 'incident.targets', device: null, site: null, detail: {} }],
    audit: [audited(actor, now, 'incidents.set-targets', 'incident-targets', { targets })],
  });
  if (answer !== 'set') throw new FettleError(answer);
  return { targets, version: version + 1 };
}
