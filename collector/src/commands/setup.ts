import { Command } from 'commander';
import { readPassphrase } from '../config.ts';
import { ensureSoloTrust } from '../operator/solo.ts';
import { FettleError } from '@fettle/shared/errors';
import { fingerprintWords } from '@fettle/shared/trust/chain';
import { publishRoot } from '../domain/access/index.ts';
import { openRecords } from '../store/open.ts';
import { systemClock } from '../clock.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { collectorIdentity } from './identity.ts';
import { requireSealedKey } from './key.ts';
import { print } from './output.ts';
import { recordsPlace } from './places.ts';

/** `fettle setup --solo`: trust, identity and an empty database; what `npm start` does by itself. Idempotent. */
export function setupCommand(): Command {
  return placed(new Command('setup'))
    .description('Prepare this machine: your operator key, the trust root, the collector’s identity')
    .option('--solo', 'one person decides alone (dangerous orders then wait 10 minutes)')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle setup --solo\n')
    .action(async (_options, command: Command) => {
      const { solo, json = false } = command.opts<{ solo?: boolean; json?: boolean }>();
      if (!solo) throw new FettleError('config_invalid', 'Say --solo: only the one-person set-up exists yet.');
      const result = await setUp(command);
      print(json, result, words(result));
    });
}

async function setUp(command: Command) {
  const { config } = configured(command);
  const identity = await collectorIdentity(config.data);
  const now = systemClock.now();
  const passphrase = readPassphrase(config);
  await requireSealedKey(config, passphrase);
  const trust = await ensureSoloTrust({ home: config.home, passphrase, collectorIdentity: identity.publicKey, now });
  const records = await openRecords(recordsPlace(config));
  try {
    await publishRoot({ store: records.access, now }, localActor, { chain: trust.chain });
  } finally {
    await records.close();
  }
  return {
    made: trust.made,
    home: config.home,
    data: config.data,
    fingerprint: trust.fingerprint,
    words: fingerprintWords(trust.fingerprint),
    recoveryKey: trust.recoveryKey,
  };
}

function words(result: Awaited<ReturnType<typeof setUp>>): string {
  const lines = [
    result.made ? 'A trust root was made for you.' : 'Your trust root was here already.',
    `  Your key:    ${result.home}`,
    `  Collector:   ${result.data}`,
    `  Fingerprint: ${result.words}`,
  ];
  if (result.recoveryKey === null) return lines.join('\n');
  return [
    ...lines,
    '',
    'Recovery key, shown only this once. Write it down and keep it away from this machine:',
    `  ${result.recoveryKey}`,
  ].join('\n');
}
