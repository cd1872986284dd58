/** Chains of roots in every disorder: skipped, forked, older, under-signed, of another tenant. */
import { rmSync } from 'node:fs';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { exampleNext, exampleRoot, signed } from '@fettle/shared/trust/example.fixture';
import type { RootStatement } from '@fettle/shared/trust/statements';
import { outcome } from '../support/trust/outcome.ts';
import { broken, makeWorkshop, type Verifier, verifier } from '../support/trust/verifier.ts';

const root = exampleRoot();
const next = exampleNext(root);
const third = exampleNext(next, { collectors: [] });
const fork = exampleNext(root, { expires: root.expires + 1 });
const forkThird = exampleNext(fork, { collectors: [] });
const item = (statement: RootStatement, parent: RootStatement | null, signers: string[], valid = true) => ({
  statement,
  parent,
  valid,
  envelope: signed('root', statement, ...signers),
});
const pool = [
  item(root, null, ['ann', 'ben']),
  item(next, root, ['ann', 'ben']),
  item(third, next, ['ben', 'eve']),
  item(fork, root, ['ann', 'ben']),
  item(forkThird, fork, ['ann', 'eve']),
  item(exampleNext(third), third, ['ann', 'eve']),
  // Never right: signed by an admin who had left, of another tenant, skipping one, and the first version anew.
  item(exampleNext(next, { expires: 1 }), next, ['ben', 'cleo'], false),
  item(exampleNext(next, { tenant: '0'.repeat(26) }), next, ['ann', 'ben'], false),
  item(exampleNext(next, { version: 4 }), next, ['ann', 'ben'], false),
  item(exampleRoot({ expires: 1 }), null, ['ann', 'ben'], false),
];
/** What should come out: the last root when each follows the one before, else nothing. */
function expected(sequence: readonly (typeof pool)[number][]): RootStatement | null {
  const first = sequence.findIndex(({ statement }) => statement === root);
  if (first < 0) return null;
  const followed = sequence.slice(first);
  const follows = followed.every((one, i) => i === 0 || (one.valid && one.parent === followed[i - 1]!.statement));
  return follows ? (followed.at(-1)?.statement ?? null) : null;
}
const beginnings = fc.constantFrom(
  pool.slice(0, 1),
  pool.slice(0, 2),
  pool.slice(0, 3),
  [...pool.slice(0, 3), pool[5]!],
  [pool[0]!, ...pool.slice(3, 5)],
);
const sequences = fc.oneof(
  fc.array(fc.constantFrom(...pool), { maxLength: 6 }),
  fc.tuple(beginnings, fc.array(fc.constantFrom(...pool), { maxLength: 2 })).map(([one, more]) => [...one, ...more]),
  fc.tuple(fc.constantFrom(...pool), beginnings).map(([one, more]) => [one, ...more]),
);

const seen = { followed: 0, refused: 0 };
const chains = (v: Verifier) =>
  fc.property(sequences, (sequence) => {
    const envelopes = sequence.map(({ envelope }) => envelope);
    const should = expected(sequence);
    let found: RootStatement | null = null;
    const came = outcome(() => (found = v.followChain(envelopes, fingerprintOf(root))));
    seen[should === null ? 'refused' : 'followed']++;
    if (should === null) return came.startsWith('refused');
    return found !== null && fingerprintOf(found) === fingerprintOf(should);
  });

test('any roots in any order are followed when every step is right, or not at all', () => {
  fc.assert(chains(verifier), { numRuns: 1_500 });
  expect(Math.min(seen.followed, seen.refused)).toBeGreaterThan(100);
});

const workshop = makeWorkshop();
afterAll(() => rmSync(workshop, { recursive: true }));

test.each([
  ['versions', 'next.version !== current.version + 1'],
  ['the root before', 'next.previous !== fingerprintOf(current)'],
  ['tenants', 'next.tenant !== current.tenant'],
  ['the fingerprint named', 'fingerprint(unpack(one, payloadTypes.root).payload) === expected'],
])('a verifier that does not compare %s follows a wrong one', async (_name, find) => {
  const replace = find.includes('===') ? 'true' : 'false';
  const copy = await broken(workshop, { file: 'chain.ts', find, replace });
  expect(fc.check(chains(copy), { numRuns: 5_000 }).failed).toBe(true);
});
