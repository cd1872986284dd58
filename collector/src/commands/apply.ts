import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import {
  type AppliedFiles,
  applyFiles,
  type FileProblem,
  type GivenFile,
  manifestFile,
  openScriptFolder,
} from '../edge/files/index.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';
import { withRecords } from './records.ts';

interface Flags {
  readonly file: readonly string[];
  readonly dryRun?: boolean;
  readonly prune: 'yes' | 'no';
  readonly json?: boolean;
}

const gathered = (path: string, before: readonly string[] = []) => [...before, path];

/** `fettle apply`: makes what files say so. */
export function applyCommand(): Command {
  return placed(new Command('apply'))
    .description(
      'Make what files of rules, scripts, calendars, services, objectives and reports say so: all, or nothing where they have a mistake',
    )
    .requiredOption('-f, --file <path>', 'a file, or a folder of .yaml files; repeatable; - reads the input', gathered)
    .option('--dry-run', 'only show what would be changed')
    .addOption(
      new Option('--prune <yes|no>', 'delete what an earlier file made and these files have not any more')
        .choices(['yes', 'no'])
        .default('no'),
    )
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle apply -f rules/ --dry-run\n')
    .action(async (_options, command: Command) => {
      const { file, dryRun = false, prune, json = false } = command.opts<Flags>();
      const given = file.flatMap(filesAt);
      const way = { dryRun, prune: prune === 'yes' };
      const applied = await withRecords(configured(command).config, (records) =>
        applyFiles({ ...records, now: systemClock.now() }, localActor, given, way),
      );
      print(json, { dryRun, ...applied }, words(applied, dryRun));
      if (applied.problems.some(({ severity }) => severity === 'error')) process.exitCode = 1;
    });
}

/** @throws FettleError `config_invalid` */
function filesAt(path: string): GivenFile[] {
  try {
    if (path === '-') return [{ name: 'input', text: readFileSync(0, 'utf8') }];
    if (!statSync(path).isDirectory()) return [fileAt(path)];
    const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).filter((name) => /\.ya?ml$/.test(name));
    return names.toSorted().map((name) => fileAt(join(path, name)));
  } catch (error) {
    throw new FettleError('config_invalid', `--file ${path}: ${(error as Error).message}`);
  }
}

/** A manifest is a script of its folder's name, with the files beside it. */
function fileAt(path: string): GivenFile {
  if (basename(path) !== manifestFile) return { name: path, text: readFileSync(path, 'utf8') };
  const { id, manifest, beside } = openScriptFolder(dirname(path));
  return { name: path, text: manifest, script: { id, beside } };
}

function words({ changes, problems }: AppliedFiles, dryRun: boolean): string {
  const told = problems.map(problemWords);
  if (problems.some(({ severity }) => severity === 'error')) return [...told, 'Nothing was changed.'].join('\n');
  const different = changes.filter(({ what }) => what !== 'same');
  const lines = different.flatMap(({ kind, id, what, diff }) => [`${what} ${kind} ${id}`, ...diff, '']);
  return [...told, ...lines, sum(changes, dryRun)].join('\n');
}

export function problemWords({ file, line, column, severity, message }: FileProblem): string {
  return `${file}:${line}:${column}: ${severity}: ${message}`;
}

function sum(changes: AppliedFiles['changes'], dryRun: boolean): string {
  const count = (wanted: string) => changes.filter(({ what }) => what === wanted).length;
  const parts = [
    `${count('create')} created`,
    `${count('change')} changed`,
    `${count('delete')} deleted`,
    `${count('same')} the same`,
  ];
  return `${parts.join(', ')}${dryRun ? ' (only shown: --dry-run)' : ''}.`;
}
