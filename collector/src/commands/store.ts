import { join } from 'node:path';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { checkFolder } from '../store/series-sqlite/check/check-folder.ts';
import type { Check, Finding } from '../store/series-sqlite/check/finding.ts';
import { type Lost, type Repair, repairFolder } from '../store/series-sqlite/check/repair-folder.ts';
import { lockFolder } from '../store/series-sqlite/lock.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';

/** `fettle store`: looks after the files of the series. */
export function storeCommand(): Command {
  return new Command('store').description('The files of the series').addCommand(checkCommand());
}

function checkCommand(): Command {
  return placed(new Command('check'))
    .description('Read every row of a stopped collector’s series and say what is damaged')
    .option('--repair', 'take out what is damaged and make again what can be; nothing is thrown away')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nIt ends with 1 where something is damaged.\n\nExample:\n  npx --no fettle store check\n')
    .action((_options, command: Command) => {
      const { repair = false, json = false } = command.opts<{ repair?: boolean; json?: boolean }>();
      const folder = join(configured(command).config.data, 'series');
      const lock = lockFolder(folder);
      try {
        const check = checkFolder(folder);
        const repaired = repair && isDamaged(check) ? repairFolder(folder, check, systemClock.now()) : null;
        print(json, asJson(check, repaired), words(check, repaired));
        if (isDamaged(repaired?.check ?? check)) process.exitCode = 1;
      } finally {
        lock.handBack();
      }
    });
}

/** A sequence number that stands twice harms nobody. */
const isDamaged = ({ findings }: Check) => findings.some(({ what }) => what !== 'sequences');

type Place = Pick<Finding, 'file' | 'device' | 'from' | 'to'>;
const named = ({ devices }: Check, number: number | null) => (number === null ? null : (devices.get(number) ?? null));

function asJson(check: Check, repaired: Repair | null) {
  const told = <One extends Place>(one: One) => ({ ...one, device: named(check, one.device), number: one.device });
  return {
    files: check.files,
    rows: check.counts,
    findings: check.findings.map(told),
    repair: repaired && {
      lost: repaired.lost.map(told),
      aside: repaired.aside,
      kept: repaired.kept,
      left: repaired.check.findings.map(told),
    },
  };
}

function words(check: Check, repaired: Repair | null): string {
  const { batch, block, moment, piece, fleet } = check.counts;
  const looked = `${check.files.length} files: ${block} blocks, ${moment} tables, ${piece} roll-ups, ${fleet} fleet rows, ${batch} batches.`;
  const found = check.findings.map((one) => `${where(check, one)}: ${one.what}: ${one.text}.`);
  if (!isDamaged(check)) return [looked, ...found, 'Nothing is damaged.'].join('\n');
  if (repaired === null) {
    return [looked, ...found, 'Make a copy of the folder, then run it again with --repair.'].join('\n');
  }
  const { lost, aside, kept } = repaired;
  return [
    looked,
    ...found,
    ...lost.map((one: Lost) => `Lost: ${one.what} of ${where(check, one)}.`),
    ...(lost.length === 0 ? ['Nothing is lost.'] : []),
    ...aside.map((name) => `The damaged file is now ${name}.`),
    ...(kept === null ? [] : [`The damaged rows are in ${kept}.`]),
    isDamaged(repaired.check) ? 'Not all could be repaired: restore a backup.' : 'Everything else is sound.',
  ].join('\n');
}

function where(check: Check, { file, device, from, to }: Place): string {
  const who = device === null ? '' : `, device ${named(check, device) ?? `number ${device}`}`;
  const when = from === null || to === null ? '' : `, ${new Date(from).toISOString()} to ${new Date(to).toISOString()}`;
  return `${file}${who}${when}`;
}
