import { writeFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { fingerprintWords } from '@fettle/shared/trust/chain';
import { TrustError } from '@fettle/shared/trust/errors';
import { roles, type TrustRole } from '@fettle/shared/trust/statements';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import type { Config } from '../config.ts';
import { homeAt } from '../operator/home.ts';
import { homeKey } from '../operator/keys.ts';
import { cosigned, enacted, missing, type Proposal, propose } from '../operator/proposal.ts';
import { changeRoot, publicLine, type RootChange } from '../operator/root-change.ts';
import { addRoot, type Chain, readChain } from '../operator/roots.ts';
import { asText } from '../operator/words/paper.ts';
import { rootPaper } from '../operator/words/root.ts';
import { configured, listed, zoneHere } from './flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { confirmed, confirming, keyed, openSigner } from './signer.ts';
import { refuseOther } from './trust-init.ts';

interface Flags {
  readonly out?: string;
  readonly key?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** `fettle trust root`: proposes what shall be different, signs it if this key may, and publishes it if that is enough. */
export function rootCommand(): Command {
  return new Command('root')
    .description('Change the trust root: who may do what')
    .addCommand(addCommand())
    .addCommand(removeCommand())
    .addCommand(rotateCommand())
    .addCommand(setCommand());
}

const proposing = (name: string) =>
  confirming(keyed(reaching(new Command(name))))
    .option(
      '--out <file>',
      'where the proposal goes while others have still to sign it (default: trust-root-<version>.json)',
    )
    .option('--json', 'print JSON');

function addCommand(): Command {
  return proposing('add')
    .description('Add the key of a person')
    .argument('<line>', 'NAME=KEY, as `fettle key new` prints it')
    .addOption(new Option('--role <role...>', 'what it may do').choices(roles).makeOptionMandatory())
    .option('--site <site>', 'a site that it may sign for, repeatable; without it all', listed)
    .option('--until <day>', 'the day on which it ends, such as 2027-06-30')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle trust root add ben=x9k…= --role operator approver\n  npx --no fettle trust root add temp=Q1b…= --role operator --site berlin --until 2027-01-31\n',
    )
    .action(async (line: string, _options, command: Command) => {
      const { role, site, until } = command.opts<{ role: TrustRole[]; site?: string[]; until?: string }>();
      const change: RootChange = {
        kind: 'add',
        who: publicLine(line),
        roles: role,
        sites: site ?? null,
        until: until === undefined ? null : dayOf(until),
      };
      await proposeChange(command, [change]);
    });
}

function removeCommand(): Command {
  return proposing('remove')
    .description(
      'Take a key out: what it signs from then on counts for nothing (a stolen one: `fettle revoke key` as well)',
    )
    .argument('<key>', 'its id, or the person’s name')
    .addHelpText('after', '\nExample:\n  npx --no fettle trust root remove ben\n')
    .action(async (key: string, _options, command: Command) => proposeChange(command, [{ kind: 'remove', key }]));
}

function rotateCommand(): Command {
  return proposing('rotate')
    .description('Put a new key of the same person in the place of the one so far')
    .argument('<key>', 'the id of the key so far, or the person’s name')
    .argument('<line>', 'the new one as NAME=KEY, as `fettle key new` prints it')
    .addHelpText('after', '\nExample:\n  npx --no fettle trust root rotate ben ben=Zp3…=\n')
    .action(async (key: string, line: string, _options, command: Command) =>
      proposeChange(command, [{ kind: 'rotate', key, to: publicLine(line).key }]),
    );
}

interface SetFlags {
  readonly threshold?: string[];
  readonly freshness?: string;
  readonly bulk?: string;
  readonly solo?: 'yes' | 'no';
  readonly addCollector?: string[];
  readonly removeCollector?: string[];
  readonly renew?: boolean;
}

function setCommand(): Command {
  return proposing('set')
    .description('Change thresholds, policy and collectors, or make it last longer')
    .option('--threshold <role=n>', 'so many people of a role must sign, repeatable', listed)
    .option('--freshness <days>', 'how long devices act without hearing of an operator, 1 to 90')
    .option('--bulk <targets>', 'more targets than this make an order dangerous')
    .addOption(new Option('--solo <yes|no>', 'whether one person decides alone').choices(['yes', 'no']))
    .option('--add-collector <key>', 'identity key of a collector, base64, repeatable', listed)
    .option('--remove-collector <key>', 'the same, taken away', listed)
    .option('--renew', 'only make it last two years from now')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle trust root set --solo no --threshold admin=2\n  npx --no fettle trust root set --freshness 30 --bulk 50\n',
    )
    .action(async (_options, command: Command) => proposeChange(command, settings(command.opts<SetFlags>())));
}

