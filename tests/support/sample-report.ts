/** A report with everything that a document may hold: for renderers, and for looking at them. Its numbers are made by arithmetic, always the same. */
import type { Basis, Block, Cell, ReportDocument, Section } from '@fettle/shared/reports/document';

const day = 86_400_000;
const from = Date.parse('2026-09-30T22:00:00Z');
const to = Date.parse('2026-10-31T23:00:00Z');
/** Between 0 and 1, the same for the same n. */
const chance = (n: number) => ((Math.imul(n + 1, 2_654_435_761) >>> 8) % 10_000) / 10_000;
const months = ['Nov', 'Dec', 'Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct'];

const basis = (title: string, value: number | null, more: Partial<Basis> = {}): Basis => ({
  title,
  formula: `${title}: counted in the span.`,
  value,
  how: 'reckoned',
  ...more,
});

const incidents = Array.from({ length: 184 }, (_, index) => `i${String(index).padStart(12, '0')}`);
const bases: Record<string, Basis> = {
  availability: basis('Availability, all services', 999_300, { bases: ['order-intake'] }),
  'order-intake': basis('Order intake', 998_700, { services: [{ id: 'order-intake', from, to }] }),
  resolve: basis('Time to resolve, median', 2_292_000, { incidents }),
  incidents: basis('Incidents', 184, { how: 'count', incidents, formula: '184 incidents that opened in the span' }),
  cost: basis('Cost of outage', 143_005),
  hours: basis('Hours given back', 212, { runs: ['r1', 'r2', 'r3'] }),
};

const figures: Block = {
  kind: 'figures',
  items: [
    {
      id: 'availability',
      title: 'Availability, all services',
      format: 'ppm',
      cell: { value: 999_300, basis: 'availability' },
      turn: 'better',
      note: [{ text: '▲ 0.04 points', tone: 'right' }, { text: ' on September' }],
    },
    {
      id: 'resolve',
      title: 'Time to resolve, median',
      format: 'duration',
      cell: { value: 2_292_000, basis: 'resolve' },
      turn: 'better',
      note: [{ text: '▼ 21 min', tone: 'right' }, { text: ' · p95 4 h 10 min' }],
    },
    {
      id: 'incidents',
      title: 'Incidents',
      format: 'integer',
      cell: { value: 184, basis: 'incidents' },
      turn: 'better',
      note: [{ text: '▼ 31', tone: 'right' }, { text: ' · 58 % closed by a script' }],
    },
    {
      id: 'cost',
      title: 'Cost of outage',
      format: 'money',
      cell: { value: 143_005, basis: 'cost' },
      turn: 'worse',
      note: [{ text: '▲ € 610.00', tone: 'critical' }, { text: ' · 21 min of Order intake' }],
    },
    {
      id: 'hours',
      title: 'Hours given back',
      format: 'number',
      unit: 'h',
      cell: { value: 212, basis: 'hours' },
      note: [{ text: 'worth € 9,540.00 at € 45.00 an hour' }],
    },
  ],
};

const spark = (seed: number): (number | null)[] =>
  months.map((_, index) =>
    seed === 3 && index === 4 ? null : 990_000 + Math.round(chance(seed * 31 + index) * 10_000),
  );

function serviceRow(name: string, index: number, state: 'missed' | 'close' | 'kept', owner: string | null): Cell[] {
  const hurt =
    state === 'missed' ? ({ state: 'critical' } as const) : state === 'close' ? ({ state: 'warning' } as const) : {};
  const spent = [1.3, 0.88, 0.69, 0.58, 0.41, 0.12][index] ?? 0.05;
  return [
    { value: state, state: state === 'missed' ? 'critical' : state === 'close' ? 'warning' : 'quiet' },
    { value: name, link: `/services/${index}` },
    owner === null ? { value: null, text: 'nobody' } : { value: owner },
    { value: 999_000 - index * 900 },
    { value: 998_700 + index * 210, basis: 'order-intake', ...(state === 'missed' ? hurt : {}) },
    { value: spark(index) },
    { value: { value: Math.min(1, spent * 0.66), ticks: [0.66], earlier: 0.4 + index * 0.03 }, ...hurt },
    state === 'missed' ? { value: 300_000 } : { value: null, text: '' },
    index === 1 || index === 5 ? { value: null, text: '–' } : { value: 98_000 - index * 12_345, basis: 'cost' },
  ];
}

