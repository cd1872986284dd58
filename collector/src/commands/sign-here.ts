/** What every command that signs does: reaches the collector, shows, asks, opens the key, signs. */
import { readFileSync } from 'node:fs';
import type { Role } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { AskedSecret } from '../operator/compose/action.ts';
import type { Desk } from '../operator/desk.ts';
import { homeAt } from '../operator/home.ts';
import type { Prepared } from '../operator/prepared.ts';
import { asText } from '../operator/words/paper.ts';
import { listed, zoneHere } from './flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { chosenKey, confirmed, confirming, keyed, openSigner } from './signer.ts';
import { askSecret, isInteractive } from './terminal.ts';

export interface SignFlags {
  readonly key?: string;
  readonly yes?: boolean;
  readonly count?: string;
  readonly show?: boolean;
  readonly json?: boolean;
}

/** A command that signs something. */
export const signing = (command: Command): Command =>
  confirming(keyed(reaching(command)))
    .option('--show', 'only show what would be signed')
    .option('--json', 'print JSON');

export async function withDesk<Result>(
  command: Command,
  role: Role,
  work: (desk: Desk, config: Config) => Promise<Result>,
): Promise<Result> {
  return withCollector(command, { role }, async ({ collector, config }) => {
    const key = await chosenKey(config, command.opts<SignFlags>().key);
    const desk = { home: homeAt(config.home), collector, key, zone: zoneHere(), now: () => systemClock.now() };
    return work(desk, config);
  });
}

/** Shows it on stderr, asks, signs, prints what came of it. With `--show` nothing is signed. */
export async function signHere(command: Command, desk: Desk, config: Config, prepared: Prepared): Promise<void> {
  const flags = command.opts<SignFlags>();
  const { json = false } = flags;
  const { paper } = prepared;
  if (flags.show) return print(json, paper, asText(paper));
  process.stderr.write(`${asText(paper)}\n\n`);
  await confirmed(paper.count, flags);
  const done = await prepared.sign(await openSigner(config, desk.key));
  print(json, done.result, done.words);
}

/** For `--secret-file`, repeatable. */
export const secretFiles = (command: Command): Command =>
  command.option(
    '--secret-file <name=file>',
    'a secret from a file instead of being asked for; of several steps: 1.name=file; repeatable',
    listed,
  );

/** The secrets of a draft: from files, else asked for without an echo. @throws FettleError `config_invalid` */
export async function secretsFor(command: Command, asked: readonly AskedSecret[]): Promise<Map<string, string>> {
  const files = new Map(
    (command.opts<{ secretFile?: string[] }>().secretFile ?? []).map((text) => secretFile(text, asked)),
  );
  const found = new Map<string, string>();
  for (const { place, title, required } of asked) {
    const file = files.get(place);
    if (file !== undefined) found.set(place, textOf(file));
    else if (required || isInteractive()) {
      const value = await askSecret(
        `${title}${required ? '' : ' (empty: none)'}:`,
        `Give it with --secret-file ${nameOf(place)}=FILE.`,
      );
      if (value !== '') found.set(place, value);
    }
  }
  return found;
}

const nameOf = (place: string) => place.slice(place.indexOf('.') + 1);

/** `password=FILE` where one step has it, or `2.password=FILE` for the second step. */
function secretFile(text: string, asked: readonly AskedSecret[]): [place: string, file: string] {
  const [, step, name, file] = /^(?:(\d{1,2})\.)?([a-z][a-z0-9_]{0,31})=(.+)$/s.exec(text) ?? [];
  const fitting = asked.filter(({ place }) =>
    step === undefined ? nameOf(place) === name : place === `${Number(step) - 1}.${name}`,
  );
  const [one] = fitting;
  if (one !== undefined && fitting.length === 1 && file !== undefined) return [one.place, file];
  const known = asked.map(({ place }) => nameOf(place)).join(', ') || 'none';
  throw new FettleError(
    'config_invalid',
    `--secret-file ${text.split('=')[0]}: no one secret of that name is asked for. There are: ${known}.`,
  );
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new FettleError('config_invalid', `--secret-file: ${(error as Error).message}`);
  }
}
