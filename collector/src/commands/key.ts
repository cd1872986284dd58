import { readFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { Command } from 'commander';
import { type Config, readPassphrase } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { isKeySealed, sealKeyFile } from '../operator/key-file.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';

/** `fettle key`: the operator's own key. */
export function keyCommand(): Command {
  return new Command('key').description('Your operator key').addCommand(sealCommand());
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
      await sealKeyFile(keyFile, readPassphrase(config), await newPassphrase(newPassphraseFile));
      print(
        json,
        { sealed: keyFile },
        `${keyFile} is sealed. Keep the passphrase; without it only the recovery key helps.`,
      );
    });
}

const shortest = 12;

async function newPassphrase(file: string): Promise<string> {
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
