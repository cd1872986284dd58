import type { Level } from '@fettle/shared/api/levels';
import type { Basis, Block, Cell, State } from '@fettle/shared/reports/document';
import type { BackupState, Continuity } from '../../levels/index.ts';
import { type BasisBook, keyPart } from '../basis-book.ts';
import type { Ask } from '../kind.ts';
import { formulaOf, levelBasis, levelStates, targetCell } from './level-cells.ts';

type Table = Extract<Block, { kind: 'table' }>;
const shown = 25;

export interface Row extends Continuity {
  readonly state: BackupState;
  readonly withinMs: number;
  /** An objective says so; else it is what is usual. */
  readonly isPromised: boolean;
}

export interface ContinuityFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** The time of which it tells. */
  readonly at: number;
  /** Devices of which somebody wants to know, or of which a run told; worst first. */
  readonly rows: readonly Row[];
  readonly unlooked: readonly Continuity[];
  readonly levels: readonly Level[];
}

const said: Readonly<Record<BackupState, { readonly words: string; readonly state: State }>> = {
  fresh: { words: 'fresh', state: 'right' },
  overdue: { words: 'nobody looked since', state: 'warning' },
  stale: { words: 'not fresh', state: 'critical' },
  never: { words: 'never looked at', state: 'unknown' },
};

/** Where a device's backups can be followed. */
function basisOf({ fresh, stale, device }: Continuity): Pick<Basis, 'runs' | 'pages'> {
  const runs = [fresh?.run, stale?.run].flatMap((run) => run ?? []);
  return { runs, pages: [{ words: device.name, link: `/devices/${device.id}`, api: `/api/v1/devices/${device.id}` }] };
}

export function levelTable({ ask, book, levels }: ContinuityFacts): Table {
  return {
    kind: 'table',
    id: 'levels',
    title: 'Objectives of freshness',
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'service', title: 'Service', format: 'text' },
      { id: 'objective', title: 'Objective', format: 'text' },
      { id: 'target', title: 'Target', format: 'ppm', minor: true },
      { id: 'value', title: 'Reached', format: 'ppm' },
    ],
    rows: levels.map((level): Cell[] => {
      const { objective, service, serviceName, name, state, valuePpm } = level;
      const title = `${serviceName}: ${name}`;
      const key = `level-${keyPart(objective)}`;
      const basis = book.reckoned(key, {
        title,
        formula: formulaOf(level, ask),
        value: valuePpm,
        ...levelBasis(level),
      });
      const { words, state: colour } = levelStates[state];
      return [
        { value: words, state: colour },
        { value: serviceName, link: `/services/${service}` },
        { value: name },
        targetCell(book, key, level),
        valuePpm === null ? { value: null, text: 'no data' } : { value: valuePpm, basis },
      ];
    }),
    empty: 'No objective wants fresh backups.',
  };
}

const objectives = { words: 'Objectives', link: '/objectives', api: '/api/v1/objectives' };
const script = { words: 'Scripts', link: '/scripts', api: '/api/v1/scripts' };

export function backupTable({ book, rows, at }: ContinuityFacts): Table {
  return {
    kind: 'table',
    id: 'backups',
    title: 'Backups',
    columns: [
      { id: 'state', title: 'State', format: 'state' },
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'site', title: 'Site', format: 'text', minor: true },
      { id: 'fresh', title: 'Last told fresh', format: 'time' },
      { id: 'age', title: 'So long before the end', format: 'duration' },
      { id: 'within', title: 'May be', format: 'duration', minor: true },
      { id: 'words', title: 'What the newest run said', format: 'text', minor: true },
    ],
    rows: rows.map((row): Cell[] => {
      const { device, fresh, stale, state, withinMs, isPromised } = row;
      const { words, state: colour } = said[state];
      const newest = stale !== null && (fresh === null || stale.time > fresh.time) ? stale : fresh;
      const age = fresh === null ? null : at - fresh.time;
      const basis = (value: number) =>
        book.reckoned(`age-${keyPart(device.id)}`, {
          title: `${device.name}: since its backup was told fresh`,
          formula: 'from the end of the newest run that said so to the end of the span',
          value,
          ...basisOf(row),
        });
      const within = book.reckoned(`within-${keyPart(device.id)}`, {
        title: `${device.name}: so old its backup may be`,
        formula: isPromised
          ? 'the shortest that an objective allows'
          : 'no objective says: as `backup-freshness` takes it',
        value: withinMs,
        pages: [isPromised ? objectives : script],
      });
      return [
        { value: words, state: colour },
        { value: device.name, link: `/devices/${device.id}` },
        { value: device.site },
        fresh === null ? { value: null, text: 'never' } : { value: fresh.time, link: `/runs/${fresh.run}` },
        age === null ? { value: null, text: '–' } : { value: age, basis: basis(age) },
        { value: withinMs, basis: within },
        {
          value: newest?.words ?? null,
          text: newest?.words ?? 'no run looked',
          ...(newest && { link: `/runs/${newest.run}` }),
        },
      ];
    }),
    shown,
    empty: 'No run looked at a backup yet.',
  };
}

export function testTable({ book, rows, at }: ContinuityFacts): Table {
  const tried = rows.flatMap(({ device, restore }) => (restore ? [{ device, restore }] : []));
  return {
    kind: 'table',
    id: 'tests',
    title: 'The newest restore test of each device',
    columns: [
      { id: 'ok', title: 'Went', format: 'state' },
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'time', title: 'When', format: 'time' },
      { id: 'age', title: 'So long before the end', format: 'duration' },
      { id: 'words', title: 'What was done', format: 'text' },
    ],
    rows: tried
      .toSorted((a, b) => b.restore.time - a.restore.time)
      .map(({ device, restore: { id, time, ok, words, run } }): Cell[] => {
        const basis = book.reckoned(`test-${keyPart(id)}`, {
          title: `${device.name}: since its backup was tried`,
          formula: 'from the newest test to the end of the span',
          value: at - time,
          ...(run === null ? {} : { runs: [run] }),
          pages: [{ words: 'Restore tests', link: `/devices/${device.id}`, api: '/api/v1/restore-tests' }],
        });
        return [
          ok ? { value: 'well', state: 'right' } : { value: 'wrong', state: 'critical' },
          { value: device.name, link: `/devices/${device.id}` },
          { value: time },
          { value: at - time, basis },
          { value: words },
        ];
      }),
    shown,
    empty: 'No backup was ever tried. Restore one, look at it, and tell: `fettle level restore-test`.',
  };
}

export function unlookedTable(unlooked: readonly Continuity[]): Table {
  return {
    kind: 'table',
    id: 'unlooked',
    title: 'Devices at whose backups nobody looks',
    columns: [
      { id: 'device', title: 'Device', format: 'text' },
      { id: 'kind', title: 'Kind', format: 'text' },
      { id: 'site', title: 'Site', format: 'text' },
    ],
    rows: unlooked.map(({ device: { id, name, kind, site } }) => [
      { value: name, link: `/devices/${id}` },
      { value: kind },
      { value: site },
    ]),
    shown: 15,
    empty: 'All devices are looked at.',
  };
}
