import { randomBytes } from 'node:crypto';
import { base32, type PersonId, type ProblemId } from '@fettle/shared/ids';
import type { Actor } from '../access/index.ts';
import { audited } from '../access/index.ts';
import type { NewEvent, Note } from '../events/index.ts';
import type { IncidentStore } from '../incidents/index.ts';
import type { InventoryStore } from '../inventory/index.ts';
import type { ProblemStore } from './store.ts';

export interface ProblemPorts {
  readonly store: ProblemStore;
  readonly incidents: IncidentStore;
  readonly inventory: InventoryStore;
  readonly person: (id: PersonId) => Promise<{ readonly id: PersonId; readonly name: string } | null>;
  readonly now: number;
}

/** `b…`: 80 random bits. */
export function newProblemId(): ProblemId {
  return `b${base32(randomBytes(10), 16)}` as ProblemId;
}

/** Events of no site are for everybody: they say which problem, never what it is about. */
export function problemEvent(time: number, kind: string, id: ProblemId): NewEvent {
  return { time, kind, device: null, site: null, detail: { problem: id } };
}

export function actNote(
  actor: Actor,
  time: number,
  act: { kind: string; action: string; id: ProblemId; detail?: NewEvent['detail'] },
): Note {
  const { kind, action, id, detail = {} } = act;
  return { events: [problemEvent(time, kind, id)], audit: [audited(actor, time, action, `problem:${id}`, detail)] };
}

/** What a device is, by its inventory; null: not known. */
export async function modelOf(
  { inventory }: Pick<ProblemPorts, 'inventory'>,
  device: Parameters<InventoryStore['facts']>[0],
): Promise<string | null> {
  const facts = await inventory.facts(device);
  const model = facts.find(({ name }) => name === 'host.model')?.value.trim() ?? '';
  return model === '' ? null : model;
}
