import type { Block, Cell, Figure } from '@fettle/shared/reports/document';
import {
  type CapacityPorts,
  type DeviceCosts,
  type Forecast,
  getForecast,
  listUnderUsed,
  lowCpu,
  lowMemory,
  type UnderUsed,
} from '../../capacity/index.ts';
import type { Actor } from '../../access/index.ts';
import { deviceCosts } from '../../value/index.ts';
import { BasisBook } from '../basis-book.ts';
import { forecastBasis, forecastChart, forecastsFor, forecastTable } from '../forecast-blocks.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { devicesOf } from '../reading.ts';
import { absent, counted, followed, plain, say, strong } from '../words.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** Charts of what is full soonest. */
const charts = 3;
const lookedDays = 60;

export const capacity: ReportKind = {
  id: 'capacity',
  title: 'Capacity',
  describe:
    'For whoever buys: what is full when, how sure that is, which limits are near, and which machines are little used.',
  example:
    '/srv of db-3 is full on 18 November. Three things are full within 90 days. Two machines are little used, for €\u202f58.00 a month.',
  async build(ports, ask, progress) {
    const devices = await devicesOf(ports, ask);
    const forecasts = await forecastsFor(ports, ask, new Set(devices.map(({ id }) => id)), 730);
    await progress(0.1, 'reads what is full when');
    const book = new BasisBook();
    const views = await chartsOf(ports, ask, forecasts, book);
    await progress(0.3, 'looks for machines that are little used');
    const idle = await underUsedOf(ports, ask, new Set(devices.map(({ id }) => id)), progress);
    return bodyOf(ask, book, forecasts, views, idle, devices.length);
  },
};

/** The report is made in the scope of whoever asks, with money, as `report` of money asks it of a manager. */
const actorOf = ({ scope }: Ask): Actor => ({ kind: 'system', id: 'system:reports', role: 'admin', scope });

function portsOf({ capacity: store, devices, series, inventory, value }: ReportPorts, { now }: Ask): CapacityPorts {
  const costs: DeviceCosts = (some) => deviceCosts({ value }, some);
  return { store, devices, series, inventory, costs, now };
}

async function chartsOf(
  ports: ReportPorts,
  ask: Ask,
  forecasts: readonly Forecast[],
  book: BasisBook,
): Promise<Block[]> {
  const found: Block[] = [];
  for (const { id, fullAt } of forecasts.slice(0, charts)) {
    if (fullAt === null) continue;
    found.push(forecastChart(ask, book, await getForecast(portsOf(ports, ask), actorOf(ask), { id })));
  }
  return found;
}

async function underUsedOf(
  ports: ReportPorts,
  ask: Ask,
  devices: ReadonlySet<string>,
  progress: Progress,
): Promise<UnderUsed[]> {
  const pause = () => progress(0.5, 'looks for machines that are little used');
  const found = await listUnderUsed(portsOf(ports, ask), actorOf(ask), { days: lookedDays }, pause);
  return found.filter(({ device }) => devices.has(device));
}

function bodyOf(
  ask: Ask,
  book: BasisBook,
  forecasts: readonly Forecast[],
  views: readonly Block[],
  idle: readonly UnderUsed[],
  devices: number,
): ReportBody {
  const soon = forecasts.filter(({ fullAt }) => fullAt !== null && fullAt < ask.now + 90 * dayMs);
  const [first] = forecasts;
  const limits = forecasts.filter(({ kind }) => kind === 'licence' || kind === 'link');
  const rest = forecasts.filter(({ kind }) => kind === 'filesystem' || kind === 'memory');
  const chartsThere =
    views.length > 0
      ? [{ id: 'charts', title: 'Soonest', note: 'the middle 80 % of what may come', blocks: views }]
      : [];
  return {
    sentence: [
      ...(first?.fullAt
        ? [
            strong(first.title),
            plain(' is full on '),
            strong(say(first.fullAt, 'date', ask), forecastBasis(book, first, ask.now)),
            plain('. '),
          ]
        : [plain('Nothing is full within two years. ')]),
      ...(idle.length === 0
        ? []
        : [followed(counted(idle.length, 'machine is', 'machines are'), 'idle'), plain(' little used.')]),
      ...absent(ask),
    ],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items: figuresOf(ask, book, soon, idle) }] },
      ...chartsThere,
      { id: 'full', title: 'Disks and memory', note: 'soonest first', blocks: [forecastTable(ask, book, rest)] },
      {
        id: 'limits',
        title: 'Licences and lines',
        blocks: [
          {
            ...forecastTable(ask, book, limits),
            id: 'limits',
            title: 'Licences and lines',
            empty: 'No limit is reached within two years.',
          },
        ],
      },
      {
        id: 'idle',
        title: 'Little used',
        note: `in 95 of 100 hours of ${lookedDays} days at most ${lowCpu * 100} % of the processors and ${lowMemory * 100} % of memory`,
        blocks: [idleTable(ask, book, idle)],
      },
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: 0, runs: 0, devices },
  };
}

