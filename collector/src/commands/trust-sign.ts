import { readFile, writeFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { fingerprintWords } from '@fettle/shared/trust/chain';
import { signer, type Signer } from '@fettle/shared/trust/keys';
import { Command } from 'commander';
import type { Config } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { type Joined, join } from '../operator/join.ts';
import { cosigned, missing, type Proposal, readProposal, signedBy } from '../operator/proposal.ts';
import { parseRecoveryKey } from '../operator/recovery-key.ts';
import { addRoot, readChain } from '../operator/roots.ts';
import { configured, placed } from './flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { chosenKey, confirmed, confirming, keyed, openSigner } from './signer.ts';
import { askSecret } from './terminal.ts';
import { publish, show } from './trust-root.ts';

interface Flags {
  readonly key?: string;
  readonly recovery?: boolean;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `fettle trust sign FILE`: one more signature under a proposal. */
export function signCommand(): Command {
  return confirming(keyed(placed(new Command('sign'))))
    .description('Sign a proposed trust root, after looking at what it changes')
    .argument('<file>', 'the proposal, as `fettle trust root` or `trust init` wrote it')
    .option('--recovery', 'sign with the recovery key, which is asked for')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle trust sign trust-root-2.json\n')
    .action(async (file: string, _options, command: Command) => {
      const flags = command.opts<Flags>();
      const { config } = configured(command);
      const chain = await readChain(homeAt(config.home));
      const proposal = readProposal(await textOf(file), chain?.root ?? null);
      show(proposal, chain);
      const key = await signerFor(config, flags, proposal, async () => confirmed(null, flags));
      const signed = cosigned(proposal, key);
      await writeFile(file, `${JSON.stringify(signed.envelope, null, 2)}\n`);
      const inForce = chain?.root ?? null;
      const waits = missing(signed, inForce);
      const next = waits.length === 0 ? [`Enough have signed: npx --no fettle trust publish ${file}`] : waits;
      print(
        flags.json ?? false,
        { version: signed.root.version, signedBy: signedBy(signed, inForce), missing: waits },
        [`Signed by ${signedBy(signed, inForce).join(', ')}.`, ...next].join('\n'),
      );
    });
}

async function signerFor(
  config: Config,
  { recovery, key }: Flags,
  { root }: Proposal,
  confirm: () => Promise<void>,
): Promise<Signer> {
  if (recovery) {
    await confirm();
    return signer(parseRecoveryKey(await askSecret('Recovery key:', 'It is typed at a terminal only.')));
  }
  const chosen = await chosenKey(config, key);
  const chain = await readChain(homeAt(config.home));
  const roots = [root, ...(chain === null ? [] : [chain.root])];
  if (!roots.some((one) => one.roles.admin.keys.includes(chosen.id)))
    throw new FettleError(
      'not_allowed',
      `Key ${chosen.id} is no admin, neither of the root in force nor of this one: its signature would count for nothing.`,
    );
  await confirm();
  return openSigner(config, chosen);
}

async function textOf(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: Error) => {
    throw new FettleError('config_invalid', `${file} cannot be read: ${error.message}`);
  });
}

/** `fettle trust publish FILE`: makes a root the collector's and this home's. */
export function publishCommand(): Command {
  return reaching(new Command('publish'))
    .description('Put a trust root that enough people signed in force')
    .argument('<file>', 'the signed proposal')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle trust publish trust-root-2.json\n')
    .action(async (file: string, _options, command: Command) => {
      const { config } = configured(command);
      const chain = await readChain(homeAt(config.home));
      const proposal = readProposal(await textOf(file), chain?.root ?? null);
      const waits = missing(proposal, chain?.root ?? null);
      if (waits.length > 0) throw new FettleError('not_allowed', waits.join(' '));
      await publish(command, proposal, chain);
      const words = fingerprintWords(proposal.fingerprint);
      const { version } = proposal.root;
      print(
        command.opts<Flags>().json ?? false,
        { version, fingerprint: proposal.fingerprint, words, published: true },
        `Version ${version} is in force. Fingerprint: ${words}`,
      );
    });
}

/** `fettle trust join`: takes the collector's roots into this home, once a person has compared the fingerprint. */
export function joinCommand(): Command {
  return reaching(new Command('join'))
    .description('Take the trust root of your collector into your home, or bring it up to date')
    .option(
      '--fingerprint <words>',
      'the eight words, or 64 characters of hex, that a colleague read to you; needed the first time',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle trust join --fingerprint "acorn river …" --collector https://fettle.example.org:8420\n',
    )
    .action(async (_options, command: Command) => {
      const { fingerprint = null, json = false } = command.opts<{ fingerprint?: string; json?: boolean }>();
      const { config } = configured(command);
      const home = homeAt(config.home);
      const known = await readChain(home);
      const given = await withCollector(command, { role: 'viewer' }, ({ collector }) =>
        collector.ask('GET', '/trust/statements'),
      );
      const joined: Joined = join(known, given, fingerprint);
      for (const [i, envelope] of joined.added.entries())
        await addRoot(home, joined.root.version - joined.added.length + i + 1, envelope);
      const words = fingerprintWords(joined.fingerprint);
      print(
        json,
        { version: joined.root.version, added: joined.added.length, fingerprint: joined.fingerprint, words },
        `Version ${joined.root.version} is in force here (${joined.added.length} new). Fingerprint: ${words}`,
      );
    });
}