const services: Block = {
  kind: 'table',
  id: 'services',
  title: 'Services',
  columns: [
    { id: 'state', title: 'State', format: 'state' },
    { id: 'service', title: 'Service', format: 'text' },
    { id: 'owner', title: 'Owner', format: 'text', minor: true },
    { id: 'objective', title: 'Objective', format: 'ppm', minor: true },
    { id: 'now', title: 'October', format: 'ppm' },
    { id: 'year', title: '12 months', format: 'spark' },
    { id: 'budget', title: 'Error budget spent', format: 'level' },
    { id: 'over', title: 'Over', format: 'duration' },
    { id: 'cost', title: 'Cost', format: 'money' },
  ],
  rows: [
    serviceRow('Order intake', 0, 'missed', 'M. Ekström'),
    serviceRow('Backups fresh', 1, 'close', 'J. Reis'),
    serviceRow('Remote desktops', 2, 'kept', 'A. Brandt'),
    serviceRow(
      'Warehouse scanning and everything that hangs on it in the three halls of the north',
      3,
      'kept',
      'P. Nowak',
    ),
    serviceRow('Web shop', 4, 'kept', null),
    serviceRow('Mail', 5, 'kept', 'A. Brandt'),
  ],
  total: [
    { value: null, text: '' },
    { value: 'All services' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: 999_300, basis: 'availability' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: 300_000 },
    { value: 143_005, basis: 'cost' },
  ],
  empty: 'No service has an objective yet.',
};

const perMonth: Block = {
  kind: 'bars',
  id: 'incidents-month',
  title: 'Incidents a month',
  format: 'integer',
  labels: months,
  series: [
    { name: 'by script', values: months.map((_, index) => 22 + index * 8), bases: months.map(() => 'incidents') },
    {
      name: 'by hand',
      values: months.map((_, index) => 240 - index * 14),
      bases: months.map((_, index) => (index === 0 ? null : 'incidents')),
    },
  ],
  empty: 'No incident in twelve months.',
};
const given: Block = {
  kind: 'bars',
  id: 'hours-month',
  title: 'Minutes saved × runs that worked',
  format: 'number',
  unit: 'h',
  labels: months,
  series: [{ name: 'hours', values: months.map((_, index) => (index === 3 ? null : 22 + index * index * 1.6)) }],
  empty: 'No script has run.',
};
const weeks: Block = {
  kind: 'lines',
  id: 'resolve-week',
  title: 'Median, by week',
  format: 'duration',
  from: from - 334 * day,
  to,
  lines: [
    {
      name: 'this year',
      points: Array.from({ length: 52 }, (_, week) => [
        from - 334 * day + week * 7 * day,
        week > 19 && week < 23 ? null : (95 - week + chance(week) * 12) * 60_000,
      ]),
      basis: 'resolve',
    },
    {
      name: 'a year before',
      dash: true,
      points: Array.from({ length: 52 }, (_, week) => [
        from - 334 * day + week * 7 * day,
        (108 - week * 0.6 + chance(week + 90) * 14) * 60_000,
      ]),
    },
  ],
  limits: [{ value: 90 * 60_000, words: 'target 90 min', state: 'warning' }],
  empty: 'Nothing was resolved.',
};
const forecast: Block = {
  kind: 'lines',
  id: 'disk',
  title: 'ber-db-01, database disk',
  format: 'bytes',
  from,
  to: to + 60 * day,
  lines: [
    {
      name: 'used',
      points: Array.from({ length: 31 }, (_, n) => [from + n * day, (780 + n * 4 + chance(n) * 6) * 1_073_741_824]),
    },
  ],
  limits: [{ value: 1_000 * 1_073_741_824, words: 'full at 1,000 GiB', state: 'critical' }],
  band: [
    [to, 904 * 1_073_741_824, 908 * 1_073_741_824],
    [to + 60 * day, 1_040 * 1_073_741_824, 1_240 * 1_073_741_824],
  ],
  empty: 'No samples.',
};
const control: Block = {
  kind: 'control',
  id: 'tickets-day',
  title: 'Incidents a day',
  format: 'integer',
  points: Array.from({ length: 31 }, (_, n) => ({
    day: `2026-10-${String(n + 1).padStart(2, '0')}`,
    value: n === 12 ? null : n === 20 ? 19 : 4 + Math.round(chance(n * 7) * 5),
    rules: n === 20 ? [1] : n === 27 ? [2, 5] : [],
    basis: 'incidents',
  })),
  centre: 6.4,
  lower: 0,
  upper: 14.2,
  words: 'Two days stand out: 21 October (rule 1: one point beyond three sigma) and 28 October (rules 2 and 5).',
  empty: 'Too few days for a chart.',
};
const money: Block = {
  kind: 'ledger',
  id: 'needs-money',
  items: [
    {
      title: 'ber-db-01, database disk',
      format: 'text',
      cell: { value: '12 Dec' },
      note: '29 Nov – 4 Jan · + 480 GB, about € 390',
      link: '/capacity',
    },
    {
      title: 'opo-nas-01, volume',
      format: 'date',
      cell: { value: Date.parse('2027-01-03T12:00:00Z') },
      note: '18 Dec – 30 Jan · + 8 TB, about € 1,150',
    },
    {
      title: 'Ida Lund',
      format: 'integer',
      unit: '',
      cell: { value: 71, state: 'warning', basis: 'incidents' },
      note: 'above share for 3 weeks',
      level: { value: 0.95, ticks: [0.61] },
    },
  ],
  empty: 'Nothing needs money before the end of the next quarter.',
};

