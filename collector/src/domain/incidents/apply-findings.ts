import { FettleError } from '@fettle/shared/errors';
import type { IncidentId, RuleId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Finding } from '../rules/index.ts';
import { type IncidentPorts, newIncidentId, readAround, type RuleSheet, untilWritten } from './context.ts';
import { caughtTable } from './evidence/processes.ts';
import { settings as usual } from './settings.ts';
import { settle } from './settle.ts';
import { takeFinding } from './take-finding.ts';
import { isLive } from './transitions.ts';
import type { Drafts } from './draft.ts';
import type { Incident, IncidentKey } from './types.ts';

/** Incidents that began to be live by a batch of findings: evidence is gathered for these. */
export interface Applied {
  readonly began: readonly Incident[];
}

export const keyText = ({ rule, device, instance }: IncidentKey): string => JSON.stringify([rule, device, instance]);

/**
 * Makes of findings what people work on: incidents open, change, resolve and reopen, in one commit with their timelines
 * and events. The same findings again change nothing; those of a device that is gone are left out.
 * @throws FettleError `changed_meanwhile` when others kept changing the same incidents
 */
export async function applyFindings(ports: IncidentPorts, findings: readonly Finding[]): Promise<Applied> {
  if (findings.length === 0) return { began: [] };
  const rules = await ruleNames(ports, findings);
  return untilWritten(
    () => attempt(ports, findings, rules),
    () => new FettleError('changed_meanwhile'),
  );
}

async function attempt(
  ports: IncidentPorts,
  findings: readonly Finding[],
  rules: ReadonlyMap<RuleId, RuleSheet | null>,
): Promise<Applied | 'changed_meanwhile'> {
  const { store, now, settings = usual } = ports;
  const keys = [...new Map(findings.map((finding) => [keyText(finding), finding])).values()];
  const found = await store.current(everywhere, keys);
  const { drafts, around, devices } = await readAround(ports, found);
  const current = new Map<string, IncidentId>(found.map((one) => [keyText(one), one.id]));
  for (const finding of findings) {
    const device = devices.get(finding.device);
    if (!device) continue;
    const known = current.get(keyText(finding));
    const before = known && drafts.get(known);
    const sighted = {
      finding,
      ruleName: rules.get(finding.rule)?.name ?? finding.rule,
      deviceName: device.name,
      site: device.site,
      newId: newIncidentId,
    };
    const opened = takeFinding(drafts, before, sighted, settings, now);
    if (opened) current.set(keyText(finding), opened);
    const id = opened ?? known;
    if (id !== undefined && !(before && isLive(before))) keepTable(drafts, id, finding);
  }
  settle(drafts, around);
  const writes = drafts.writes();
  if (writes.length === 0) return { began: [] };
  const answer = await store.write(writes, { events: drafts.events(), audit: [] });
  if (answer === 'changed_meanwhile') return answer;
  const began = writes.filter(({ before, after }) => isLive(after) && !(before && isLive(before)));
  return { began: began.map(({ before, after }) => ({ ...after, version: (before?.version ?? 0) + 1 })) };
}

/** The processes of the very frame are kept with the incident itself, so that nothing can come in between. */
function keepTable(drafts: Drafts, id: IncidentId, finding: Finding): void {
  const incident = drafts.get(id);
  const piece = incident && isLive(incident) ? caughtTable(incident, finding) : null;
  if (piece) drafts.caught(id, piece);
}

async function ruleNames(
  { rule }: IncidentPorts,
  findings: readonly Finding[],
): Promise<ReadonlyMap<RuleId, RuleSheet | null>> {
  const ids = [...new Set(findings.map((finding) => finding.rule))];
  return new Map(await Promise.all(ids.map(async (id) => [id, await rule(id)] as const)));
}
