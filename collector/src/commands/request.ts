import { checked } from '@fettle/shared/api/checked';
import { Request, RequestItemPage, RequestPage, requestStates } from '@fettle/shared/api/requests';
import { Command, Option } from 'commander';
import { timeWords } from '../operator/words/time.ts';
import { zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';

/** `fettle request`: what people ask for, and what becomes of it. */
export function requestCommand(): Command {
  return new Command('request')
    .description('Requests: what people ask for, and what becomes of it')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(actCommand())
    .addCommand(itemsCommand());
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('What was asked for, newest first')
    .addOption(new Option('--state <state>', 'only those in it').choices(requestStates))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle request list --state waiting\n')
    .action(async (_options, command: Command) => {
      const { state, json = false } = command.opts<{ state?: string; json?: boolean }>();
      const query = state === undefined ? '' : `?state=${state}`;
      const page = await withCollector(command, { role: 'technician' }, async ({ collector }) =>
        checked(RequestPage, await collector.ask('GET', `/requests${query}`), 'The list of requests'),
      );
      const zone = zoneHere();
      const rows = page.items.map(({ id, state: is, title, asker, deviceName, askedAt }) => [
        id,
        is,
        title,
        asker.name,
        deviceName ?? '',
        timeWords(askedAt, zone),
      ]);
      print(
        json,
        page,
        rows.length === 0
          ? 'Nobody has asked for anything.'
          : table(['Id', 'State', 'What', 'By', 'Device', 'Asked'], rows),
      );
    });
}

const pathOf = (id: string) => `/requests/${encodeURIComponent(id)}`;

function words(request: Request): string {
  const zone = zoneHere();
  const { id, title, state, text, asker, deviceName, draft, order, incident, outcome, timeline, attached } = request;
  return [
    `${title} (${id}): ${state}`,
    `Asked by ${asker.name}${asker.kind === 'endpoint' ? ' at the device' : ''}${deviceName === null ? '' : `, for ${deviceName}`}`,
    ...(text === '' ? [] : [text]),
    ...(draft === null ? [] : [`To be signed: fettle order sign ${draft}`]),
    ...(order === null ? [] : [`Order: ${order}`]),
    ...(incident === null ? [] : [`Incident: ${incident}`]),
    ...(outcome === '' ? [] : [`Outcome: ${outcome}`]),
    ...timeline.map(
      (entry) =>
        `  ${timeWords(entry.time, zone)}  ${entry.actor === null ? '' : `${entry.actor.name}: `}${entry.words}`,
    ),
    ...attached.flatMap((part) => [part.title, ...part.lines.map((line) => `  ${line}`)]),
  ].join('\n');
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One request, with how its device stood when it was asked')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle request show r0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const request = await withCollector(command, { role: 'technician' }, async ({ collector }) =>
        checked(Request, await collector.ask('GET', pathOf(id)), 'The request'),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, request, words(request));
    });
}

function actCommand(): Command {
  return reaching(new Command('act'))
    .description(
      'Ends a request, notes something or opens an incident; approving is for who is signed in to the dashboard',
    )
    .argument('<id>', 'its id')
    .addOption(
      new Option('--do <act>', 'what')
        .choices(['finish', 'fail', 'cancel', 'note', 'open-incident'])
        .makeOptionMandatory(),
    )
    .option('--note <text>', 'what whoever asked reads of it', '')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle request act r0123456789abcdef --do finish --note "It stands on your desk."\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const { do: act, note, json = false } = command.opts<{ do: string; note: string; json?: boolean }>();
      const request = await withCollector(command, { role: 'technician' }, async ({ collector }) => {
        const { version } = checked(Request, await collector.ask('GET', pathOf(id)), 'The request');
        return checked(
          Request,
          await collector.ask('POST', `${pathOf(id)}/act`, { act, note, version }),
          'The request',
        );
      });
      print(json, request, words(request));
    });
}

function itemsCommand(): Command {
  return reaching(new Command('items'))
    .description('What may be asked for; files of it are applied with `fettle apply`')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle request items\n')
    .action(async (_options, command: Command) => {
      const page = await withCollector(command, { role: 'technician' }, async ({ collector }) =>
        checked(RequestItemPage, await collector.ask('GET', '/request-items'), 'The list of what may be asked for'),
      );
      const rows = page.items.map(({ id, name, script, approval, enabled, selector }) => [
        id,
        name,
        script?.name ?? 'a person does it',
        approval === 'none' ? 'nobody' : `a ${approval}`,
        enabled ? selector || 'every device' : 'nowhere: it is switched off',
      ]);
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        page,
        rows.length === 0
          ? 'Nothing can be asked for yet. Write it into a file and apply it: docs/requests.md has an example.'
          : table(['Id', 'What', 'Script', 'Approved by', 'For'], rows),
      );
    });
}
