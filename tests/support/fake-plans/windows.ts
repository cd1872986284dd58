/** Invented maintenance windows, for rendering tests: openings in UTC, without the care for clock changes of the real ones. */
import type { Window, WindowPut, WindowSpan } from '@fettle/shared/api/windows';

const minute = 60_000;
const day = 86_400_000;

const usual = { enabled: true, selector: '', reason: '' };
const bodies: Readonly<Record<string, Omit<WindowPut, 'version'>>> = {
  'kernel-updates': {
    ...usual,
    name: 'Kernel updates, Berlin',
    selector: 'site=Berlin',
    reason: 'Reboots one after the other',
    when: {
      zone: 'Europe/Berlin',
      start: '2026-11-04T22:00',
      lastsMs: 240 * minute,
      repeat: { every: 'week', days: [3] },
    },
  },
  backups: {
    ...usual,
    name: 'Nightly backups',
    selector: 'role=db',
    reason: 'Disks are busy',
    when: { zone: 'UTC', start: '2026-11-01T01:00', lastsMs: 90 * minute, repeat: { every: 'day' } },
  },
  'porto-move': {
    ...usual,
    name: 'Porto moves house',
    selector: 'site=Porto',
    reason: 'The server room is carried over the road',
    when: { zone: 'Europe/Lisbon', start: '2026-12-05T06:00', lastsMs: 36 * 60 * minute, repeat: { every: 'once' } },
  },
  patching: {
    ...usual,
    name: 'Patching',
    enabled: false,
    when: {
      zone: 'UTC',
      start: '2026-11-01T20:00',
      lastsMs: 180 * minute,
      repeat: { every: 'month-weekday', nth: 2, weekday: 2 },
    },
  },
};

export function spansOf(
  id: string,
  { when, name, reason }: Omit<WindowPut, 'version'>,
  from: number,
  to: number,
): WindowSpan[] {
  const start = Date.parse(`${when.start}Z`);
  const { repeat } = when;
  const fits = (time: number): boolean => {
    const at = new Date(time);
    const weekday = at.getUTCDay() === 0 ? 7 : at.getUTCDay();
    if (repeat.every === 'once') return time === start;
    if (repeat.every === 'week') return repeat.days.includes(weekday);
    if (repeat.every === 'month') return at.getUTCDate() === repeat.day;
    if (repeat.every === 'month-weekday')
      return weekday === repeat.weekday && Math.ceil(at.getUTCDate() / 7) === repeat.nth;
    return true;
  };
  const spans: WindowSpan[] = [];
  const first = Math.max(start, start + Math.floor((from - start) / day - 2) * day);
  for (let time = first; time < to; time += day) {
    if (fits(time) && time + when.lastsMs > from)
      spans.push({ window: id, name, reason, from: time, to: time + when.lastsMs, note: null });
  }
  return spans;
}

export function windowOf(id: string, body: Omit<WindowPut, 'version'>, version: number, now: number): Window {
  const next = body.enabled ? spansOf(id, body, now, now + 60 * day) : [];
  const [first] = next;
  const open = first !== undefined && first.from <= now;
  const coming = next.find(({ from }) => from > now);
  const devices = { 'site=Berlin': 54, 'site=Porto': 14, 'role=db': 20 }[body.selector] ?? 99;
  return {
    id,
    ...body,
    createdBy: { id: 'p1', name: 'Ida Lund' },
    devices,
    open,
    next: coming ? { from: coming.from, to: coming.to } : null,
    version,
  };
}

export function windowsAt(now: number): Map<string, Window> {
  return new Map(Object.entries(bodies).map(([id, body]) => [id, windowOf(id, body, 1, now)]));
}
