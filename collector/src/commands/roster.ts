import { FettleError } from '@fettle/shared/errors';
import type { PersonId } from '@fettle/shared/ids';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import {
  addOverride,
  deleteRoster,
  listRosters,
  putRoster,
  removeOverride,
  type Roster,
  turnAt,
} from '../domain/notifications/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, lasting, listed, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle roster`: who is on call when. */
export function rosterCommand(): Command {
  return new Command('roster')
    .description('Rosters: people who take turns on call')
    .addCommand(listCommand())
    .addCommand(putCommand())
    .addCommand(deleteCommand())
    .addCommand(overrideCommand())
    .addCommand(withdrawCommand());
}

const at = ({ channels, access, people }: Records) => ({ channels, access, people, now: systemClock.now() });

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All rosters, and who is on call now')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const { items, rows } = await withRecords(configured(command).config, async (records) => {
        const rosters = await listRosters(at(records), localActor);
        const lines = rosters.map(async (roster) => {
          const turn = turnAt(roster, systemClock.now());
          const person = turn && (await records.access.person(turn.person));
          const until = turn ? `until ${new Date(turn.to).toISOString().slice(0, 16)}Z` : `from ${roster.start}`;
          return [roster.id, person?.name ?? 'nobody yet', until, roster.zone, roster.name];
        });
        return { items: rosters, rows: await Promise.all(lines) };
      });
      const words = rows.length > 0 ? table(['Id', 'On call', 'Turn', 'Zone', 'Name'], rows) : 'No roster yet.';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

interface PutFlags {
  readonly person?: string[];
  readonly start: string;
  readonly zone: string;
  readonly turn: string;
  readonly name?: string;
  readonly json?: boolean;
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a roster, or put another in its place; who stands in for somebody stays')
    .argument('<id>', 'small letters, digits and hyphens')
    .requiredOption('--start <local time>', 'the first turn begins then; hand-overs are at this time of day')
    .option('--zone <zone>', 'its time zone, such as Europe/Berlin', 'UTC')
    .option('--turn <length>', 'how long a turn is: day, week, 2 weeks', 'week')
    .option('--person <name or id>', 'in this order; repeatable', listed)
    .option('--name <name>', 'as people call it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle roster put night --start 2026-10-05T09:00 --zone Europe/Berlin --person Ada --person Bob\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<PutFlags>();
      const [, count = '1', every] = /^(?:(\d{1,2}) )?(day|week)s?$/.exec(flags.turn) ?? [];
      if (every === undefined)
        throw new FettleError('config_invalid', `--turn ${flags.turn}: write day, week or 2 weeks.`);
      const roster = await withRecords(configured(command).config, async (records) => {
        const before = (await listRosters(at(records), localActor)).find((one) => one.id === id);
        const people: PersonId[] = [];
        for (const name of flags.person ?? []) people.push(await personId(records, name));
        const input = {
          id,
          name: flags.name ?? before?.name ?? id,
          zone: flags.zone,
          start: flags.start,
          turn: { every: every as 'day' | 'week', count: Number(count) },
          people,
          version: before?.version ?? 0,
        };
        await putRoster(at(records), localActor, input);
        return input;
      });
      print(
        flags.json ?? false,
        roster,
        `Roster ${id}: ${roster.people.length} people, ${flags.turn} each, from ${flags.start} ${flags.zone}.`,
      );
    });
}

async function personId({ access }: Records, wanted: string): Promise<PersonId> {
  const found = (await access.personNamed(wanted)) ?? (await access.person(wanted as PersonId));
  if (found === null)
    throw new FettleError('not_found', `Nobody has the name or id ${wanted}. See \`fettle person list\`.`);
  return found.id;
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a roster away')
    .argument('<id>', 'its id, from `fettle roster list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const found = await rosterNamed(records, id);
        await deleteRoster(at(records), localActor, { id, version: found.version });
      });
      print(false, {}, `Roster ${id} is gone.`);
    });
}

interface OverrideFlags {
  readonly person: string;
  readonly from?: string;
  readonly to?: string;
  readonly for?: string;
  readonly reason: string;
  readonly json?: boolean;
}

function overrideCommand(): Command {
  return placed(new Command('override'))
    .description('Somebody stands in for whose turn it would be')
    .argument('<id>', 'the roster, from `fettle roster list`')
    .requiredOption('--person <name or id>', 'who stands in')
    .option('--from <local time>', 'in the roster’s zone, such as 2026-10-05T09:00; absent: from now on')
    .option('--to <local time>', 'until then')
    .option('--for <time>', 'or so long, such as 12h')
    .option('--reason <text>', 'why, for others', '')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle roster override night --person Bob --for 12h --reason ill\n')
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<OverrideFlags>();
      const { override, zone } = await withRecords(configured(command).config, async (records) => {
        const roster = await rosterNamed(records, id);
        const person = await personId(records, flags.person);
        const span = spanOf(flags, roster.zone);
        const made = { roster: id, person, ...span, reason: flags.reason };
        return { override: await addOverride(at(records), localActor, made), zone: roster.zone };
      });
      const local = (time: number) =>
        Temporal.Instant.fromEpochMilliseconds(time)
          .toZonedDateTimeISO(zone)
          .toPlainDateTime()
          .toString({ smallestUnit: 'minute' });
      const words = `${flags.person} stands in on ${id} from ${local(override.from)} to ${local(override.to)} ${zone}.`;
      const back = `To take it back: npx --no fettle roster withdraw ${id} ${override.id}`;
      print(flags.json ?? false, override, `${words}\n${back}`);
    });
}

/** @throws FettleError `config_invalid` */
function spanOf({ from, to, for: length }: OverrideFlags, zone: string): { from: number; to: number } {
  if ((to === undefined) === (length === undefined))
    throw new FettleError('config_invalid', 'Say how long: either --to or --for.');
  const begin = from === undefined ? systemClock.now() : timeOf('--from', from, zone);
  return { from: begin, to: to === undefined ? begin + lasting(length ?? '') : timeOf('--to', to, zone) };
}

function timeOf(flag: string, text: string, zone: string): number {
  try {
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new FettleError('config_invalid', `${flag} ${text} is no local time. Write it as 2026-10-05T09:00.`);
  }
}

function withdrawCommand(): Command {
  return placed(new Command('withdraw'))
    .description('Take back that somebody stands in')
    .argument('<id>', 'the roster, from `fettle roster list`')
    .argument('<override>', 'its id, from `fettle roster list --json`')
    .action(async (id: string, override: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const { overrides } = await rosterNamed(records, id);
        if (!overrides.some((one) => one.id === override))
          throw new FettleError(
            'not_found',
            `Nobody stands in on ${id} by the id ${override}. See \`fettle roster list --json\`.`,
          );
        await removeOverride(at(records), localActor, { roster: id, id: override });
      });
      print(false, {}, `${override} is taken back.`);
    });
}

async function rosterNamed(records: Records, id: string): Promise<Roster> {
  const found = (await listRosters(at(records), localActor)).find((one) => one.id === id);
  if (found === undefined) throw new FettleError('not_found', `There is no roster ${id}. See \`fettle roster list\`.`);
  return found;
}
