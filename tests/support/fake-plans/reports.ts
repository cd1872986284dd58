/** Reports, their plans and brands, invented and in memory. */
import type { BasisView, Brand, BrandPut, Report, ReportPlan, ReportPlanBody } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { tablesOf, gridOf } from '@fettle/shared/reports/grid';
import { sampleReport } from '../sample-report.ts';
import type { Asked } from './plans.ts';

const page = (items: unknown) => ({ items, next: null });
const day = 86_400_000;
const kinds = [
  [
    'executive',
    'Executive month',
    'For management: levels, money, what got better, on one page.',
    '11 of 12 objectives were kept.',
  ],
  [
    'service-levels',
    'Service levels',
    'How every service stood against its objectives, and where the budget went.',
    'Order intake overspent its budget by 5 minutes.',
  ],
  [
    'incidents',
    'Incidents',
    'How fast they were seen and resolved, which devices repeat, which rules are noisy.',
    'Half of all incidents came from three devices.',
  ],
  [
    'trends',
    'Trends',
    'Middle and high values week on week, worst movers, days to a limit.',
    'Two disks are full before Christmas.',
  ],
  [
    'value',
    'Value',
    'Minutes that scripts gave back, what outages cost, what Fettle itself costs.',
    'Scripts gave back 212 hours.',
  ],
  ['customer', 'Per customer', 'What was done for one site, in its own colours.', 'Nothing was down in Malmö.'],
].map(([id = '', title = '', describe = '', example = '']) => ({ id, title, describe, example }));

const tables = tablesOf(sampleReport).map((one) => ({
  id: one.id,
  title: one.title,
  rows: gridOf(one, 'EUR').rows.length,
}));

function reportAt(id: string, now: number, some: Partial<Report> = {}): Report {
  return {
    id,
    kind: 'executive',
    title: sampleReport.title,
    subtitle: sampleReport.subtitle,
    sentence: sampleReport.sentence.map(({ text }) => text).join(''),
    from: sampleReport.from,
    to: sampleReport.to,
    zone: sampleReport.zone,
    site: null,
    plan: 'month',
    madeBy: { id: 'p1', name: 'Ida Lund' },
    state: 'made',
    progress: 1,
    doing: '',
    error: null,
    startedAt: now - 3 * day,
    madeAt: now - 3 * day + 4_000,
    tookMs: 4_000,
    bytes: 412_000,
    tables,
    sent: [
      { to: 'k.holm@customer.example', time: now - 3 * day, state: 'sent', ok: true, answer: '250 taken', attempts: 1 },
      {
        to: 'gone@customer.example',
        time: now - 3 * day,
        state: 'failed',
        ok: false,
        answer: '550 no such mailbox',
        attempts: 1,
      },
    ],
    version: 2,
    ...some,
  };
}

const basis: BasisView = {
  title: 'Incidents',
  formula: '184 incidents that opened in the span',
  value: 184,
  how: 'count',
  incidents: Array.from({ length: 5 }, (_, n) => ({
    id: `i${n}`,
    words: 'The file system /var is 91 % full',
    deviceName: `ber-db-0${n + 1}`,
    openedAt: sampleReport.from + n * day,
    resolvedAt: n === 4 ? null : sampleReport.from + n * day + 2_292_000,
    gone: n === 3,
  })),
  runs: [
    {
      id: 'r1',
      title: 'Free disk space',
      deviceName: 'ber-db-01',
      state: 'succeeded',
      endedAt: sampleReport.from + day,
      gone: false,
    },
  ],
  series: [
    {
      device: 'd1',
      metric: 'disk.used.ratio',
      link: '/explore?device=d1&metric=disk.used.ratio',
      api: '/api/v1/series?device=d1&metric=disk.used.ratio',
    },
  ],
  services: [],
  changes: [],
  pages: [],
  bases: [{ key: 'cost', title: 'Cost of outage' }],
  more: 12,
};

export class FakeReports {
  readonly #now = Date.now();
  readonly reports = new Map<string, Report>(
    [
      reportAt('rep2', this.#now, {
        state: 'making',
        progress: 0.42,
        doing: 'Counting incidents by month',
        startedAt: this.#now - 2_000,
        madeAt: null,
        sent: [],
        title: 'Service levels',
        kind: 'service-levels',
      }),
      reportAt('rep1', this.#now),
      reportAt('rep3', this.#now, {
        state: 'failed',
        error: 'Its selector finds no device any more.',
        startedAt: this.#now - 2 * day,
        madeAt: null,
        sent: [],
        title: 'Per customer',
        kind: 'customer',
      }),
    ].map((one) => [one.id, one]),
  );
  readonly plans = new Map<string, ReportPlan>([
    [
      'month',
      {
        id: 'month',
        name: 'The month for Karin',
        enabled: true,
        kind: 'executive',
        period: 'month',
        zone: 'Europe/Berlin',
        site: null,
        selector: '',
        service: null,
        schedule: { cron: '0 7 1 * *', zone: 'Europe/Berlin', businessDay: 'after', calendar: null },
        to: ['k.holm@customer.example'],
        channel: 'mail',
        attach: ['pdf', 'csv'],
        brand: null,
        madeFor: 'Karin Holm',
        off: null,
        nextAt: this.#now + 9 * day,
        last: { report: 'rep1', time: this.#now - 3 * day, state: 'made' },
        version: 1,
      },
    ],
  ]);
  readonly brands = new Map<string, Brand>([
    [
      'holm',
      {
        id: 'holm',
        name: 'Holm & Partner',
        sites: ['Malmö'],
        accent: '#5f2679',
        logo: null,
        foot: 'Holm & Partner, Malmö',
        version: 1,
      },
    ],
  ]);

  /** Undefined: it is not about any of these. */
  answer({ method, path, query, body }: Asked): unknown {
    const [, list = '', id = '', part, key] = path.split('/');
    if (list === 'report-kinds') return page(kinds);
    if (list === 'report-preview') return sampleReport;
    if (list === 'report-plans')
      return this.#kept(this.plans, { method, query, body }, id, { nextAt: this.#now + day, last: null });
    if (list === 'brands') return this.#kept(this.brands, { method, query, body }, id, {});
    if (list !== 'reports') return undefined;
    if (id === '' && method === 'GET') return page([...this.reports.values()]);
    if (id === '') return this.reports.get('rep2');
    const found = this.reports.get(id);
    if (!found) throw new FettleError('not_found');
    if (method === 'DELETE') return this.reports.delete(id) ? {} : undefined;
    if (part === 'document') return sampleReport;
    if (part === 'send') return { sent: (body as { to: string[] }).to };
    if (part === 'bases' && key !== undefined) return basis;
    return found;
  }

  #kept<One extends ReportPlan | Brand>(
    map: Map<string, One>,
    { method, query, body }: Pick<Asked, 'method' | 'query' | 'body'>,
    id: string,
    more: Partial<ReportPlan>,
  ): unknown {
    if (method === 'GET') return page([...map.values()]);
    const before = map.get(id)?.version ?? 0;
    const put = body as ReportPlanBody & BrandPut;
    if ((method === 'DELETE' ? Number(query.get('version')) : put.version) !== before)
      throw new FettleError('changed_meanwhile');
    if (method === 'DELETE') return map.delete(id) ? {} : undefined;
    const after = { id, ...more, ...put, version: before + 1 } as unknown as One;
    map.set(id, after);
    return after;
  }
}
