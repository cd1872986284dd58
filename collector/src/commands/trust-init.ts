import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { fingerprintWords } from '@fettle/shared/trust/chain';
import { newKey, type Signer, toBase64 } from '@fettle/shared/trust/keys';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { type Config, readPassphrase } from '../config.ts';
import { rootOfSeveral } from '../operator/first-root.ts';
import { homeAt } from '../operator/home.ts';
import { makeKey, openKey } from '../operator/keys.ts';
import { cosigned, enacted, missing, type Proposal, propose } from '../operator/proposal.ts';
import { formatRecoveryKey } from '../operator/recovery-key.ts';
import { type PublicLine, publicLine } from '../operator/root-change.ts';
import { addRoot, readChain } from '../operator/roots.ts';
import { ensureSoloTrust } from '../operator/solo.ts';
import { asText } from '../operator/words/paper.ts';
import { rootPaper } from '../operator/words/root.ts';
import { configured, placed, zoneHere } from './flags.ts';
import { collectorIdentity } from './identity.ts';
import { requireSealedKey } from './key.ts';
import { print } from './output.ts';
import { publishBeside } from './reach.ts';
import { newPassphrase } from './signer.ts';

interface Flags {
  readonly solo?: boolean;
  readonly twoOfThree?: readonly string[];
  readonly freshness: string;
  readonly bulk: string;
  readonly out: string;
  readonly json?: boolean;
}

/** `fettle trust init`: the first root, of one person or of several. */
export function initCommand(): Command {
  return placed(new Command('init'))
    .description('Make the first trust root: whose keys the devices of this collector obey')
    .option('--solo', 'one person decides alone; dangerous orders then wait 10 minutes')
    .option(
      '--two-of-three <line...>',
      'three people, as `fettle key new` prints them (NAME=KEY); a name alone makes a key for it here',
    )
    .option('--freshness <days>', 'how long devices act without hearing of an operator, 1 to 90', '14')
    .option('--bulk <targets>', 'more targets than this make an order dangerous', '25')
    .option('--out <file>', 'where the root goes while others have still to sign it', 'trust-root-1.json')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nThe recovery key is shown once: write it on paper, and keep that away from this machine.\n\nExamples:\n  npx --no fettle trust init --solo\n  npx --no fettle trust init --two-of-three ann=rF0…= ben=x9k…= cleo=Q1b…=\n',
    )
    .action(async (_options, command: Command) => {
      const flags = command.opts<Flags>();
      const { config } = configured(command);
      if ((flags.solo === true) === (flags.twoOfThree !== undefined))
        throw new FettleError('config_invalid', 'Say either --solo or --two-of-three.');
      const known = await readChain(homeAt(config.home));
      if (known !== null)
        throw new FettleError(
          'trust_exists',
          `${config.home} has a trust root already (version ${known.root.version}). Change it with \`fettle trust root\`.`,
        );
      if (flags.solo) await initSolo(config, flags);
      else await initSeveral(config, flags, flags.twoOfThree ?? []);
    });
}

function policyOf(flags: Flags, solo: boolean) {
  const whole = (text: string, name: string, max: number) => {
    const number = Number(text);
    if (Number.isInteger(number) && number >= 1 && number <= max) return number;
    throw new FettleError('config_invalid', `--${name} must be a whole number from 1 to ${max}.`);
  };
  return { solo, freshness: whole(flags.freshness, 'freshness', 90), bulk: whole(flags.bulk, 'bulk', 1_000_000) };
}

async function initSolo(config: Config, flags: Flags): Promise<void> {
  const passphrase = readPassphrase(config);
  await requireSealedKey(config, passphrase);
  const identity = await collectorIdentity(config.data);
  const { freshness, bulk } = policyOf(flags, true);
  const trust = await ensureSoloTrust({
    home: config.home,
    passphrase,
    collectorIdentity: identity.publicKey,
    now: systemClock.now(),
    policy: { freshness, bulk },
  });
  await publishBeside(config, trust.chain);
  const { fingerprint, recoveryKey } = trust;
  print(
    flags.json ?? false,
    { version: 1, fingerprint, words: fingerprintWords(fingerprint), recoveryKey, published: true },
    [
      `A trust root was made for you. Fingerprint: ${fingerprintWords(fingerprint)}`,
      ...recoveryWords(recoveryKey),
    ].join('\n'),
  );
}

const recoveryWords = (key: string | null) =>
  key === null
    ? []
    : ['', 'Recovery key, shown only this once. Write it down and keep it away from this machine:', `  ${key}`];

async function initSeveral(config: Config, flags: Flags, given: readonly string[]): Promise<void> {
  if (given.length !== 3)
    throw new FettleError('config_invalid', '--two-of-three takes three people, each as NAME=KEY or NAME.');
  const people: PublicLine[] = [];
  const here: Signer[] = [];
  for (const one of given) {
    if (one.includes('=')) people.push(publicLine(one));
    else {
      const { line, signer } = await keyMadeHere(config, one);
      people.push(line);
      here.push(signer);
    }
  }
  if (new Set(people.map(({ person }) => person)).size !== 3)
    throw new FettleError('config_invalid', '--two-of-three: these are not three different people.');
  const recovery = newKey();
  const identity = await collectorIdentity(config.data);
  const root = rootOfSeveral({
    people,
    recovery: toBase64(recovery.publicKey),
    collectors: [toBase64(identity.publicKey)],
    policy: policyOf(flags, false),
    tenant: randomBytes(17),
    now: systemClock.now(),
  });
  const proposal = here.reduce(cosigned, propose(root));
  await told(config, flags, proposal, formatRecoveryKey(recovery.seed));
}

async function keyMadeHere(config: Config, person: string): Promise<{ line: PublicLine; signer: Signer }> {
  const home = homeAt(config.home);
  const name = person.toLowerCase();
  const passphrase = await newPassphrase(config, `the key of ${person}`);
  const made = await makeKey(home, name, passphrase);
  return { line: { person, key: made.publicKey }, signer: await openKey(home, name, passphrase) };
}

async function told(config: Config, flags: Flags, proposal: Proposal, recoveryKey: string): Promise<void> {
  const waits = missing(proposal, null);
  const words = fingerprintWords(proposal.fingerprint);
  if (waits.length === 0) {
    enacted(proposal, null);
    await addRoot(homeAt(config.home), 1, proposal.envelope);
    await publishBeside(config, [proposal.envelope]);
  } else
    await writeFile(flags.out, `${JSON.stringify(proposal.envelope, null, 2)}\n`, { flag: 'wx' }).catch(
      refuseOther(flags.out),
    );
  const next =
    waits.length === 0
      ? ['The root is in force.']
      : [
          ...waits,
          `Each of them looks at it and signs: npx --no fettle trust sign ${flags.out}`,
          `Then: npx --no fettle trust publish ${flags.out}`,
        ];
  print(
    flags.json ?? false,
    {
      version: 1,
      fingerprint: proposal.fingerprint,
      words,
      recoveryKey,
      published: waits.length === 0,
      file: waits.length === 0 ? null : flags.out,
      missing: waits,
    },
    [asText(rootPaper(null, proposal.root, words, zoneHere())), '', ...next, ...recoveryWords(recoveryKey)].join('\n'),
  );
}

/** A file that is there already is somebody's work. */
export const refuseOther = (file: string) => (error: Error) => {
  throw new FettleError('config_invalid', `${file} cannot be written: ${error.message}. Choose another with --out.`);
};
