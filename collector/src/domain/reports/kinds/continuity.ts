import type { Figure, State } from '@fettle/shared/reports/document';
import {
  backupState,
  type BackupState,
  type Continuity,
  continuityAt,
  freshnessWanted,
  levelsOver,
} from '../../levels/index.ts';
import { BasisBook } from '../basis-book.ts';
import type { Ask, Progress, ReportBody, ReportKind } from '../kind.ts';
import type { ReportPorts } from '../ports.ts';
import { devicesOf } from '../reading.ts';
import { counted, followed, plain, strong } from '../words.ts';
import {
  backupTable,
  type ContinuityFacts,
  levelTable,
  type Row,
  testTable,
  unlookedTable,
} from './continuity-blocks.ts';

const dayMs = 86_400_000;
/** Where no objective says how old a backup may be: as the script takes it. */
const usualMs = 26 * 3_600_000;
/** A backup that nobody tried for so long is hope. */
const testedMs = 90 * dayMs;

/** Whether there are backups, and whether they can be restored, as far as runs and people told. */
export const continuity: ReportKind = {
  id: 'continuity',
  title: 'Continuity',
  describe:
    'For whoever answers for what happens when something is lost: which backups are fresh, and when one was last tried.',
  example: '41 of 44 devices have a fresh backup. 12 were never tried.',
  build: async (ports, ask, progress) => bodyOf(await gather(ports, ask, progress)),
};

const worst: readonly BackupState[] = ['stale', 'overdue', 'never', 'fresh'];
async function gather(ports: ReportPorts, ask: Ask, progress: Progress): Promise<ContinuityFacts> {
  const at = Math.max(ask.from, Math.min(ask.to, ask.now));
  const only = new Set((await devicesOf(ports, ask)).map(({ id }) => id));
  await progress(0.2, 'reads what runs told of backups');
  const all = (await continuityAt(ports, ask.scope, at)).filter(({ device }) => only.has(device.id));
  const wanted = await freshnessWanted(ports, at - 1);
  await progress(0.6, 'reckons objectives');
  const query = ask.service === null ? {} : { service: ask.service };
  const levels = await levelsOver({ ...ports, now: ask.now }, ask.scope, { from: ask.from, to: ask.to }, query);
  await progress(0.95, 'writes it');
  const isLooked = ({ device, fresh, stale, restore }: Continuity) =>
    wanted.has(device.id) || fresh !== null || stale !== null || restore !== null;
  const rows = all.filter(isLooked).map((one): Row => {
    const promised = wanted.get(one.device.id);
    const withinMs = promised ?? usualMs;
    return { ...one, withinMs, isPromised: promised !== undefined, state: backupState(one, withinMs, at) };
  });
  return {
    ask,
    book: new BasisBook(),
    at,
    rows: rows.toSorted(
      (a, b) => worst.indexOf(a.state) - worst.indexOf(b.state) || (a.device.name < b.device.name ? -1 : 1),
    ),
    unlooked: all.filter((one) => !isLooked(one)),
    levels: levels.filter(({ kind }) => kind === 'freshness'),
  };
}

function bodyOf(facts: ContinuityFacts): ReportBody {
  const { book, rows, unlooked, levels } = facts;
  const items = figures(facts);
  const fresh = rows.filter(({ state }) => state === 'fresh').length;
  const untried = rows.filter(({ restore }) => restore === null);
  book.count('untried', {
    title: 'Never tried',
    formula: 'devices of which no restore test was told',
    pages: pagesOf(untried),
  });
  const runs = new Set(rows.flatMap(({ fresh: good, stale }) => [good?.run, stale?.run].flatMap((run) => run ?? [])));
  return {
    sentence:
      rows.length === 0
        ? [plain('Nobody looks at backups yet: give `backup-freshness` a standing order by the clock.')]
        : [
            strong(`${fresh} of ${counted(rows.length, 'device')}`, 'fresh'),
            plain(` ${fresh === 1 ? 'has' : 'have'} a fresh backup. `),
            untried.length === 0
              ? plain('Each was tried.')
              : followed(`Of ${counted(untried.length, 'device')} no backup was ever tried.`, 'untried'),
          ],
    sections: [
      { id: 'figures', title: 'In figures', blocks: [{ kind: 'figures', items }] },
      ...(levels.length === 0 ? [] : [{ id: 'levels', title: 'Objectives', blocks: [levelTable(facts)] }]),
      {
        id: 'backups',
        title: 'Backups',
        note: 'as the runs of `backup-freshness` told that the devices signed; fresh until it is older than may be',
        blocks: [backupTable(facts)],
      },
      { id: 'tests', title: 'Restore tests', blocks: [testTable(facts)] },
      {
        id: 'unlooked',
        title: 'Of these nobody knows',
        note: 'no objective wants a backup of them, and no run looked',
        blocks: [unlookedTable(unlooked)],
      },
    ],
    bases: book.all(),
    counted: { samples: 0, incidents: 0, runs: runs.size, devices: rows.length + unlooked.length },
  };
}

const pagesOf = (some: readonly Continuity[]) =>
  some.map(({ device: { id, name } }) => ({ words: name, link: `/devices/${id}`, api: `/api/v1/devices/${id}` }));

function figures({ book, rows, at }: ContinuityFacts): Figure[] {
  const count = (id: string, title: string, formula: string, some: readonly Row[], state?: State): Figure => ({
    id,
    title,
    format: 'integer',
    cell: {
      value: some.length,
      basis: book.count(id, { title, formula, pages: pagesOf(some) }),
      ...(state && some.length > 0 && { state }),
    },
  });
  const of = (...states: readonly BackupState[]) => rows.filter(({ state }) => states.includes(state));
  const tried = rows.filter(({ restore }) => restore?.ok === true && at - restore.time < testedMs);
  return [
    count(
      'fresh',
      'Fresh',
      'devices whose newest run said that the backup is fresh, no longer ago than it may be old',
      of('fresh'),
    ),
    count(
      'stale',
      'Not fresh',
      'devices whose newest run said that it is too old, or that there is none',
      of('stale'),
      'critical',
    ),
    count(
      'overdue',
      'Nobody looked',
      'devices of which the last word is too old, or that no run looked at',
      of('overdue', 'never'),
      'warning',
    ),
    count('tried', 'Tried within 90 days', 'devices with a restore test that went well in the 90 days before', tried),
  ];
}