function figuresOf(ask: Ask, book: BasisBook, soon: readonly Forecast[], idle: readonly UnderUsed[]): Figure[] {
  const pagesOf = (some: readonly Forecast[]) =>
    some.map(({ id, title }) => ({ words: title, link: `/capacity/${id}`, api: `/api/v1/capacity/${id}` }));
  const within = (days: number): Figure => {
    const some = soon.filter(({ fullAt }) => (fullAt ?? 0) < ask.now + days * dayMs);
    const formula = `${counted(some.length, 'thing')} whose middle forecast lies within ${days} days`;
    const basis = book.count(`within-${days}`, { title: `Full within ${days} days`, formula, pages: pagesOf(some) });
    return {
      id: `within-${days}`,
      title: `Full within ${days} days`,
      format: 'integer',
      cell: { value: some.length, basis, ...(some.length > 0 && days <= 30 && { state: 'warning' as const }) },
    };
  };
  const known = idle.flatMap(({ costPerMonth }) => costPerMonth ?? []);
  const sum = known.reduce((total, one) => total + one, 0);
  const count = book.count('idle', {
    title: 'Machines that are little used',
    formula: counted(idle.length, 'machine'),
    pages: idle.map(({ device, deviceName }) => ({
      words: deviceName,
      link: `/devices/${device}`,
      api: `/api/v1/devices/${device}`,
    })),
  });
  const cost = book.reckoned('idle-cost', {
    title: 'What they cost a month',
    formula: `the sum of what ${counted(known.length, 'machine')} of ${idle.length} cost by the value settings`,
    value: sum,
    bases: [count],
  });
  return [
    within(30),
    within(90),
    { id: 'idle', title: 'Little used', format: 'integer', cell: { value: idle.length, basis: count } },
    {
      id: 'idle-cost',
      title: 'for, a month',
      format: 'money',
      cell: known.length === 0 ? { value: null, text: 'not known' } : { value: sum, basis: cost },
    },
  ];
}

function idleTable(ask: Ask, book: BasisBook, idle: readonly UnderUsed[]): Block {
  const rows = idle.map(({ device, deviceName, site, cpuP95, memoryP95, costPerMonth }): Cell[] => {
    const cell = (id: string, title: string, value: number | null, metric: string): Cell => ({
      value,
      basis: book.reckoned(`idle-${device}-${id}`, {
        title: `${title} of ${deviceName}`,
        formula: `the 95th percentile (R-7) of the hours of ${lookedDays} days`,
        value,
        series: [{ device, metric, from: ask.now - lookedDays * dayMs, to: ask.now, step: hourMs, agg: 'avg' }],
      }),
    });
    return [
      { value: deviceName, link: `/devices/${device}` },
      { value: site },
      cell('cpu', 'Processors', cpuP95, 'system.cpu.busy'),
      cell('memory', 'Memory', memoryP95, 'system.memory.utilization'),
      costPerMonth === null ? { value: null, text: 'not known' } : { value: costPerMonth, basis: 'idle-cost' },
    ];
  });
  return {
    kind: 'table',
    id: 'idle',
    title: 'Little used',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'site', title: 'Site', format: 'text', minor: true },
      { id: 'cpu', title: 'Processors, p95', format: 'ratio' },
      { id: 'memory', title: 'Memory, p95', format: 'ratio' },
      { id: 'cost', title: 'A month', format: 'money' },
    ],
    rows,
    empty: 'Every machine that was measured long enough is used.',
  };
}
