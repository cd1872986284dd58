import { checked } from '@fettle/shared/api/checked';
import { ScriptDetail, ScriptPage } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { lineDiff } from '../operator/words/diff.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { bodyAt, bodyText, pathOf, scriptAt } from './script-body.ts';
import { publishCommand } from './script-publish.ts';
import { checkCommand, draftCommand, editCommand, newCommand } from './script-folder.ts';

/** `fettle script`: the library, from a folder to a signed version. */
export function scriptCommand(): Command {
  return new Command('script')
    .description('The script library: write, compare, publish')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(diffCommand())
    .addCommand(newCommand())
    .addCommand(editCommand())
    .addCommand(checkCommand())
    .addCommand(draftCommand())
    .addCommand(publishCommand())
    .addCommand(restoreCommand());
}

interface Flags {
  readonly json?: boolean;
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('Scripts, with what a publisher signed and what waits')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script list\n')
    .action(async (_options, command: Command) => {
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(ScriptPage, await collector.ask('GET', '/scripts'), 'The list of scripts'),
      );
      const rows = page.items.map((one) => [
        one.name,
        one.published === null ? 'none' : String(one.published),
        one.draft ? 'waits to be signed' : '',
        one.class,
        one.platforms.join(' '),
        one.title,
      ]);
      print(
        command.opts<Flags>().json ?? false,
        page,
        rows.length === 0
          ? 'There is no script.'
          : table(['Name', 'Version', 'Draft', 'Class', 'Platforms', 'What'], rows),
      );
    });
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('A script, whole')
    .argument('<name>', 'its name')
    .option('--of <version>', 'a version number, or draft (default: the newest that is published)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script show disk-top\n')
    .action(async (name: string, _options, command: Command) => {
      const { of, json = false } = command.opts<Flags & { of?: string }>();
      const body = await withCollector(command, { role: 'viewer' }, ({ collector }) => bodyAt(collector, name, of));
      print(json, { name, body }, bodyText(body));
    });
}

function diffCommand(): Command {
  return reaching(new Command('diff'))
    .description('What differs between two versions')
    .argument('<name>', 'its name')
    .argument('[from]', 'a version number (default: the newest that is published)')
    .argument('[to]', 'a version number or draft', 'draft')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle script diff disk-top\n  npx --no fettle script diff disk-top 1 2\n',
    )
    .action(async (name: string, from: string | undefined, to: string, _options, command: Command) => {
      const [before, after] = await withCollector(
        command,
        { role: 'viewer' },
        async ({ collector }) => [await bodyAt(collector, name, from), await bodyAt(collector, name, to)] as const,
      );
      const lines = lineDiff(bodyText(before), bodyText(after));
      print(
        command.opts<Flags>().json ?? false,
        { name, lines },
        lines.length === 0 ? 'They are the same.' : lines.join('\n'),
      );
    });
}

function restoreCommand(): Command {
  return reaching(new Command('restore'))
    .description('Let an older version wait to be published again')
    .argument('<name>', 'its name')
    .argument('<version>', 'the older version')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script restore disk-top 1\n')
    .action(async (name: string, version: string, _options, command: Command) => {
      if (!/^[1-9]\d{0,8}$/.test(version)) throw new FettleError('config_invalid', `${version} is no version number.`);
      const detail = await withCollector(command, { role: 'operator' }, async ({ collector }) => {
        const { waiting } = await scriptAt(collector, name);
        const answer = await collector.ask('POST', `${pathOf(name)}/restore`, {
          from: Number(version),
          version: waiting?.version ?? 0,
        });
        return checked(ScriptDetail, answer, 'The script');
      });
      print(
        command.opts<Flags>().json ?? false,
        detail,
        `Version ${version} of ${name} waits to be signed: npx --no fettle script publish ${name}`,
      );
    });
}
