import { join, resolve } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { version } from '@fettle/shared/version';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { backUpStopped } from '../store/backup/back-up.ts';
import { type BackupPlan, hasSeries } from '../store/backup/cut.ts';
import type { Manifest } from '../store/backup/manifest.ts';
import { lockFolder } from '../store/series-sqlite/lock.ts';
import { askForBackup, deskFiles } from './backup-desk.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';

/** `fettle backup`: records and series in one consistent cut, while the collector runs or not. */
export function backupCommand(): Command {
  return placed(new Command('backup'))
    .description('Copy all that the collector keeps into a folder, as it is at one instant; it goes on meanwhile')
    .argument('<folder>', 'where to; made if it is not there, and it must be empty')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nIn it is the collector’s own key too: guard it as the data folder itself. The operator’s keys (FETTLE_HOME) are not\n' +
        'in it; keep a copy of them elsewhere. Records in PostgreSQL are not in it either: dump them with its own tools.\n' +
        '\nExample:\n  npx --no fettle backup /mnt/backup/fettle-monday\n',
    )
    .action(async (folder: string, _options, command: Command) => {
      const manifest = await backUp(configured(command).config, resolve(folder));
      const json = command.opts<{ json?: boolean }>().json ?? false;
      print(json, { folder: resolve(folder), ...manifest }, words(resolve(folder), manifest));
    });
}

/** What of a collector's data goes into a backup. */
export function backupPlan(config: Pick<Config, 'data' | 'records'>, target: string, now: number): BackupPlan {
  const records = config.records === 'sqlite' ? 'sqlite' : 'postgres';
  return { data: config.data, target, records, version, now, skip: deskFiles };
}

async function backUp(config: Config, target: string): Promise<Manifest> {
  const plan = backupPlan(config, target, systemClock.now());
  if (!hasSeries(config.data)) return backUpStopped(plan);
  let lock;
  try {
    lock = lockFolder(join(config.data, 'series'));
  } catch (error) {
    if (!(error instanceof FettleError) || error.code !== 'data_in_use') throw error;
    return askForBackup(config.data, target);
  }
  try {
    return await backUpStopped(plan);
  } finally {
    lock.handBack();
  }
}

function words(folder: string, { files, records, cutAt }: Manifest): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const what = `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, as of ${new Date(cutAt).toISOString()}`;
  return [
    `Backup in ${folder}: ${what}.`,
    ...(records === 'postgres' ? ['The records are in PostgreSQL and not in it: dump them with its own tools.'] : []),
    'The operator’s keys are not in it: keep a copy of FETTLE_HOME elsewhere.',
  ].join('\n');
}
