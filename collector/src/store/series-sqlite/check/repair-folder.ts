import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { periodNamed } from '../files/periods.ts';
import { openJournal } from '../journal/open-journal.ts';
import { withoutDamage } from '../journal/rebuild.ts';
import { checkFolder } from './check-folder.ts';
import { journalName } from './check-journal.ts';
import { DamagedRows } from './damaged-rows.ts';
import type { Check, Finding } from './finding.ts';
import { makeRollups } from './make-rollups.ts';
import { salvage } from './salvage.ts';
import { hasFives, isRawWhole, takeOut } from './take-out.ts';

/** What is gone for good; null: nobody knows. */
export interface Lost {
  readonly what: 'samples' | 'tables' | 'roll-ups' | 'frames not yet in blocks' | 'unreadable rows';
  readonly file: string;
  readonly device: number | null;
  readonly from: number | null;
  readonly to: number | null;
}

export interface Repair {
  readonly lost: Lost[];
  /** Files that were moved aside, by their new names. */
  readonly aside: string[];
  /** Where damaged rows are now; null: there were none. */
  readonly kept: string | null;
  /** The folder after it. */
  readonly check: Check;
}

/**
 * Takes out what is damaged, and makes again what can be made from the rest: indexes, roll-ups from raw blocks, hours from five
 * minutes. Nothing is thrown away. The caller has the folder's lock.
 * @param now ms since 1970
 * @throws FettleError `internal` where the catalogue of names is damaged: then only a backup helps
 */
export function repairFolder(folder: string, before: Check, now: number): Repair {
  const lost: Lost[] = [];
  const aside: string[] = [];
  repairFiles(folder, before, now, { lost, aside });
  const rows = new DamagedRows(folder, now);
  const damaged = Map.groupBy(
    checkFolder(folder).findings.filter(({ what }) => what !== 'sequences'),
    ({ file }) => file,
  );
  for (const [file, findings] of damaged) if (file !== journalName) takeOut(folder, file, findings, rows);
  for (const findings of damaged.values()) for (const one of findings) lost.push(...lostBy(folder, one));
  makeRollups(folder, [...new Set(before.findings.map(({ file }) => file)), ...damaged.keys()], now);
  const kept = readdirSync(folder).includes(rows.name) ? rows.name : null;
  return { lost, aside, kept, check: checkFolder(folder) };
}

/** Files whose structure is damaged, and the journal. */
function repairFiles(
  folder: string,
  { findings }: Check,
  now: number,
  { lost, aside }: Pick<Repair, 'lost' | 'aside'>,
): void {
  const broken = new Set(findings.filter(({ what }) => what === 'file').map(({ file }) => file));
  const ofJournal = findings.filter(({ file }) => file === journalName);
  if (ofJournal.length > 0) lost.push(...repairJournal(folder, ofJournal));
  for (const name of broken) {
    const period = periodNamed(name);
    if (period === null) continue;
    const { aside: moved, unreadable } = salvage(folder, name, now);
    aside.push(moved);
    if (unreadable === 0) continue;
    lost.push({ what: 'unreadable rows', file: name, device: null, from: period.start, to: period.end });
  }
}

function repairJournal(folder: string, findings: readonly Finding[]): Lost[] {
  const path = join(folder, journalName);
  const hopeless = findings.find(({ what, text }) => what === 'names' || text.startsWith('it cannot be read'));
  if (hopeless !== undefined && hopeless.what !== 'batch') {
    throw new FettleError(
      'internal',
      `${path}: ${hopeless.text}. Without it nobody knows what the numbers in the blocks mean: restore a backup. Nothing was changed.`,
    );
  }
  const damaged = findings
    .filter(({ what }) => what === 'batch')
    .map(({ row, text }) => ({ batch: row as number, why: text, data: null }));
  withoutDamage(openJournal(path, 'full'), path, 'full', damaged).db.close();
  return damaged.map(() => ({
    what: 'frames not yet in blocks',
    file: journalName,
    device: null,
    from: null,
    to: null,
  }));
}

function lostBy(folder: string, { file, what, device, from, to }: Finding): Lost[] {
  const one = { file, device, from, to };
  if (what === 'block') return [{ ...one, what: 'samples' }];
  if (what === 'moment') return [{ ...one, what: 'tables' }];
  if (what !== 'piece' || from === null || to === null || device === null) return [];
  const isHour = periodNamed(file)?.kind === 'hour';
  const isThere = isHour ? hasFives(folder, from, to) : isRawWhole(folder, device, from, to);
  return isThere ? [] : [{ ...one, what: 'roll-ups' }];
}
