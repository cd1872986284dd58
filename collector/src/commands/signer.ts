/** Opening a key of the home for one command. */
import { FettleError } from '@fettle/shared/errors';
import type { Signer } from '@fettle/shared/trust/keys';
import type { Command } from 'commander';
import { type Config, readPassphrase } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { type HomeKey, homeKey, openKey } from '../operator/keys.ts';
import { askLine, askSecret } from './terminal.ts';

/** Adds the option that chooses among several keys. */
export function keyed(command: Command): Command {
  return command.option('--key <name>', 'another key than your operator key, as `fettle key show` lists them');
}

/** @throws FettleError `key_unreadable` */
export async function chosenKey(config: Config, name: string | undefined): Promise<HomeKey> {
  const home = homeAt(config.home);
  const found = await homeKey(home, name ?? null);
  if (found !== null) return found;
  throw new FettleError(
    'key_unreadable',
    `There is no key at ${home.keyFileOf(name ?? null)}. \`fettle key new\` makes one; FETTLE_HOME says where keys are.`,
  );
}

/** Its passphrase comes from FETTLE_KEY_PASSPHRASE_FILE, or is asked for. @throws FettleError `key_unreadable` */
export async function openSigner(config: Config, key: HomeKey): Promise<Signer> {
  return openKey(homeAt(config.home), key.name, await passphraseFor(config, key));
}

async function passphraseFor(config: Config, { sealed, file }: HomeKey): Promise<string | null> {
  if (!sealed) return null;
  const given = readPassphrase(config);
  return (
    given ?? askSecret(`Passphrase of ${file}:`, 'Put it into a file and name that with FETTLE_KEY_PASSPHRASE_FILE.')
  );
}

export const shortestPassphrase = 12;

/** A new passphrase: from FETTLE_KEY_PASSPHRASE_FILE, or asked for twice. @throws FettleError `config_invalid` */
export async function newPassphrase(config: Config, what: string): Promise<string> {
  const given = readPassphrase(config);
  const instead = 'Put it into a file and name that with FETTLE_KEY_PASSPHRASE_FILE.';
  const text =
    given ?? (await askSecret(`New passphrase for ${what} (at least ${shortestPassphrase} characters):`, instead));
  if (text.length < shortestPassphrase)
    throw new FettleError('config_invalid', `A passphrase has at least ${shortestPassphrase} characters.`);
  if (given === null && (await askSecret('The same again:', instead)) !== text)
    throw new FettleError('config_invalid', 'These were two different passphrases. Nothing was made.');
  return text;
}

/** A yes, or the number of targets, from the person or from `--yes` and `--count`. @throws FettleError `not_allowed` */
export async function confirmed(count: number | null, given: { yes?: boolean; count?: string }): Promise<void> {
  if (count === null) {
    if (given.yes === true) return;
    const answer = await askLine('Sign this? Type yes:', 'Look at it first, then say --yes.');
    if (answer.toLowerCase() === 'yes') return;
  } else {
    const answer =
      given.count ?? (await askLine(`Sign this? Type how many targets there are:`, `Say it with --count.`));
    if (answer === String(count)) return;
  }
  throw new FettleError('not_allowed', 'That was not it: nothing was signed.');
}

/** Adds the options that answer what is asked before a signature. */
export function confirming(command: Command): Command {
  return command
    .option('--yes', 'sign without asking, up to 10 targets')
    .option('--count <n>', 'sign without asking, with more than 10 targets: how many there are');
}
