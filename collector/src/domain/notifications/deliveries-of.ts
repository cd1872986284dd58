import { severityRank } from '@fettle/shared/severity';
import type { Incident } from '../incidents/index.ts';
import { keyOf, newId, type NoticesContext } from './context.ts';
import type { Draft } from './draft.ts';
import { subjectOf } from './text/subject.ts';
import type { Delivery, Notice, NoticeItem } from './types.ts';

/** The rows of what is to be sent, with everything that the notices say. */
export async function deliveriesOf(
  { incidents: source, now }: Pick<NoticesContext, 'incidents' | 'now'>,
  drafts: readonly Draft[],
  known: ReadonlyMap<string, Incident>,
): Promise<Delivery[]> {
  const backgrounds = new Map<string, Awaited<ReturnType<typeof source.background>>>();
  const deliveries: Delivery[] = [];
  for (const { telling, recipient, incidents, key } of drafts) {
    const told = worstFirst(incidents.flatMap((id) => known.get(id) ?? []));
    const [worst] = told;
    if (worst === undefined) continue;
    const background = backgrounds.get(worst.id) ?? (await source.background(worst));
    backgrounds.set(worst.id, background);
    const { unit, ...rest } = background;
    const notice: Notice = {
      kind: telling,
      severity: worst.severity,
      ruleName: worst.ruleName,
      items: told.map((incident) => item(incident, unit)),
      words: '',
      ...rest,
      step: recipient.step,
      time: now,
      zone: recipient.zone,
    };
    const { channel, target, person, others } = recipient;
    const place = { incidents, site: siteOf(told), kind: telling, channel, target, person, others };
    deliveries.push(newDelivery({ ...place, key: keyOf(key), notice, now }));
  }
  return deliveries;
}

type Fresh = Pick<
  Delivery,
  'key' | 'incidents' | 'site' | 'kind' | 'channel' | 'target' | 'person' | 'others' | 'notice'
>;

/** A delivery that is due at once. */
export function newDelivery({ now, ...fresh }: Fresh & { readonly now: number }): Delivery {
  return {
    ...fresh,
    id: newId('n'),
    subject: subjectOf(fresh.notice),
    state: 'waiting',
    attempts: 0,
    createdAt: now,
    deliveredAt: null,
    nextAt: now,
    answer: '',
    linkUsedAt: null,
  };
}

function worstFirst(incidents: readonly Incident[]): Incident[] {
  return incidents.toSorted(
    (a, b) =>
      severityRank(b.severity) - severityRank(a.severity) ||
      a.openedAt - b.openedAt ||
      (a.deviceName < b.deviceName ? -1 : 1),
  );
}

function siteOf(incidents: readonly Incident[]): string | null {
  const sites = new Set(incidents.map(({ site }) => site));
  return sites.size === 1 ? ([...sites][0] ?? null) : null;
}

function item(incident: Incident, unit: string): NoticeItem {
  const { id, deviceName, site, words, severity, openedAt, resolvedAt, value, limit } = incident;
  return { incident: id, deviceName, site, words, severity, openedAt, resolvedAt, value, limit, unit };
}
