import type { HandOver } from '../api/manpower.ts';

type Item = HandOver['open'][number];

/** `Sun 29 Nov 2026, 19:04`. @throws RangeError for an unknown zone */
function moment(time: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(time);
  const of = (type: string) => parts.find((one) => one.type === type)?.value ?? '';
  return `${of('weekday')} ${of('day')} ${of('month')} ${of('year')}, ${of('hour')}:${of('minute')}`;
}

/** What people read of what others wrote: one line, nothing that moves a cursor. */
const line = (text: string) => text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();

/** A hand-over as plain text, for a terminal, a mail or a chat; times are of the zone. */
export function handOverText(handOver: HandOver, zone: string): string {
  const { from, to, leaving, coming, open, done, underWay, soon, requests, notes } = handOver;
  const who = leaving || coming ? [`From ${leaving?.name ?? 'nobody'} to ${coming?.name ?? 'nobody'}.`] : [];
  return [
    `Hand-over, ${moment(from, zone)} to ${moment(to, zone)} (${zone})`,
    ...who.map(line),
    ...part('Notes', notes, (note) => `${line(note.by.name)}, ${moment(note.time, zone)}: ${line(note.text)}`),
    ...part('Open', open, (item) => itemText(item)),
    ...part('Done in the turn', done, (item) => itemText(item)),
    ...part('Under way', underWay, (item) => itemText(item)),
    ...part('Soon', soon, (item) => itemText(item)),
    ...part('Requests', requests, (item) => itemText(item)),
  ].join('\n');
}

function part<One>(title: string, items: readonly One[], text: (item: One) => string): string[] {
  if (items.length === 0) return ['', `${title}: nothing.`];
  return ['', `${title} (${items.length})`, ...items.map((item) => `- ${text(item)}`)];
}

function itemText({ words, device, site, owner, next, state }: Item): string {
  const where = device === null ? '' : ` on ${device}${site === null ? '' : ` (${site})`}`;
  const whose = owner === null ? '' : ` ${owner.name} has it.`;
  const mark = state === 'critical' ? 'CRITICAL ' : '';
  return line(`${mark}${words}${where}. ${next}${whose}`);
}
