import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { exportFile } from '../edge/files/index.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { withRecords } from './records.ts';

/** `fettle export`: what `fettle apply` takes. */
export function exportCommand(): Command {
  return placed(new Command('export'))
    .description(
      'Print rules, your own scripts, calendars, services, objectives and planned reports as one file for `fettle apply`',
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle export > rules.yaml\n')
    .action(async (_options, command: Command) => {
      const text = await withRecords(configured(command).config, (records) =>
        exportFile({ ...records, now: systemClock.now() }, localActor),
      );
      process.stdout.write(command.opts<{ json?: boolean }>().json ? `${JSON.stringify({ text })}\n` : text);
    });
}
