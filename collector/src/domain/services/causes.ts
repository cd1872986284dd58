// pure
import type { Cause } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import type { ServiceId, Spell } from './types.ts';

/** What causes are told with. */
export interface CauseNames {
  readonly spells: ReadonlyMap<string, Spell>;
  readonly devices: ReadonlyMap<DeviceId, string>;
  /** By id; of one that the reader does not see nothing is said. */
  readonly services: ReadonlyMap<ServiceId, { readonly name: string; readonly since: number }>;
}

const shownAtMost = 20;
const rank = (cause: Cause, severity: Spell['severity']) =>
  cause.kind === 'away' ? 0 : cause.kind === 'service' ? 1 : severity === 'critical' ? 2 : 3;

/** The causes of a stretch for people, worst first, then oldest: what does not speak, services, critical incidents, the others. */
export function causesFor(ids: readonly string[], names: CauseNames): Cause[] {
  const ranked = ids.flatMap((id): { cause: Cause; rank: number }[] => {
    const spell = names.spells.get(id);
    const cause = spell ? ofSpell(spell, names) : ofService(id, names);
    return cause ? [{ cause, rank: rank(cause, spell?.severity ?? null) }] : [];
  });
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.cause.since - b.cause.since || (a.cause.id < b.cause.id ? -1 : 1))
    .slice(0, shownAtMost)
    .map(({ cause }) => cause);
}

function ofSpell({ kind, incident, device, words, from }: Spell, { devices }: CauseNames): Cause {
  return {
    kind,
    id: incident ?? device,
    device,
    words: `${devices.get(device) ?? device}: ${words}`,
    since: from,
  };
}

function ofService(cause: string, { services }: CauseNames): Cause | null {
  const id = cause.replace(/^service:/, '');
  const found = services.get(id);
  return found ? { kind: 'service', id, device: null, words: found.name, since: found.since } : null;
}
