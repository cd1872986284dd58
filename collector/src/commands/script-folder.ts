import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checked } from '@fettle/shared/api/checked';
import { type ScriptBody, ScriptDetail } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { folderText, openScriptFolder, readScriptFolder } from '../edge/files/index.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { bodyAt, scriptAt } from './script-body.ts';

interface Flags {
  readonly json?: boolean;
}

/** @throws FettleError `config_invalid` with every mistake and its line */
export function bodyIn(folder: string): { name: string; body: ScriptBody; hints: string[] } {
  const opened = openScriptFolder(folder);
  const { body, problems } = readScriptFolder(opened);
  const told = problems.map(
    ({ severity, line, column, message }) =>
      `${join(folder, 'manifest.yaml')}:${line}:${column}: ${severity}: ${message}`,
  );
  if (body === null) throw new FettleError('config_invalid', told.join('\n'));
  return { name: opened.id, body, hints: told };
}

export function checkCommand(): Command {
  return new Command('check')
    .description('Look whether a script’s folder can be read, without a collector')
    .argument('<folder>', 'with manifest.yaml and the bodies beside it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script check scripts/library/disk-top\n')
    .action((folder: string, _options, command: Command) => {
      const { name, body, hints } = bodyIn(folder);
      print(
        command.opts<Flags>().json ?? false,
        { name, body, hints },
        [...hints, `${name} can be read: ${body.title}.`].join('\n'),
      );
    });
}

const skeleton = (name: string) => `title: ${name}
summary: What it does and to what, in a sentence or two.
class: read
timeout: 1m
check: false
undo: false
parameters: {}
programs:
  - { platforms: [linux, macos, freebsd], interpreter: sh, file: run.sh }
`;

const firstBody = `#!/bin/sh
# Exit 0: done. Parameters come as FETTLE_P_<NAME>, and as --name=value.
set -eu
echo "Hello from $(hostname)"
`;

export function newCommand(): Command {
  return new Command('new')
    .description('Make a folder for a new script: a manifest and a body to begin with')
    .argument('<folder>', 'its last part is the script’s name')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script new scripts/own/hello\n')
    .action(async (folder: string, _options, command: Command) => {
      const name = join(folder).split(/[\\/]/).at(-1) ?? '';
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
        throw new FettleError(
          'config_invalid',
          `A script is called by small letters, digits and hyphens, not “${name}”.`,
        );
      await write(folder, { 'manifest.yaml': skeleton(name), 'run.sh': firstBody });
      print(
        command.opts<Flags>().json ?? false,
        { folder, name },
        `${folder} is made. Then: npx --no fettle script check ${folder}`,
      );
    });
}

export function editCommand(): Command {
  return reaching(new Command('edit'))
    .description('Write a script of the library into a folder, to be changed there and drafted again')
    .argument('<name>', 'its name')
    .argument('[folder]', 'where to (default: ./<name>)')
    .option('--of <version>', 'a version number, or draft (default: the newest that is published)')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle script edit disk-top && $EDITOR disk-top/run.sh && npx --no fettle script draft disk-top\n',
    )
    .action(async (name: string, folder: string | undefined, _options, command: Command) => {
      const { of, json = false } = command.opts<Flags & { of?: string }>();
      const body = await withCollector(command, { role: 'viewer' }, ({ collector }) => bodyAt(collector, name, of));
      const to = folder ?? name;
      await write(to, folderText(body));
      print(json, { name, folder: to }, `${name} lies in ${to}. Change it, then: npx --no fettle script draft ${to}`);
    });
}

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { flag: 'wx' });
  } catch (error) {
    throw new FettleError(
      'config_invalid',
      `${folder} cannot be written: ${(error as Error).message}. Choose another folder.`,
    );
  }
}

export function draftCommand(): Command {
  return reaching(new Command('draft'))
    .description('Hand a folder to the collector; it waits there to be published')
    .argument('<folder>', 'with manifest.yaml and the bodies beside it')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle script draft scripts/own/hello\n')
    .action(async (folder: string, _options, command: Command) => {
      const { name, body, hints } = bodyIn(folder);
      const detail = await withCollector(command, { role: 'operator' }, async ({ collector }) => {
        const before = await scriptAt(collector, name).catch((error: unknown) => {
          if (error instanceof FettleError && error.code === 'not_found') return null;
          throw error;
        });
        const answer = await collector.ask('PUT', `/scripts/${name}/draft`, {
          body,
          version: before?.waiting?.version ?? 0,
        });
        return checked(ScriptDetail, answer, 'The script');
      });
      print(
        command.opts<Flags>().json ?? false,
        detail,
        [...hints, `${name} waits to be signed: npx --no fettle script publish ${name}`].join('\n'),
      );
    });
}
