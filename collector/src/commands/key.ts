import { readFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { roles } from '@fettle/shared/trust/statements';
import { Command } from 'commander';
import { type Config, readPassphrase } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { isKeySealed, sealKeyFile } from '../operator/key-file.ts';
import { homeKey, homeKeys, makeKey } from '../operator/keys.ts';
import { readChain } from '../operator/roots.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { keyed, newPassphrase, shortestPassphrase as shortest } from './signer.ts';

/** `fettle key`: the operator's own key. */
export function keyCommand(): Command {
  return new Command('key')
    .description('Your operator key')
    .addCommand(newCommand())
    .addCommand(showCommand())
    .addCommand(sealCommand());
}

function newCommand(): Command {
  return keyed(placed(new Command('new')))
    .description(
      'Make a key of your own, sealed with a passphrase, and print the line that others add to the trust root',
    )
    .option('--person <name>', 'your name, as it stands in the trust root', userInfo().username)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle key new --person ann\n  npx --no fettle key new --key on-call --person ann\n',
    )
    .action(async (_options, command: Command) => {
      const { person, key, json = false } = command.opts<{ person: string; key?: string; json?: boolean }>();
      const { config } = configured(command);
      const home = homeAt(config.home);
      // Before anybody chooses a passphrase: the name, and that there is none of it yet.
      if ((await homeKey(home, key ?? null)) !== null)
        throw new FettleError(
          'trust_exists',
          `There is a key at ${home.keyFileOf(key ?? null)} already. Give the new one a name of its own: --key NAME.`,
        );
      const made = await makeKey(home, key ?? null, await newPassphrase(config, 'the new key'));
      const line = `${person}=${made.publicKey}`;
      print(
        json,
        { id: made.id, file: made.file, person, line },
        [
          `A key was made: ${made.file}. Keep a copy of the file and remember the passphrase.`,
          'An admin adds it to the trust root with this line:',
          '',
          `  ${line}`,
          '',
          `  npx --no fettle trust root add ${line} --role operator`,
        ].join('\n'),
      );
    });
}

function showCommand(): Command {
  return placed(new Command('show'))
    .description('The keys that lie in your folder, and what the trust root lets them do')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle key show\n')
    .action(async (_options, command: Command) => {
      const home = homeAt(configured(command).config.home);
      const [keys, chain] = [await homeKeys(home), await readChain(home)];
      const items = keys.map(({ name, file, id, publicKey, sealed }) => {
        const person = chain?.root.keys[id]?.person ?? null;
        const held = chain === null ? [] : roles.filter((role) => chain.root.roles[role].keys.includes(id));
        return {
          name: name ?? 'operator',
          file,
          id,
          sealed,
          person,
          roles: held,
          line: `${person ?? 'NAME'}=${publicKey}`,
        };
      });
      const rows = items.map((one) => [
        one.name,
        one.id,
        one.sealed ? 'sealed' : 'open',
        one.person ?? 'nobody in the root',
        one.roles.join(', ') || 'none',
      ]);
      const words =
        items.length === 0
          ? 'There is no key here yet: `npx --no fettle key new` makes one.'
          : `${table(['Name', 'Id', 'File is', 'Person', 'Roles'], rows)}\n\n${items.map(({ line }) => `  ${line}`).join('\n')}`;
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

function sealCommand(): Command {
  return placed(new Command('seal'))
    .description('Seal your operator key with a passphrase, or with another one')
    .requiredOption('--new-passphrase-file <file>', 'a file with the new passphrase')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe passphrase so far, if there is one, comes from FETTLE_KEY_PASSPHRASE_FILE.\n\nExample:\n  npx --no fettle key seal --new-passphrase-file ~/fettle-passphrase\n',
    )
    .action(async (_options, command: Command) => {
      const { newPassphraseFile, json = false } = command.opts<{ newPassphraseFile: string; json?: boolean }>();
      const { config } = configured(command);
      const { keyFile } = homeAt(config.home);
      await sealKeyFile(keyFile, readPassphrase(config), await passphraseIn(newPassphraseFile));
      print(
        json,
        { sealed: keyFile },
        `${keyFile} is sealed. Keep the passphrase; without it only the recovery key helps.`,
      );
    });
}

async function passphraseIn(file: string): Promise<string> {
  const text = (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  if (text.length >= shortest) return text;
  throw new FettleError(
    'config_invalid',
    `--new-passphrase-file: the passphrase needs at least ${shortest} characters.`,
  );
}

/**
 * An operator key that lies open is for a collector that only this machine can reach.
 * @throws FettleError `passphrase_needed`
 */
export async function requireSealedKey({ host, home }: Config, passphrase: string | null): Promise<void> {
  if (isLoopback(host)) return;
  const sealed = await isKeySealed(homeAt(home).keyFile);
  if (sealed === true || (sealed === null && passphrase !== null)) return;
  throw new FettleError(
    'passphrase_needed',
    sealed === null
      ? `At ${host} others reach the collector, so your operator key needs a passphrase: put one into a file and name it with FETTLE_KEY_PASSPHRASE_FILE.`
      : `At ${host} others reach the collector, but your operator key in ${home} has no passphrase. Seal it: npx --no fettle key seal --new-passphrase-file FILE`,
  );
}
