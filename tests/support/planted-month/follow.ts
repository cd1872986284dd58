/** Follows every number of a report to what it came from, through the API as whoever reads the report would. */
import type { BasisView, Report } from '@fettle/shared/api/reports';
import type { Block, Cell, Format, ReportDocument } from '@fettle/shared/reports/document';
import type { Month } from './month.ts';

type Asker = Pick<Month, 'app' | 'ask'>;

/** Made as a person would ask for it, by the collector's own queue. */
export async function makeReport(
  { app, ask }: Asker,
  body: object,
): Promise<{ report: Report; document: ReportDocument }> {
  const begun = (await ask('POST', '/api/v1/reports', body)) as Report;
  for (let i = 0; i < 100; i++) {
    app.clock.pass(1_000);
    await app.jobs.runDue();
    const report = (await ask('GET', `/api/v1/reports/${begun.id}`)) as Report;
    if (report.state === 'failed') throw new Error(report.error ?? 'failed');
    if (report.state !== 'made') continue;
    const document = (await ask('GET', `/api/v1/reports/${begun.id}/document`)) as ReportDocument;
    return { report, document };
  }
  throw new Error(`it is not made: ${JSON.stringify(body)}`);
}

const counted: ReadonlySet<Format> = new Set([
  'integer',
  'number',
  'ratio',
  'ppm',
  'duration',
  'bytes',
  'rate',
  'money',
]);

/** Every cell of a document that holds a number, with where it stands. */
export function numbersIn({ sections }: ReportDocument): { readonly at: string; readonly cell: Cell }[] {
  return sections.flatMap((section) => section.blocks.flatMap((block) => numbersOf(block, section.id)));
}

function numbersOf(block: Block, section: string): { at: string; cell: Cell }[] {
  const isNumber = (format: Format, { value }: Cell) => counted.has(format) && typeof value === 'number';
  if (block.kind === 'figures') {
    return block.items
      .filter(({ format, cell }) => isNumber(format, cell))
      .map(({ id, cell }) => ({ at: `${section}, figure ${id}`, cell }));
  }
  if (block.kind === 'ledger') {
    return block.items
      .filter(({ format, cell }) => isNumber(format, cell))
      .map(({ title, cell }) => ({ at: `${section}, ${block.id}: ${title}`, cell }));
  }
  if (block.kind === 'bars') {
    return block.series.flatMap(({ name, values, bases }) =>
      values.flatMap((value, i) => {
        const basis = bases?.[i];
        // An empty bar has nothing behind it.
        if (value === null || value === 0) return [];
        return [{ at: `${section}, ${block.id}: ${name} ${i}`, cell: { value, ...(basis && { basis }) } }];
      }),
    );
  }
  if (block.kind === 'lines') {
    return block.lines.map(({ name, basis }) => ({
      at: `${section}, ${block.id}: line ${name}`,
      cell: { value: null, ...(basis !== undefined && { basis }) },
    }));
  }
  if (block.kind === 'control') {
    return block.points.flatMap(({ day, value, basis }) =>
      value === null
        ? []
        : [{ at: `${section}, ${block.id}: ${day}`, cell: { value, ...(basis !== undefined && { basis }) } }],
    );
  }
  if (block.kind !== 'table') return [];
  return [...block.rows, ...(block.total ? [block.total] : [])].flatMap((row, i) =>
    row.flatMap((cell, place) => {
      const column = block.columns[place];
      return column && isNumber(column.format, cell)
        ? [{ at: `${section}, ${block.id}[${i}].${column.id}`, cell }]
        : [];
    }),
  );
}

/** What cannot be followed, a line each; none is what is wanted. */
export async function unfollowed(asker: Asker, report: string, document: ReportDocument): Promise<string[]> {
  const wrong: string[] = [];
  for (const { at, cell } of numbersIn(document)) {
    if (cell.basis === undefined && cell.link !== undefined) wrong.push(...(await shown(asker, cell.link)));
    else if (cell.basis === undefined) wrong.push(`${at}: ${JSON.stringify(cell.value)} leads nowhere`);
    else if (!(cell.basis in document.bases)) wrong.push(`${at}: there is no basis ${cell.basis}`);
  }
  for (const { text, basis } of document.sentence) {
    if (/(?<![\w-])\d/.test(text) && basis === undefined) wrong.push(`sentence: “${text}” leads nowhere`);
  }
  const known = new Set<string>();
  for (const key of Object.keys(document.bases)) wrong.push(...(await follow(asker, report, key, known)));
  return wrong;
}

/** A page of the dashboard, by what it shows. */
async function shown(asker: Asker, link: string): Promise<string[]> {
  const [, what, id] =
    /^\/(incidents|runs|devices|services|objectives|improvements|requests|orders)\/([^/?#]+)/.exec(link) ?? [];
  return what === undefined ? [`${link} is no page of one thing`] : failing(asker, `/api/v1/${what}/${id}`);
}

async function follow(asker: Asker, report: string, key: string, known: Set<string>): Promise<string[]> {
  const view = (await asker.ask('GET', `/api/v1/reports/${report}/bases/${encodeURIComponent(key)}`)) as BasisView;
  const { incidents, runs, series, services, changes, pages, bases, more, how, value, formula } = view;
  const lists = [incidents, runs, series, services, changes, pages];
  const size = lists.reduce((sum, list) => sum + list.length, more);
  const wrong: string[] = [];
  if (formula === '') wrong.push(`${key}: does not say how`);
  if (how === 'count' && size !== value) wrong.push(`${key}: says ${value} and lists ${size}`);
  if (how === 'reckoned' && value !== 0 && value !== null && size + bases.length === 0) {
    wrong.push(`${key}: ${value} of nothing (${formula})`);
  }
  wrong.push(...[...incidents, ...runs].filter(({ gone }) => gone).map(({ id }) => `${key}: ${id} is gone`));
  const addresses = [
    ...incidents.map(({ id }) => `/api/v1/incidents/${id}`),
    ...runs.map(({ id }) => `/api/v1/runs/${id}`),
    ...[...series, ...services, ...pages].map(({ api }) => api),
  ];
  for (const address of addresses) {
    if (known.has(address)) continue;
    known.add(address);
    wrong.push(...(await failing(asker, address)).map((why) => `${key}: ${why}`));
  }
  return wrong;
}

async function failing({ ask }: Asker, address: string): Promise<string[]> {
  try {
    const answer = (await ask('GET', address)) as { items?: { points?: unknown[] }[] };
    const isSeries = address.startsWith('/api/v1/series');
    if (isSeries && (answer.items ?? []).every(({ points = [] }) => points.length === 0))
      return [`${address} is empty`];
    return [];
  } catch (error) {
    return [(error as Error).message];
  }
}
