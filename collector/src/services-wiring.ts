/** Services with what they ask of others: what was out is heard by a cursor, and what they became is told. */
import type { Clock } from './clock.ts';
import { Brief, hearSpells, nextTurn, type ServicePorts, tendServices } from './domain/services/index.ts';
import type { Records } from './store/stores.ts';

const keptMs = 800 * 86_400_000;

export interface ServiceNeeds {
  readonly stores: Records;
  readonly clock: Clock;
}

export type ServiceDesk = ReturnType<typeof createServiceDesk>;

export function createServiceDesk({ stores, clock }: ServiceNeeds) {
  const brief = new Brief();
  let turn: Promise<void> = Promise.resolve();
  /** When services may be something else without anything being told; at the start they are looked at once. */
  let due = Number.NEGATIVE_INFINITY;

  async function hear(): Promise<void> {
    for (;;) {
      const { events, touched } = await hearSpells({ ...stores, now: clock.now() });
      if (touched) due = Number.NEGATIVE_INFINITY;
      if (events === 0) break;
    }
    const now = clock.now();
    if (now < due) return;
    const ports = { ...stores, now };
    await tendServices(ports);
    due = await nextTurn(ports);
  }

  return {
    /** Every second; never two at once. */
    tell(): Promise<void> {
      const next = turn.then(hear);
      turn = next.catch(() => undefined);
      return next;
    },
    retain: () => stores.services.retain(clock.now() - keptMs),
    /** What the verbs need, with the time of now. */
    ports: (): ServicePorts => ({ ...stores, brief, now: clock.now() }),
  };
}
