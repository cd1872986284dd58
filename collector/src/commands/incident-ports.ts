import type { PersonId } from '@fettle/shared/ids';
import { systemClock } from '../clock.ts';
import { type ActPorts, type GetPorts, keptEvidence } from '../domain/incidents/index.ts';
import type { ProblemPorts } from '../domain/problems/index.ts';
import { ownSheet } from '../domain/rules/index.ts';
import type { Records } from '../store/stores.ts';

const personOf =
  ({ access }: Records) =>
  async (id: PersonId) => {
    const found = await access.person(id);
    return found && { id: found.id, name: found.name };
  };

/** What the verbs of incidents need beside a collector that may be running: records, no samples. */
export function incidentPorts(records: Records): ActPorts & GetPorts {
  const { incidents: store, devices, rules } = records;
  return {
    store,
    devices,
    rule: async (id) => ownSheet(id) ?? (await rules.rule(id)),
    person: personOf(records),
    evidence: (actor, incident) => keptEvidence({ store, devices }, actor, incident),
    mayAct: () => true,
    now: systemClock.now(),
  };
}

export function problemPorts(records: Records): ProblemPorts {
  const { problems: store, incidents, inventory } = records;
  return { store, incidents, inventory, person: personOf(records), now: systemClock.now() };
}
