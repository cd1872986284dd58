import type { IncidentId } from '@fettle/shared/ids';
import { everywhere } from '../../access/index.ts';
import type { RuleSheet } from '../context.ts';
import type { EvidencePiece, Incident } from '../types.ts';
import { causes } from './causes.ts';
import { chart } from './chart.ts';
import { processes } from './processes.ts';
import type { Breach, Caught, EvidencePorts, EvidenceProvider } from './provider.ts';
import { related } from './related.ts';
import { suspects } from './suspects.ts';

/** What is caught at every breach. */
export const usualProviders: readonly EvidenceProvider[] = [chart, processes, related, suspects, causes];

export interface GatherPorts extends EvidencePorts {
  readonly providers: readonly EvidenceProvider[];
  readonly rule: (id: Incident['rule']) => Promise<RuleSheet | null>;
}

/**
 * Catches the evidence of an incident that has just begun, from every provider, and keeps it with the incident. What one
 * provider could not do does not keep the others' from being kept; the reasons are given.
 * @param time when it broke
 * @param said how it was caught, in the timeline
 */
export async function gatherEvidence(
  ports: GatherPorts,
  id: IncidentId,
  time: number,
  said = 'Caught at the breach',
): Promise<unknown[]> {
  const { store, providers, now } = ports;
  const incident = await store.incident(everywhere, id);
  if (!incident) return [];
  const breach: Breach = { incident, time, rule: await ports.rule(incident.rule) };
  const answers = await Promise.allSettled(providers.map((one) => one.look(ports, breach)));
  const caught = answers.flatMap((answer, i) => {
    const kind = providers[i]?.kind;
    return answer.status === 'fulfilled' && answer.value && kind !== undefined ? [{ kind, ...answer.value }] : [];
  });
  const failures = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []));
  if (caught.length === 0) return failures;
  const pieces = caught.map(({ kind, content }): EvidencePiece => ({ kind, time, content }));
  const likely = caught.map((one: Caught) => one.likely ?? null).find((one) => one !== null) ?? null;
  const words = `${said}: ${caught.map(({ kind }) => named(kind)).join(', ')}.`;
  const line = { time: now, kind: 'evidence' as const, actor: null, words, detail: {} };
  const { device, site } = incident;
  const event = { time: now, kind: 'incident.changed', device, site, detail: { incident: id, evidence: true } };
  await store.addEvidence(id, pieces, likely, [line], { events: [event], audit: [] });
  return failures;
}

const names: Readonly<Record<string, string>> = {
  chart: 'the chart',
  processes: 'the top processes',
  related: 'what else was wrong',
  causes: 'what points to a cause',
  suspects: 'what had been changed',
  'known-error': 'a known error',
};
const named = (kind: string) => names[kind] ?? kind;
