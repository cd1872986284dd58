/** Taking a collector's roots into a home: the first time a person vouches for a fingerprint, later the chain does. */
import { TrustStatements } from '@fettle/shared/api/trust';
import { checked } from '@fettle/shared/api/checked';
import { FettleError } from '@fettle/shared/errors';
import { fingerprint, fingerprintWords, followChain, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import type { Root } from '@fettle/shared/trust/statements';
import type { Chain } from './roots.ts';

export interface Joined {
  readonly root: Root;
  readonly fingerprint: string;
  /** Envelopes that the home has not yet, in order. */
  readonly added: readonly Envelope[];
}

/** @throws FettleError `root_mismatch` where the collector's chain is another one, `config_invalid` without a fingerprint */
export function join(known: Chain | null, answer: unknown, expected: string | null): Joined {
  const roots = checked(TrustStatements, answer, 'The collector’s list of statements').roots;
  try {
    return known === null ? firstTime(roots, expected) : further(known, roots);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    throw new FettleError(
      'root_mismatch',
      `The collector’s trust roots are not a chain of yours: ${error.message} Do not trust it; ask your colleagues.`,
    );
  }
}

function firstTime(roots: readonly unknown[], expected: string | null): Joined {
  if (roots.length === 0)
    throw new FettleError('trust_missing', 'The collector has no trust root yet. `fettle trust init` makes one.');
  if (expected === null)
    throw new FettleError(
      'config_invalid',
      'Ask a colleague who is an admin already for the fingerprint (`fettle trust show`), and say it with --fingerprint.',
    );
  const prints = roots.map((one) => fingerprint(unpack(one, payloadTypes.root).payload));
  const wanted = expected.trim().toLowerCase().split(/\s+/).join(' ');
  const pinned = prints.find((one) => one === wanted || fingerprintWords(one) === wanted);
  if (pinned === undefined)
    throw new FettleError(
      'root_mismatch',
      'None of the collector’s trust roots has this fingerprint. Do not trust it; ask your colleague again.',
    );
  // From the very first on: each next one names the hash of the one before, so the pinned one vouches for those too.
  const root = followChain(roots, prints[0] ?? '');
  return { root, fingerprint: prints.at(-1) ?? '', added: roots as Envelope[] };
}

/** What the collector has beyond ours; that it has less is no reason to go back. */
export function further(known: Chain, roots: readonly unknown[]): Joined {
  const payloads = known.envelopes.map(({ payload }) => payload);
  const same = roots.slice(0, payloads.length).every((one, i) => (one as Partial<Envelope>).payload === payloads[i]);
  if (!same) throw new TrustError('root', 'it begins otherwise');
  const added = roots.slice(payloads.length) as Envelope[];
  const root = added.reduce<Root>(nextRoot, known.root);
  const last = added.at(-1);
  return {
    root,
    fingerprint: last === undefined ? known.fingerprint : fingerprint(unpack(last, payloadTypes.root).payload),
    added,
  };
}
