/** What this device holds of its trust, for the collector and for the people at it. */
import { join } from 'node:path';
import type { Holds } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Root } from '@fettle/shared/trust/statements';
import type { ExecutorState } from '../executor/wire.ts';
import { readJson } from './folder.ts';
import { runsFolder } from './history.ts';

/** What the executor said last; it may be read by every local user. */
export const heldPath = (data: string): string => join(runsFolder(data), 'executor.json');

/** Null: there was never anything to ask an executor. */
export function readHeld(data: string): ExecutorState | null {
  return readJson(heldPath(data)) as ExecutorState | null;
}

export type Readiness = Static<typeof Holds>['executor'];

/**
 * Whether this machine may be acted on.
 * @param may whether this agent has an executor at all
 * @param now wall clock, ms
 */
export function readinessOf(state: ExecutorState | null, root: Root, may: boolean, now: number): Readiness {
  if (state?.locked === true) return 'locked';
  if (!may || root.roles.operator.keys.length === 0) return 'off';
  return state === null || state.fresh <= now ? 'stale' : 'ready';
}

/** What the collector is told of it. */
export function holdsOf(
  state: ExecutorState | null,
  { root, grant }: { readonly root: Root; readonly grant: number },
  may: boolean,
  now: number,
): Static<typeof Holds> {
  return {
    type: 'holds',
    root: root.version,
    rev: state?.rev ?? 0,
    fresh: state?.fresh ?? 0,
    grant,
    standing: (state?.standing ?? []).map(({ id, version }) => ({ id, version })),
    executor: readinessOf(state, root, may, now),
  };
}
