import { checked } from '@fettle/shared/api/checked';
import { Improvement, ImprovementPage, improvementStates } from '@fettle/shared/api/improvements';
import { Command, Option } from 'commander';
import { timeWords } from '../operator/words/time.ts';
import { zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';

/** `fettle improvement`: what is to get better, and whether it did. */
export function improvementCommand(): Command {
  return new Command('improvement')
    .description('Improvements: what is to get better, and whether it did')
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('The register, newest first')
    .addOption(new Option('--state <state>', 'only those in it').choices(improvementStates))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle improvement list --state no-better\n')
    .action(async (_options, command: Command) => {
      const { state, json = false } = command.opts<{ state?: string; json?: boolean }>();
      const query = state === undefined ? '' : `?state=${state}`;
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(ImprovementPage, await collector.ask('GET', `/improvements${query}`), 'The register'),
      );
      const rows = page.items.map((one) => [
        String(one.id),
        one.state.replace('-', ' '),
        one.finding,
        one.words,
        one.ownerPerson?.name ?? 'nobody',
        dueOf(one),
      ]);
      print(
        json,
        page,
        rows.length === 0
          ? 'Nothing is written down. The page Improvements of the dashboard takes a finding.'
          : table(['No.', 'State', 'Finding', 'Before and now', 'Owner', 'Due'], rows),
      );
    });
}

const dueOf = ({ due, overdue }: Improvement): string =>
  due === null ? '' : `${timeWords(due, zoneHere())}${overdue ? ', overdue' : ''}`;

function words(one: Improvement): string {
  const { id, finding, action, state, ownerPerson, due, baseline, now } = one;
  return [
    `Improvement ${id}, ${state.replace('-', ' ')}: ${finding}`,
    ...(action === '' ? [] : [`What is done: ${action}`]),
    `Owner: ${ownerPerson?.name ?? 'nobody'}${due === null ? '' : `. Due: ${dueOf(one)}`}`,
    `It was: ${baseline?.words ?? 'not measured'}`,
    `It is: ${now?.words ?? 'not measured again yet'}`,
  ].join('\n');
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One of them, with what was measured')
    .argument('<number>', 'its number, from `fettle improvement list`')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle improvement show 17\n')
    .action(async (id: string, _options, command: Command) => {
      const one = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(Improvement, await collector.ask('GET', `/improvements/${encodeURIComponent(id)}`), 'The improvement'),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, one, words(one));
    });
}
