// pure
/**
 * A month with known truths: October 2026 in Berlin, in which the clocks are put back. What is planted here is all that happens; the
 * expectations of tests are reckoned from these lists alone, second by second where time counts, never by the code under test.
 */
export const zone = 'Europe/Berlin';
/** A local time of the month, ms since 1970; a time that comes twice is its first coming. */
export const at = (local: string) => Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds;
export const second = 1_000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const begin = at('2026-10-01T00:00');
export const end = at('2026-11-01T00:00');

export const machines = {
  db: { host: 'ber-db-01', site: 'berlin', labels: { role: 'db' } },
  web1: { host: 'ber-web-01', site: 'berlin', labels: { role: 'web' } },
  web2: { host: 'ber-web-02', site: 'berlin', labels: { role: 'web' } },
  file: { host: 'ber-file-01', site: 'berlin', labels: { role: 'file' } },
  mail: { host: 'muc-mail-01', site: 'munich', labels: { role: 'mail' } },
} as const;
export type Machine = keyof typeof machines;
export const people = ['Ida', 'Tomasz', 'João'] as const;
export type Human = (typeof people)[number];

/** What breaks: a unit fails, a value goes above its limit. */
export type Trouble = 'unit' | 'backup' | 'var' | 'disk' | 'cpu';
export const ruleOf: Readonly<Record<Trouble, string>> = {
  unit: 'unit-failed',
  backup: 'backup-failed',
  var: 'disk-full',
  disk: 'disk-slow',
  cpu: 'cpu-high',
};
export interface Planted {
  readonly machine: Machine;
  readonly trouble: Trouble;
  readonly from: number;
  readonly to: number;
  readonly by?: Human;
  readonly seenAt?: number;
  /** A run was meant to put it right. */
  readonly run?: {
    readonly name: string;
    readonly startedAt: number;
    readonly endedAt: number;
    readonly cleared: boolean;
  };
}

const lasting = (
  machine: Machine,
  trouble: Trouble,
  from: number,
  to: number,
  more: Partial<Planted> = {},
): Planted => ({
  machine,
  trouble,
  from,
  to,
  ...more,
});

/** Order intake stands on the database's unit. */
export const outages = {
  inHours: lasting('db', 'unit', at('2026-10-21T10:17:23'), at('2026-10-21T10:58:41'), {
    by: 'Ida',
    seenAt: at('2026-10-21T10:20:00'),
  }),
  overClosing: lasting('db', 'unit', at('2026-10-26T17:47:10'), at('2026-10-26T18:20:05'), {
    by: 'Tomasz',
    seenAt: at('2026-10-26T17:50:00'),
  }),
  /** In the hours of the service, and wholly in a window. */
  planned: lasting('db', 'unit', at('2026-10-14T12:10:00'), at('2026-10-14T12:40:00')),
  /** In the night in which the clocks are put back: an hour longer than it reads. */
  web1: lasting('web1', 'unit', Date.parse('2026-10-25T00:30:00Z'), Date.parse('2026-10-25T02:15:00Z')),
  web2: lasting('web2', 'unit', Date.parse('2026-10-25T00:45:00Z'), Date.parse('2026-10-25T02:30:00Z')),
};
export const window = { from: at('2026-10-14T12:00'), start: '2026-10-14T12:00', lastsMs: 2 * hour };
/** The mail server is shut down in order. */
export const shutdown = { machine: 'mail', from: at('2026-10-12T11:00:07'), to: at('2026-10-12T11:30:19') } as const;

const weekdays = Array.from({ length: 31 }, (_, i) => Temporal.PlainDate.from('2026-10-01').add({ days: i })).filter(
  ({ dayOfWeek }) => dayOfWeek < 6,
);
/** 45 backups that fail, two a weekday and one more: Ida sees to 30 of them, Tomasz to 10, João to 5. */
const backups: readonly Planted[] = Array.from({ length: 45 }, (_, i) => {
  const day = weekdays[Math.floor(i / 2) % weekdays.length] ?? weekdays[0];
  const from = at(`${day?.toString()}T${i === 44 ? '16' : i % 2 === 0 ? '09' : '14'}:05:00`);
  const by: Human = i % 3 !== 2 ? 'Ida' : i % 9 === 2 || i % 9 === 5 ? 'Tomasz' : 'João';
  const wait = { Ida: 6, Tomasz: 11, João: 15 }[by];
  return lasting('file', 'backup', from, from + 40 * minute, { by, seenAt: from + wait * minute });
});
/** A noisy rule: nobody ever looks. */
const noise: readonly Planted[] = Array.from({ length: 40 }, (_, i) => {
  const day = String(1 + Math.floor(i / 2)).padStart(2, '0');
  const from = at(`2026-10-${day}T${i % 2 === 0 ? '03:10' : '04:20'}`);
  return lasting('file', 'cpu', from, from + 3 * minute);
});
/** Twelve times a script puts it right, three times it does not help and Ida does. */
const disks: readonly Planted[] = Array.from({ length: 15 }, (_, i) => {
  const from = at(`2026-10-${String(2 + i).padStart(2, '0')}T13:00`);
  const cleared = i < 12;
  const run = {
    name: `clear${String(i).padStart(2, '0')}`,
    startedAt: from + 2 * second,
    endedAt: from + 5 * second,
    cleared,
  };
  const hand = { by: 'Ida', seenAt: from + 10 * minute } as const;
  return lasting('web1', 'var', from, from + (cleared ? minute : 30 * minute), { run, ...(cleared ? {} : hand) });
});
export const slowDisk = lasting('web2', 'disk', at('2026-10-19T14:05:30'), at('2026-10-19T15:45:45'), {
  by: 'Tomasz',
  seenAt: at('2026-10-19T14:17:30'),
});

export const planted: readonly Planted[] = [
  ...Object.values(outages),
  ...backups,
  ...noise,
  ...disks,
  slowDisk,
].toSorted((a, b) => a.from - b.from);

/** The mail server's memory grows by so much an hour, the file server's disk by so much; bytes, exact at every hour. */
export const leak = { machine: 'mail', base: 4 * 2 ** 30, perHour: 8 * 2 ** 20, limit: 16 * 2 ** 30 } as const;
export const filling = { machine: 'file', base: 500 * 2 ** 30, perHour: 48 * 2 ** 20, limit: 2 ** 40 } as const;

export const services = {
  'order-intake': { name: 'Order intake', costPerHour: 98_000 },
  'web-shop': { name: 'Web shop', costPerHour: 21_000 },
  mail: { name: 'Mail', costPerHour: null },
} as const;
/** ppm of the hours in which each must be there. */
export const targets = { 'order-intake': 999_000, 'web-shop': 999_000, mail: 995_000 } as const;
/** Somebody tried a backup of the database. */
export const restored = at('2026-10-20T15:00');
export const value = { hourlyRate: 4_500, clearTempMinutes: 12, device: 2_000 };