/** Four hundred devices: pages and pages. */
const long: Block = {
  kind: 'table',
  id: 'devices',
  title: 'Every device',
  columns: [
    { id: 'device', title: 'Device', format: 'text' },
    { id: 'site', title: 'Site', format: 'text' },
    { id: 'frames', title: 'Last frame', format: 'time' },
    { id: 'disk', title: 'Disk', format: 'ratio' },
    { id: 'memory', title: 'Memory', format: 'bytes' },
    { id: 'down', title: 'Down for', format: 'duration' },
    { id: 'incidents', title: 'Incidents', format: 'integer' },
  ],
  rows: Array.from({ length: 400 }, (_, n): Cell[] => [
    {
      value: `${['ber', 'opo', 'gdn', 'mma'][n % 4] ?? ''}-${['db', 'nas', 'desk', 'web'][Math.floor(n / 4) % 4] ?? ''}-${String(n).padStart(3, '0')}`,
      link: `/devices/d${n}`,
    },
    { value: ['Berlin', 'Porto', 'Gdańsk', 'Malmö'][n % 4] ?? '' },
    { value: to - n * 61_000 },
    { value: chance(n), ...(n === 7 ? ({ state: 'critical' } as const) : {}) },
    n % 17 === 5 ? { value: null } : { value: Math.round(chance(n + 400) * 64 * 1_073_741_824) },
    { value: n % 9 === 0 ? Math.round(chance(n) * 7_200_000) : 0 },
    { value: n % 5, basis: 'incidents' },
  ]),
  total: [
    { value: 'All' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: null, text: '' },
    { value: 800, basis: 'incidents' },
  ],
  empty: 'No device.',
};

