// pure
import type { Incident, IncidentAct } from '@fettle/shared/api/incidents';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';

type Act = IncidentAct['act'];

const what: Readonly<Record<Act['kind'], string>> = {
  acknowledge: 'acknowledged',
  unacknowledge: 'no longer acknowledged',
  resolve: 'resolved',
  reopen: 'reopened',
  close: 'closed',
  own: 'handed over',
  priority: 'given another priority',
  note: 'noted',
  snooze: 'snoozed',
  unsnooze: 'no longer snoozed',
  pause: 'paused',
  resume: 'running again',
  link: 'linked',
};

/** What was done, for people: "ber-db-02 acknowledged", "3 incidents resolved". */
export function deedWords(act: Act, acted: readonly Pick<Incident, 'deviceName' | 'owner'>[]): string {
  const [first] = acted;
  const subject = acted.length === 1 && first ? plain(first.deviceName, 64) : counted(acted.length, 'incident');
  if (act.kind === 'own') {
    const owner = first?.owner ? plain(first.owner.name, 64) : 'nobody';
    return `${subject}: owner is now ${owner}`;
  }
  if (act.kind === 'note') return `Note kept on ${subject}`;
  if (act.kind === 'link') return act.problem === null ? `${subject}: linked to no problem` : `${subject}: linked`;
  if (act.kind === 'pause' || act.kind === 'resume') return `${subject}: clocks ${what[act.kind]}`;
  return `${subject} ${what[act.kind]}`;
}

const backs: { readonly [Kind in Act['kind']]?: Act } = {
  acknowledge: { kind: 'unacknowledge' },
  unacknowledge: { kind: 'acknowledge' },
  resolve: { kind: 'reopen' },
  snooze: { kind: 'unsnooze' },
  pause: { kind: 'resume' },
};

/** What takes a deed back, with the versions as they are after it; empty: it cannot be. `owners` is who owned each before. */
export function undoOf<One extends { readonly id: string }>(
  act: Act,
  acted: readonly One[],
  owners: ReadonlyMap<string, string | null>,
): { readonly act: Act; readonly incidents: readonly One[] }[] {
  if (act.kind === 'own') {
    const byOwner = Map.groupBy(acted, ({ id }) => owners.get(id) ?? null);
    return [...byOwner].map(([owner, incidents]) => ({ act: { kind: 'own', owner }, incidents }));
  }
  const back = backs[act.kind];
  return back ? [{ act: back, incidents: acted }] : [];
}
