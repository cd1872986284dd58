import { capacityKinds, type Forecast } from '@fettle/shared/api/capacity';
import { FettleError } from '@fettle/shared/errors';
import { plainValue } from '@fettle/shared/rules/words';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import { dayWords, listForecasts } from '../domain/capacity/index.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle capacity`: when things are full. */
export function capacityCommand(): Command {
  return new Command('capacity').description('When things are full').addCommand(listCommand());
}

interface ListFlags {
  readonly kind?: Forecast['kind'];
  readonly site?: string;
  readonly device?: string;
  readonly within?: string;
  readonly json?: boolean;
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('What fills up, soonest first, as the collector reckoned it last')
    .addOption(new Option('--kind <kind>', 'only of this kind').choices([...capacityKinds]))
    .option('--site <site>', 'only of this site')
    .option('--device <device>', 'only of this device, by its id')
    .option('--within <days>', 'only what is full within so many days')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle capacity list --within 90\n')
    .action(async (_options, command: Command) => {
      const { json = false, within, ...flags } = command.opts<ListFlags>();
      const { kind, site, device } = flags;
      const query = {
        ...(kind !== undefined && { kind }),
        ...(site !== undefined && { site }),
        ...(device !== undefined && { device }),
        ...(within !== undefined && { within: daysOf(within) }),
        limit: 10_000,
      };
      const found = await withRecords(configured(command).config, ({ capacity, devices }) =>
        listForecasts({ store: capacity, devices, now: systemClock.now() }, localActor, query),
      );
      print(json, found, wordsOf(found.items, found.reckonedAt));
    });
}

/** @throws FettleError `config_invalid` */
function daysOf(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= 730) return days;
  throw new FettleError('config_invalid', `--within ${text}: write whole days, from 1 to 730.`);
}

function wordsOf(items: readonly Forecast[], reckonedAt: number | null): string {
  if (reckonedAt === null) {
    return 'Nothing was reckoned yet: the collector does so a minute after its start, and once a day.';
  }
  if (items.length === 0) return 'Nothing of that kind is forecast.';
  const rows = items.map((one) => [whenFull(one), one.title, usedOf(one), one.remark]);
  return `${table(['Full', 'What', 'Now', 'Remark'], rows)}\n\nReckoned on ${dayWords(reckonedAt)}.`;
}

function whenFull({ fullAt, earliestAt, latestAt }: Forecast): string {
  if (fullAt === null) return 'no date';
  const from = earliestAt === null ? '' : dayWords(earliestAt);
  const to = latestAt === null ? 'later than two years' : dayWords(latestAt);
  return from === to ? dayWords(fullAt) : `${dayWords(fullAt)} (${from} to ${to})`;
}

const usedOf = ({ value, limit, unit }: Forecast) => {
  const decimals = unit.startsWith('{') ? 0 : 1;
  return `${plainValue(value, unit, decimals)} of ${plainValue(limit, unit, decimals)}`;
};
