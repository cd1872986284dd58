import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { FettleError } from '@fettle/shared/errors';
import { parseDuration } from '@fettle/shared/duration';
import { type LevelPorts, levelsAt, tellRestoreTest } from '../domain/levels/index.ts';
import type { Level } from '@fettle/shared/api/levels';
import { isOfTime } from '@fettle/shared/objective';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { theOne } from './device-named.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle level`: how services stand against their objectives. */
export function levelCommand(): Command {
  return new Command('level')
    .description('Objectives of services, how they stand, and what their budgets were spent on')
    .addCommand(listCommand())
    .addCommand(testedCommand());
}

const at = ({ levels, services, devices, incidents }: Records): LevelPorts => {
  return { levels, services, devices, incidents, now: systemClock.now() };
};

interface ListFlags {
  readonly service?: string;
  readonly objective?: string;
  readonly periods: string;
  readonly json?: boolean;
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('Each objective over its period of now and those before it')
    .option('--service <id>', 'only of this service')
    .option('--objective <id>', 'only this one')
    .option('--periods <count>', 'how many periods, 1 to 13', '1')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const { service, objective, periods: text, json = false } = command.opts<ListFlags>();
      const periods = Number(text);
      if (!Number.isInteger(periods) || periods < 1 || periods > 13) {
        throw new FettleError('config_invalid', `--periods ${text}: a whole number from 1 to 13.`);
      }
      const query = {
        periods,
        ...(service !== undefined && { service }),
        ...(objective !== undefined && { objective }),
      };
      const items = await withRecords(configured(command).config, (records) =>
        levelsAt(at(records), localActor, query),
      );
      const words =
        items.length > 0
          ? table(['Service', 'Objective', 'Since', 'Is', 'Target', 'State', 'Budget spent'], items.map(row))
          : 'No objective yet. See docs/levels.md, then: npx --no fettle apply -f levels.yaml';
      print(json, { items, next: null }, words);
    });
}

function row({ serviceName, objective, from, valuePpm, targetPpm, state, bad, budget, kind }: Level): string[] {
  const amount = (value: number) => (isOfTime({ kind }) ? `${Math.round(value / 1_000)} s` : String(value));
  return [
    serviceName,
    objective,
    new Date(from).toISOString().slice(0, 16).replace('T', ' '),
    valuePpm === null ? 'not measured' : `${(valuePpm / 10_000).toFixed(4)} %`,
    `${targetPpm / 10_000} %`,
    state,
    `${amount(bad)} of ${amount(budget)}`,
  ];
}

interface TestedFlags {
  readonly failed?: boolean;
  readonly words: string;
  readonly ago: string;
  readonly json?: boolean;
}

function testedCommand(): Command {
  return placed(new Command('restore-test'))
    .description('Tell that a backup of a device was restored and looked at')
    .argument('<device>', 'its id or name')
    .requiredOption('--words <text>', 'what was restored, and what was looked at')
    .option('--failed', 'it could not be restored, or was not whole')
    .option('--ago <time>', 'how long ago, such as 2h', '0s')
    .option('--json', 'print JSON')
    .action(async (name: string, _options, command: Command) => {
      const { failed = false, words, ago, json = false } = command.opts<TestedFlags>();
      const ms = parseDuration(ago);
      if (ms === null) throw new FettleError('config_invalid', `--ago ${ago}: a time such as 2h or 3d.`);
      const { test } = await withRecords(configured(command).config, async (records) => {
        const device = theOne(await records.devices.devices(localActor.scope), name).id;
        const now = systemClock.now();
        return tellRestoreTest({ ...at(records), devices: records.devices, now }, localActor, {
          device,
          time: now - ms,
          ok: !failed,
          words,
        });
      });
      print(json, test, failed ? 'Noted: it failed.' : 'Noted.');
    });
}