const odd: Block = {
  kind: 'table',
  id: 'letters',
  title: 'Names from everywhere',
  columns: [
    { id: 'name', title: 'Name', format: 'text' },
    { id: 'note', title: 'Note', format: 'text' },
    { id: 'number', title: 'Number', format: 'number' },
  ],
  rows: [
    [{ value: 'Łódź, İstanbul, Åarhus, Çorlu' }, { value: 'Latin with everything on it' }, { value: -3.25 }],
    [{ value: 'Αθήνα, Київ, 東京, مرحبا' }, { value: 'letters that the page’s own font may lack' }, { value: 1e15 }],
    [
      { value: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaftsserver' },
      { value: '/srv/backups/nightly/2026/10/31/very-long-path-without-any-place-to-break/archive.tar.zst' },
      { value: null },
    ],
    [{ value: '' }, { value: null, text: 'nobody' }, { value: 0 }],
  ],
  empty: 'Nothing.',
};
const emptyTable: Block = {
  kind: 'table',
  id: 'nothing',
  title: 'Missed restores',
  columns: [{ id: 'a', title: 'Set', format: 'text' }],
  rows: [],
  empty: 'Every backup was restored once on trial.',
};

const sections: readonly Section[] = [
  { id: 'five', title: 'The month in five figures', blocks: [figures] },
  {
    id: 'services',
    title: 'Services against their objectives',
    note: 'business hours, windows left out, exact to the second',
    blocks: [services],
  },
  { id: 'ended', title: 'Incidents and how they ended', width: 1, blocks: [perMonth] },
  { id: 'resolve', title: 'Time to resolve', width: 1, blocks: [weeks] },
  { id: 'given', title: 'Hours given back by scripts', width: 1, blocks: [given] },
  { id: 'money', title: 'Needs money', note: 'forecast, 80 % spread', width: 1, blocks: [money] },
  { id: 'full', title: 'When it is full', width: 2, blocks: [forecast] },
  {
    id: 'steady',
    title: 'Is it steady',
    blocks: [
      control,
      {
        kind: 'text',
        sentence: [
          { text: 'Limits come from the moving range; ' },
          { text: 'one point beyond them', tone: 'critical', basis: 'incidents' },
          { text: ' is worth a look.', tone: 'quiet' },
        ],
      },
    ],
  },
  { id: 'odd', title: 'Names', width: 2, blocks: [odd] },
  {
    id: 'none',
    title: 'Restores',
    width: 1,
    blocks: [
      emptyTable,
      { kind: 'ledger', id: 'none', items: [], empty: 'Nobody is overloaded.' },
      {
        kind: 'lines',
        id: 'no-line',
        title: 'No line',
        format: 'ratio',
        from,
        to,
        lines: [],
        empty: 'No samples in the span.',
      },
    ],
  },
  { id: 'devices', title: 'Every device', blocks: [long] },
];

export const sampleReport: ReportDocument = {
  version: 1,
  kind: 'executive',
  title: 'Executive month',
  subtitle: 'October 2026, all sites, Europe/Berlin',
  sentence: [
    { text: '11 of 12 objectives were kept.', tone: 'strong' },
    { text: ' ' },
    { text: 'Order intake', tone: 'critical', basis: 'order-intake' },
    { text: ' overspent its error budget by 5 minutes, all of it on 21 October. Scripts gave back ' },
    { text: '212 hours', tone: 'strong', basis: 'hours' },
    { text: '. ' },
    { text: 'Two disks and one link need money before January.', tone: 'quiet' },
  ],
  from,
  to,
  zone: 'Europe/Berlin',
  before: { from: Date.parse('2026-08-31T22:00:00Z'), to: from },
  madeAt: Date.parse('2026-10-31T23:04:00Z'),
  madeFor: 'Karin Holm',
  currency: 'EUR',
  brand: null,
  counted: { samples: 1_904_113_207, incidents: 184, runs: 1_204, devices: 412 },
  sections,
  bases,
};

/** The same with `text` in every place that holds text, keys of bases and ids kept. */
export function everywhere(text: string, report: ReportDocument = sampleReport): ReportDocument {
  const kept = new Set([
    'id',
    'kind',
    'format',
    'tone',
    'state',
    'turn',
    'basis',
    'link',
    'type',
    'base64',
    'accent',
    'how',
    'zone',
    'currency',
    'bases',
    'incidents',
    'runs',
  ]);
  const change = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return kept.has(key) ? value : text;
    if (Array.isArray(value))
      return kept.has(key) && typeof value[0] === 'string' ? value : value.map((one) => change(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one, name)]));
  };
  return { ...(change({ ...report, bases: {} }, '') as ReportDocument), bases: report.bases };
}
