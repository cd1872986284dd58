import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { deleteTeam, everywhere, listTeams, putTeam } from '../domain/access/index.ts';
import { routesTelling } from '../domain/notifications/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, listed, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle team`: people who are told together. */
export function teamCommand(): Command {
  return new Command('team')
    .description('Teams: people who are told together')
    .addCommand(listCommand())
    .addCommand(putCommand())
    .addCommand(deleteCommand());
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('Every team and its members')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const { items, names } = await withRecords(configured(command).config, async (records) => ({
        items: await listTeams(records, localActor),
        names: new Map((await records.people.people(everywhere)).map(({ id, name }) => [id, name])),
      }));
      const rows = items.map(({ id, name, members }) => [id, name, members.map((one) => names.get(one)).join(', ')]);
      const words = rows.length > 0 ? table(['Id', 'Name', 'Members'], rows) : 'There is no team yet.';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a team, or replace its name and members')
    .argument('<id>', 'small letters, digits and dashes')
    .option('--name <name>', 'as people read it; default: as it is, or the id')
    .option('--member <person>', 'a name or an id, repeatable; without it nobody', listed)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle team put night --name "Night shift" --member Ada --member Bob\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<{ name?: string; member?: string[]; json?: boolean }>();
      const team = await withRecords(configured(command).config, async (records) => {
        const members = await Promise.all((flags.member ?? []).map((wanted) => idOf(records, wanted)));
        const before = (await records.people.teams()).find((one) => one.id === id);
        const name = flags.name ?? before?.name ?? id;
        const ports = { people: records.people, now: systemClock.now() };
        return putTeam(ports, localActor, { id, name, members, version: before?.version ?? 0 });
      });
      print(flags.json ?? false, team, `${team.name}: ${team.members.length} people.`);
    });
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a team away that no route tells')
    .argument('<id>', 'its id, from `fettle team list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const { people } = records;
        const found = (await people.teams()).find((one) => one.id === id);
        if (!found) throw new FettleError('not_found', `There is no team ${id}. See \`fettle team list\`.`);
        const ports = { people, now: systemClock.now(), usedBy: (team: string) => routesTelling(records, team) };
        await deleteTeam(ports, localActor, { id, version: found.version });
      });
      print(false, {}, `Team ${id} is gone.`);
    });
}

async function idOf({ access, people }: Records, wanted: string): Promise<string> {
  const named = await access.personNamed(wanted);
  const found = named ?? (await people.people(everywhere)).find(({ id }) => id === wanted);
  if (!found) throw new FettleError('not_found', `Nobody has the name or id ${wanted}. See \`fettle person list\`.`);
  return found.id;
}