function settings(flags: SetFlags): RootChange[] {
  const { threshold = [], freshness, bulk, solo, addCollector = [], removeCollector = [] } = flags;
  const policy = {
    ...(freshness === undefined ? {} : { freshness: Number(freshness) }),
    ...(bulk === undefined ? {} : { bulk: Number(bulk) }),
    ...(solo === undefined ? {} : { solo: solo === 'yes' }),
  };
  const changes: RootChange[] = [
    ...threshold.map(thresholdOf),
    ...(Object.keys(policy).length > 0 ? [{ kind: 'policy' as const, policy }] : []),
    ...(addCollector.length + removeCollector.length > 0
      ? [{ kind: 'collector' as const, add: addCollector, remove: removeCollector }]
      : []),
    ...(flags.renew ? [{ kind: 'renew' as const }] : []),
  ];
  if (changes.length > 0) return changes;
  throw new FettleError('config_invalid', 'Say what shall be different; `fettle trust root set --help` lists it.');
}

function thresholdOf(text: string): RootChange {
  const [, role, people] = /^([a-z]+)=(\d{1,3})$/.exec(text) ?? [];
  if (roles.includes(role as TrustRole)) return { kind: 'threshold', role: role as TrustRole, people: Number(people) };
  throw new FettleError(
    'config_invalid',
    `--threshold ${text}: write it as role=number; the roles are ${roles.join(', ')}.`,
  );
}

function dayOf(text: string): number {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isFinite(time)) return time;
  throw new FettleError('config_invalid', `--until ${text}: write a day such as 2027-06-30.`);
}

/** @throws FettleError `trust_missing` */
export async function chainOf(config: Config): Promise<Chain> {
  const chain = await readChain(homeAt(config.home));
  if (chain !== null) return chain;
  throw new FettleError(
    'trust_missing',
    `${config.home} knows no trust root. \`fettle trust init\` makes one; \`fettle trust join\` takes that of your collector.`,
  );
}

async function proposeChange(command: Command, changes: readonly RootChange[]): Promise<void> {
  const flags = command.opts<Flags>();
  const { config } = configured(command);
  const chain = await chainOf(config);
  const proposal = asked(() => propose(changeRoot(chain.root, changes, systemClock.now())));
  show(proposal, chain);
  const key = await homeKey(homeAt(config.home), flags.key ?? null);
  const may = key !== null && chain.root.roles.admin.keys.includes(key.id);
  if (may) await confirmed(null, flags);
  const signed = may ? cosigned(proposal, await openSigner(config, key)) : proposal;
  await settle(command, signed, chain, flags.out ?? `trust-root-${signed.root.version}.json`);
}

function asked<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof TrustError)
      throw new FettleError('input_invalid', `That would be no sound trust root: ${error.message}`);
    throw error;
  }
}

/** On stderr: what is asked and shown before a signature is for people, the result on stdout for programs as well. */
export function show(proposal: Proposal, chain: Chain | null): void {
  const paper = rootPaper(chain?.root ?? null, proposal.root, fingerprintWords(proposal.fingerprint), zoneHere());
  process.stderr.write(`${asText(paper)}\n\n`);
}

/** Publishes what enough have signed, else writes it to the file for the others. */
export async function settle(command: Command, proposal: Proposal, chain: Chain, out: string): Promise<void> {
  const { json = false } = command.opts<Flags>();
  const waits = missing(proposal, chain.root);
  const { version } = proposal.root;
  if (waits.length === 0) {
    await publish(command, proposal, chain);
    return print(
      json,
      { version, published: true, file: null, missing: [] },
      `Version ${version} is in force; devices take it with their next connection.`,
    );
  }
  await writeFile(out, `${JSON.stringify(proposal.envelope, null, 2)}\n`, { flag: 'wx' }).catch(refuseOther(out));
  print(
    json,
    { version, published: false, file: out, missing: waits },
    [`${out} is written.`, ...waits, `They look at it and sign: npx --no fettle trust sign ${out}`].join('\n'),
  );
}

/** To the home first: what it has in force decides over everything that is signed here later. */
export async function publish(command: Command, proposal: Proposal, chain: Chain | null): Promise<void> {
  const { config } = configured(command);
  enacted(proposal, chain?.root ?? null);
  const { version } = proposal.root;
  const all = [...(chain?.envelopes ?? []), proposal.envelope];
  await withCollector(command, { role: 'admin' }, async (reached) => reached.publishRoots(all));
  await addRoot(homeAt(config.home), version, proposal.envelope);
}
