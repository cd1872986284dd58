/** What a test does in the records of a collector that runs. */
import { join } from 'node:path';
import { everywhere } from '@fettle/collector/domain/access/index';
import type { EvidencePiece, Incident } from '@fettle/collector/domain/incidents/index';
import type { Rule } from '@fettle/collector/domain/rules/index';
import { openRecords } from '@fettle/collector/store/open';
import type { RuleId } from '@fettle/shared/ids';
import { type Fettle, until } from './fettle.ts';

type Records = Awaited<ReturnType<typeof openRecords>>;

/** Memory is always used a little. */
export const always: Rule = {
  id: 'always' as RuleId,
  name: 'Memory is used',
  selector: '',
  when: { kind: 'value', metric: 'system.memory.utilization', is: 'above', levels: { warning: { limit: 0.0001 } } },
  forMs: 0,
  clearForMs: 0,
  enabled: true,
  runbook: '',
  overrides: [],
  origin: 'person',
  createdAt: 1,
  changedAt: 1,
  version: 1,
};

export async function beside<Result>(fettle: Fettle, work: (records: Records) => Promise<Result>): Promise<Result> {
  const records = await openRecords({ sqlite: join(fettle.data, 'records.db') });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

export function putRule(fettle: Fettle, rule: Rule): Promise<unknown> {
  const event = { time: Date.now(), kind: 'rule.created', device: null, site: null, detail: { rule: rule.id } };
  return beside(fettle, ({ rules }) => rules.write([{ what: 'put', rule, before: 0 }], { events: [event], audit: [] }));
}

/** Waits for an incident of a rule. */
export function incidentOf(fettle: Fettle, rule: RuleId): Promise<Incident> {
  return until(`an incident of ${rule}`, () =>
    beside(fettle, async ({ incidents }) =>
      (await incidents.list(everywhere, { limit: 100 })).find((one) => one.rule === rule),
    ),
  );
}

/** The processes of an incident's evidence, once a check finds them right. */
export function processesOf(
  fettle: Fettle,
  incident: Incident,
  right: (piece: EvidencePiece) => boolean = () => true,
): Promise<EvidencePiece> {
  return until('the processes', () =>
    beside(fettle, async ({ incidents }) =>
      (await incidents.evidence(everywhere, incident.id)).find((one) => one.kind === 'processes' && right(one)),
    ),
  );
}
