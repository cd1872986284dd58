import { FettleError } from '@fettle/shared/errors';
import { parseDuration, formatDuration } from '@fettle/shared/duration';
import { calendarText } from '@fettle/shared/rules/write';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import {
  deleteRoute,
  listRoutes,
  putRoute,
  type Route,
  type Step,
  type Target,
} from '../domain/notifications/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, listed, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';
import { calendarOf } from './route-calendar.ts';

/** `fettle route`: which incidents are told to whom. */
export function routeCommand(): Command {
  return new Command('route')
    .description('Routes: which incidents are told to whom, and who is next when nobody acknowledges')
    .addCommand(listCommand())
    .addCommand(putCommand())
    .addCommand(deleteCommand());
}

const at = ({ channels, access, people }: Records) => ({ channels, access, people, now: systemClock.now() });
const targetText = ({ kind, id }: Target) => `${kind}:${id}`;
const stepText = ({ afterMs, targets }: Step) =>
  `${afterMs === 0 ? 'at once' : `after ${formatDuration(afterMs)}`} ${targets.map(targetText).join(' ')}`;

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All routes, in the order in which they are asked')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const items = await withRecords(configured(command).config, (records) => listRoutes(at(records), localActor));
      const rows = items.map(({ id, order, severity, selector, steps, enabled, calendar }) => [
        id,
        String(order),
        enabled ? severity : 'off',
        selector === '' ? 'all devices' : selector,
        calendar ? calendarText(calendar) : 'always',
        steps.map(stepText).join(', then '),
      ]);
      const words =
        rows.length > 0
          ? table(['Id', 'Order', 'From', 'Devices', 'When', 'Tells'], rows)
          : 'No route: every incident is told in the dashboard and by all channels.';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

interface PutFlags {
  readonly step?: string[];
  readonly selector: string;
  readonly severity: Route['severity'];
  readonly order: string;
  readonly repeat: string;
  readonly calendar?: string;
  readonly name?: string;
  readonly stop?: boolean;
  readonly quietEnd?: boolean;
  readonly off?: boolean;
  readonly json?: boolean;
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a route, or put another in its place')
    .argument('<id>', 'small letters, digits and hyphens')
    .option(
      '--step <step>',
      'after how long whom: "10m on-call:night team:network person:p… channel:mail"; repeatable',
      listed,
    )
    .option('--selector <selector>', 'of which devices; empty: all', '')
    .addOption(new Option('--severity <severity>', 'the least').choices(['warning', 'critical']).default('warning'))
    .option(
      '--calendar <times>',
      'only for what opens then: "mon-fri 08:00 to 18:00 Europe/Berlin", or always; absent: as it is',
    )
    .option('--order <n>', 'lower is asked first', '100')
    .option('--repeat <n>', 'how often it begins again when nobody answers', '0')
    .option('--stop', 'routes after this one are not asked')
    .option('--quiet-end', 'who was told does not hear of the end')
    .option('--name <name>', 'as people call it')
    .option('--off', 'keep it, switched off')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle route put night --step "0s on-call:night" --step "15m team:network" --repeat 2\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<PutFlags>();
      const route = await withRecords(configured(command).config, async (records) => {
        const before = (await listRoutes(at(records), localActor)).find((one) => one.id === id);
        const calendar = flags.calendar === undefined ? before?.calendar : calendarOf(flags.calendar);
        return putRoute(at(records), localActor, {
          id,
          name: flags.name ?? before?.name ?? id,
          enabled: !(flags.off ?? false),
          order: whole(flags.order, '--order'),
          selector: flags.selector,
          severity: flags.severity,
          ...(calendar ? { calendar } : {}),
          steps: (flags.step ?? []).map(stepOf),
          repeat: whole(flags.repeat, '--repeat'),
          resolved: !(flags.quietEnd ?? false),
          stop: flags.stop ?? false,
          version: before?.version ?? 0,
        });
      });
      print(flags.json ?? false, route, `Route ${id}: ${route.steps.map(stepText).join(', then ')}.`);
    });
}

/** @throws FettleError `config_invalid` */
function stepOf(text: string): Step {
  const [after = '', ...targets] = text.trim().split(/\s+/);
  const afterMs = parseDuration(after);
  if (afterMs === null || targets.length === 0) {
    throw new FettleError('config_invalid', `--step ${text}: write a time and whom, such as "10m on-call:night".`);
  }
  return { afterMs, targets: targets.map(targetOf) };
}

function targetOf(text: string): Target {
  const [, kind, id] = /^(person|team|on-call|channel):(\S+)$/.exec(text) ?? [];
  if (kind === undefined || id === undefined) {
    throw new FettleError('config_invalid', `${text}: write person:p…, team:network, on-call:night or channel:mail.`);
  }
  return { kind, id } as Target;
}

function whole(text: string, flag: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 0 || n > 10_000)
    throw new FettleError('config_invalid', `${flag} must be a whole number.`);
  return n;
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a route away')
    .argument('<id>', 'its id, from `fettle route list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const found = (await listRoutes(at(records), localActor)).find((one) => one.id === id);
        if (found === undefined)
          throw new FettleError('not_found', `There is no route ${id}. See \`fettle route list\`.`);
        await deleteRoute(at(records), localActor, { id, version: found.version });
      });
      print(false, {}, `Route ${id} is gone.`);
    });
}
