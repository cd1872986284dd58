import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { deleteWindow, listWindows, putWindow, type WindowNow, type WindowWhen } from '../domain/windows/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, lasting, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';
import { repeatOf, repeatWords } from './window-repeat.ts';

/** `fettle window`: planned maintenance, during which nobody is told. */
export function windowCommand(): Command {
  return new Command('window')
    .description('Maintenance windows: while one is open, nobody is told of its devices')
    .addCommand(listCommand())
    .addCommand(putCommand())
    .addCommand(deleteCommand());
}

const at = ({ windows, devices }: Records) => ({ store: windows, devices, now: systemClock.now() });

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All windows, and when each opens next')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const found = await withRecords(configured(command).config, (records) => listWindows(at(records), localActor));
      const items = found.map(({ window, devices, open, next }) => ({ ...window, devices, open, next }));
      const words =
        found.length > 0
          ? table(['Id', 'Name', 'Opens', 'Devices', 'Next'], found.map(row))
          : 'No window yet. Example: npx --no fettle window put patching --start 2026-12-06T22:00 --zone Europe/Berlin --lasts 4h --every week:7';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

function row({ window: { id, name, when, enabled }, devices, open, next }: WindowNow): string[] {
  const local = (time: number) =>
    Temporal.Instant.fromEpochMilliseconds(time)
      .toZonedDateTimeISO(when.zone)
      .toPlainDateTime()
      .toString()
      .slice(0, 16);
  const opening = next ? `${open ? 'open since' : ''} ${local(next.from)} ${when.zone}`.trim() : 'never again';
  return [id, name, repeatWords(when.repeat), String(devices), enabled ? opening : 'switched off'];
}

interface PutFlags {
  readonly name?: string;
  readonly selector: string;
  readonly reason: string;
  readonly zone: string;
  readonly start: string;
  readonly lasts: string;
  readonly every: string;
  readonly until?: string;
  readonly off?: boolean;
  readonly json?: boolean;
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a window, or put another in its place')
    .argument('<id>', 'small letters, digits and hyphens')
    .requiredOption('--start <local time>', 'its first opening, such as 2026-12-06T22:00, in its zone')
    .requiredOption('--lasts <time>', 'how long it is open, such as 4h')
    .option('--zone <zone>', 'its time zone, such as Europe/Berlin', 'UTC')
    .option(
      '--every <repeat>',
      'once, day, week:1,3, month:15 (31: the last day), weekday:2/4 (second Thursday)',
      'once',
    )
    .option('--until <local time>', 'no opening begins after it')
    .option('--selector <selector>', 'which devices; empty: all', '')
    .option('--name <name>', 'as people call it')
    .option('--reason <text>', 'what is done then', '')
    .option('--off', 'keep it, switched off')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle window put patching --start 2026-12-06T22:00 --zone Europe/Berlin --lasts 4h --every week:7 --selector role=db\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<PutFlags>();
      const { start, zone, until } = flags;
      const when: WindowWhen = {
        zone,
        start,
        lastsMs: lasting(flags.lasts, '--lasts'),
        repeat: repeatOf(flags.every),
        ...(until === undefined ? {} : { until }),
      };
      const window = await withRecords(configured(command).config, async (records) => {
        const before = (await listWindows(at(records), localActor)).find((one) => one.window.id === id)?.window;
        return putWindow(at(records), localActor, {
          id,
          name: flags.name ?? before?.name ?? id,
          selector: flags.selector,
          reason: flags.reason,
          when,
          enabled: !(flags.off ?? false),
          version: before?.version ?? 0,
        });
      });
      print(
        flags.json ?? false,
        window,
        `Window ${id}: ${repeatWords(when.repeat)}, from ${start} ${zone}, for ${flags.lasts}.`,
      );
    });
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a window away')
    .argument('<id>', 'its id, from `fettle window list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const found = (await listWindows(at(records), localActor)).find(({ window }) => window.id === id);
        if (found === undefined)
          throw new FettleError('not_found', `There is no window ${id}. See \`fettle window list\`.`);
        await deleteWindow(at(records), localActor, { id, version: found.window.version });
      });
      print(false, {}, `Window ${id} is gone.`);
    });
}
