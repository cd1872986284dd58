import { FettleError } from '@fettle/shared/errors';
import { fingerprint, fingerprintOf, fingerprintWords, followChain } from '@fettle/shared/trust/chain';
import { payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { Command } from 'commander';
import type { Config } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { readChain } from '../operator/roots.ts';
import { configured } from './flags.ts';
import { print } from './output.ts';
import { reaching } from './reach.ts';
import { withRecords } from './records.ts';
import { initCommand } from './trust-init.ts';
import { rootCommand } from './trust-root.ts';
import { joinCommand, publishCommand, signCommand } from './trust-sign.ts';

/** `fettle trust`: whose keys the devices of this collector obey. */
export function trustCommand(): Command {
  return new Command('trust')
    .description('The trust root')
    .addCommand(initCommand())
    .addCommand(showCommand())
    .addCommand(rootCommand())
    .addCommand(signCommand())
    .addCommand(publishCommand())
    .addCommand(joinCommand());
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('The root in force, its fingerprint and who holds which role')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const chain = await rootsFor(configured(command).config);
      if (chain.length === 0) throw new FettleError('trust_missing');
      const first = fingerprint(unpack(chain[0], payloadTypes.root).payload);
      const root = followChain(chain, first);
      const current = fingerprintOf(root);
      const people = Object.entries(root.roles).map(
        ([role, { keys, threshold }]) =>
          `  ${role.padEnd(10)} ${threshold} of ${keys.map((id) => root.keys[id]?.person ?? id).join(', ')}`,
      );
      const words = [
        `Fingerprint: ${fingerprintWords(current)}`,
        `Version ${root.version}, until ${new Date(root.expires).toISOString().slice(0, 10)}${root.policy.solo ? ', one person decides alone' : ''}`,
        ...people,
      ];
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        { fingerprint: current, words: fingerprintWords(current), root },
        words.join('\n'),
      );
    });
}

/** The collector's where its data folder is; else those that this home has taken. */
async function rootsFor(config: Config): Promise<unknown[]> {
  if (config.collector !== null) return [...((await readChain(homeAt(config.home)))?.envelopes ?? [])];
  const stored = await withRecords(config, ({ access }) => access.roots());
  return stored.map(({ envelope }): unknown => JSON.parse(envelope));
}
