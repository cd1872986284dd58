import { randomBytes } from 'node:crypto';
import { base32, type IncidentId, type RuleId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Severity } from '@fettle/shared/severity';
import type { Device, DeviceStore } from '../devices/index.ts';
import type { Rule } from '../rules/index.ts';
import { byId } from './by-id.ts';
import { Drafts } from './draft.ts';
import { settings as usual, type Settings } from './settings.ts';
import type { Surroundings } from './settle.ts';
import type { IncidentStore } from './store.ts';
import type { Incident } from './types.ts';

/** What an incident needs to know of its rule; `when` null: the collector judges it itself. */
export type RuleSheet = Pick<Rule, 'name' | 'runbook'> & { readonly when: Rule['when'] | null };

/** What the verbs that change incidents need. `now`: ms since 1970. */
export interface IncidentPorts {
  readonly store: IncidentStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  /** Null: there is no such rule any more. */
  readonly rule: (id: RuleId) => Promise<RuleSheet | null>;
  /** Which window a device is in at a time; absent: nobody asks, and what is known of windows stays. */
  readonly windows?: (now: number) => Promise<(device: Device) => string | null>;
  /** What the rule of an incident says now; null: in order. Absent: nobody knows. */
  readonly holds?: (incident: Incident) => Severity | null;
  /** The newest event’s sequence; absent: nobody knows whether anything happened. */
  readonly newest?: () => Promise<number>;
  readonly settings?: Settings;
  readonly now: number;
}

/** `i…`: 80 random bits. */
export function newIncidentId(): IncidentId {
  return `i${base32(randomBytes(10), 16)}` as IncidentId;
}

/**
 * What is live, what it follows from, and what else was read, as drafts; and what is so around them.
 * @param read what is live, if that was read just now
 */
export async function readAround(
  { store, devices, windows, settings = usual, now }: IncidentPorts,
  others: readonly Incident[],
  read?: readonly Incident[],
): Promise<{ drafts: Drafts; around: Surroundings; devices: ReadonlyMap<string, Device> }> {
  const live = read ?? (await store.open(everywhere));
  const known = new Map([...live, ...others].map((one) => [one.id, one]));
  const causes = live.flatMap(({ hushes: { cause } }) => (cause !== null && !known.has(cause) ? [cause] : []));
  if (causes.length > 0) {
    for (const one of await store.several(everywhere, [...new Set(causes)])) known.set(one.id, one);
  }
  const all = await devices.devices(everywhere);
  const windowOf = await windows?.(now);
  const found = byId(all);
  const around: Surroundings = {
    devices: all,
    windowOf: windowOf
      ? ({ id }) => {
          const device = found.get(id);
          return device ? windowOf(device) : null;
        }
      : null,
    settings,
    now,
  };
  return { drafts: new Drafts([...known.values()], now), around, devices: found };
}

/** How often a step is begun anew because others changed the same incidents meanwhile. */
const attempts = 8;

/** Does it until nobody came in between. @throws the error that `give up` makes */
export async function untilWritten<Answer>(
  step: () => Promise<Answer | 'changed_meanwhile'>,
  giveUp: () => Error,
): Promise<Answer> {
  for (let i = 0; i < attempts; i++) {
    const answer = await step();
    if (answer !== 'changed_meanwhile') return answer;
  }
  throw giveUp();
}
