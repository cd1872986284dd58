import { resolve } from 'node:path';
import { Command } from 'commander';
import { restore } from '../store/backup/restore.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';

/** `fettle restore`: a backup becomes a data folder again. */
export function restoreCommand(): Command {
  return placed(new Command('restore'))
    .description('Put a backup into a data folder that is empty, comparing every file with its manifest')
    .argument('<folder>', 'the backup')
    .option('--into <data>', 'the data folder (default: that of the configuration)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe operator’s keys (FETTLE_HOME) are in no backup. What agents sent after the backup was made is not in it, and they\n' +
        'do not keep what was acknowledged.\n' +
        '\nExample:\n  npx --no fettle restore /mnt/backup/fettle-monday --into /var/lib/fettle\n',
    )
    .action(async (folder: string, _options, command: Command) => {
      const { into, json = false } = command.opts<{ into?: string; json?: boolean }>();
      const data = into === undefined ? configured(command).config.data : resolve(into);
      const manifest = await restore(resolve(folder), data);
      const { files, records, cutAt } = manifest;
      const said = [
        `${data} is as it was at ${new Date(cutAt).toISOString()}: ${files.length} files, each compared with the manifest.`,
        ...(records === 'postgres' ? ['Its records are in PostgreSQL: restore them with its own tools.'] : []),
        `Start it with: npx --no fettle collector --data ${data}`,
      ];
      print(json, { data, ...manifest }, said.join('\n'));
    });
}
