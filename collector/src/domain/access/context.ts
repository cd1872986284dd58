import { createHash, randomBytes } from 'node:crypto';
import { base32, type PersonId } from '@fettle/shared/ids';
import type { AuditEntry } from '../events/index.ts';
import { scopeOf } from './scope.ts';
import type { AccessStore } from './store.ts';
import { type Actor, everywhere, type Person } from './types.ts';

/** What the verbs of this capability need: the records and the time, ms since 1970. */
export interface AccessContext {
  readonly store: AccessStore;
  readonly now: number;
}

/** How secrets are kept: SHA-256, hex. They are random and long, so that no slow hash is needed. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** `p…` or `t…`: 80 random bits. */
export function newId(letter: 'p' | 't'): string {
  return letter + base32(randomBytes(10), 16);
}

export function personActor(person: Pick<Person, 'id' | 'role' | 'sites'> & Partial<Pick<Person, 'selector'>>): Actor {
  return { kind: 'person', id: `person:${person.id}`, role: person.role, scope: scopeOf(person) };
}

/** Which person an actor is, or null. */
export function personOf({ kind, id }: Actor): PersonId | null {
  return kind === 'person' ? (id.slice('person:'.length) as PersonId) : null;
}

/** Something within the collector that acts by itself: `jobs`, `cli`. */
export function systemActor(name: string): Actor {
  return { kind: 'system', id: `system:${name}`, role: 'admin', scope: everywhere };
}

/** The agent of one device. */
export function agentActor(device: string): Actor {
  return { kind: 'agent', id: `agent:${device}`, role: 'viewer', scope: everywhere };
}

/** One row of the audit log. */
export function audited(
  actor: Actor,
  time: number,
  action: string,
  target: string,
  detail: AuditEntry['detail'] = {},
): AuditEntry {
  return { time, actor: actor.id, action, target, detail };
}
