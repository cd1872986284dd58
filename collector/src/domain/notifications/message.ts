import type { SendContext } from './context.ts';
import { linkCode } from './sealing.ts';
import { htmlOf } from './text/html.ts';
import { plainOf } from './text/plain.ts';
import { subjectOf } from './text/subject.ts';
import type { Delivery, Message, Notice } from './types.ts';

/** A link works so long after its notice. */
export const linkMs = 86_400_000;

const lasting: ReadonlySet<Delivery['kind']> = new Set(['opened', 'severity', 'escalated', 'reminder', 'unremedied']);

/** Only a person's own notice of something that lasts has a link by which to act. */
export function mayAct({ person, kind }: Pick<Delivery, 'person' | 'kind'>): boolean {
  return person !== null && lasting.has(kind);
}

/** A delivery in words, the same at every attempt. */
export function messageOf(delivery: Delivery, { base, key, now }: Pick<SendContext, 'base' | 'key' | 'now'>): Message {
  const { id, key: deliveryKey, kind, incidents, notice } = delivery;
  const [only] = incidents;
  const path = incidents.length === 1 && only !== undefined ? `/incidents/${only}` : '/incidents';
  const link = base === null ? null : base + (incidents.length === 0 ? '/' : path);
  const actLink = base !== null && mayAct(delivery) ? `${base}/act/${linkCode(key, id)}` : null;
  const links = { incident: link, act: actLink };
  return {
    key: deliveryKey,
    kind,
    subject: subjectOf(notice),
    text: plainOf(notice, links),
    html: htmlOf(notice, links),
    severity: notice.severity,
    incidents,
    device: notice.items[0]?.deviceName ?? null,
    site: delivery.site,
    link,
    actLink,
    time: notice.time,
    sentAt: now,
    part: (some) => partOf(notice, some),
  };
}

function partOf(notice: Notice, some: ReadonlySet<string>): ReturnType<Message['part']> {
  const items = notice.items.filter(({ incident }) => some.has(incident));
  const sites = new Set(items.map(({ site }) => site));
  const isCritical = items.some(({ severity }) => severity === 'critical');
  return {
    subject: subjectOf({ ...notice, items, severity: isCritical ? 'critical' : 'warning' }),
    severity: isCritical ? 'critical' : 'warning',
    incidents: items.map(({ incident }) => incident),
    site: sites.size === 1 ? ([...sites][0] ?? null) : null,
  };
}
