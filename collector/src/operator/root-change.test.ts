import { describe, expect, test } from 'vitest';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { newKey, signer, toBase64 } from '@fettle/shared/trust/keys';
import { exampleRoot, signerOf } from '@fettle/shared/trust/example.fixture';
import { changeRoot, publicLine, type RootChange } from './root-change.ts';
import { cosigned, enacted, missing, propose, readProposal, signedBy } from './proposal.ts';
import { rootChanges, rootLines } from './words/root.ts';

const root = exampleRoot();
const now = 1_850_000_000_000;
const fresh = toBase64(newKey().publicKey);
const add: RootChange = {
  kind: 'add',
  who: { person: 'eve', key: fresh },
  roles: ['operator'],
  sites: ['berlin'],
  until: now,
};
const failure = (code: string) => expect.objectContaining({ name: 'FettleError', code });

describe('the next root', () => {
  test('follows the one in force and lasts two years from now', () => {
    const next = changeRoot(root, [add], now);
    expect(next).toMatchObject({ version: 2, previous: fingerprintOf(root), expires: now + 730 * 86_400_000 });
    expect(rootChanges(root, next, 'UTC')).toEqual([
      expect.stringMatching(/^Adds the key k\w{26} of eve \(only at berlin; until .* UTC\)\.$/),
      expect.stringMatching(/^eve with key k\w{26} becomes operator: may sign orders\.$/),
      expect.stringMatching(/^Lasts until /),
    ]);
  });
  test('a rotated key keeps its person and roles, and the old one has none', () => {
    const before = signerOf('ann').keyId;
    const next = changeRoot(root, [{ kind: 'rotate', key: before, to: fresh }], now);
    expect(Object.keys(next.keys)).not.toContain(before);
    expect(rootChanges(root, next, 'UTC').join('\n')).toMatch(
      /Adds the key k\w+ of ann[^]*Removes the key k\w+ of ann[^]*becomes admin/,
    );
    expect(next.roles.operator.keys).toHaveLength(1);
  });
  test.each<[string, string, RootChange]>([
    ['not_found', 'a person who has no key', { kind: 'remove', key: 'zoe' }],
    ['input_invalid', 'a person with two keys', { kind: 'remove', key: 'ann' }],
    [
      'input_invalid',
      'a key that is there',
      { ...add, who: { person: 'x', key: toBase64(signerOf('ann').publicKey) } },
    ],
  ])('%s: %s', (code, _name, change) => {
    expect(() => changeRoot(root, [change], now)).toThrow(failure(code));
  });
  test('more people than a role has cannot be asked for', () => {
    expect(() => changeRoot(root, [{ kind: 'threshold', role: 'approver', people: 3 }], now)).toThrow(
      expect.objectContaining({ code: 'fields' }),
    );
  });
  test('a public line is one', () => {
    expect(publicLine(` ann=${fresh} `)).toEqual({ person: 'ann', key: fresh });
    for (const bad of ['ann', `=${fresh}`, `ann=${fresh.slice(1)}`])
      expect(() => publicLine(bad)).toThrow(failure('config_invalid'));
  });
});

describe('a proposal', () => {
  const proposal = propose(changeRoot(root, [add], now));
  test('waits for two admins, and says for whom', () => {
    expect(missing(proposal, root)).toEqual([
      'The admins of the root in force (version 1): 0 of 2 signed; 2 more of ann, ben, cleo.',
      'The admins of the new root (version 2): 0 of 2 signed; 2 more of ann, ben, cleo.',
    ]);
    const one = cosigned(proposal, signerOf('ann'));
    // A second key of the same person is no second person.
    expect(missing(cosigned(one, signerOf('ann2')), root)).toHaveLength(2);
    const two = cosigned(one, signerOf('ben'));
    expect(missing(two, root)).toEqual([]);
    expect(signedBy(two, root).toSorted()).toEqual(['ann', 'ben']);
    expect(enacted(two, root)).toEqual(proposal.root);
    expect(() => enacted(one, root)).toThrow(expect.objectContaining({ code: 'threshold' }));
  });
  test('a stranger’s signature counts for nothing', () => {
    expect(missing([signer(newKey().seed), signerOf('dora')].reduce(cosigned, proposal), root)).toHaveLength(2);
  });
  test('is read back from its file, and only where it follows', () => {
    const text = JSON.stringify(cosigned(proposal, signerOf('ann')).envelope);
    expect(readProposal(text, root).root).toEqual(proposal.root);
    const other = exampleRoot({ expires: root.expires + 1 });
    expect(() => readProposal(text, other)).toThrow(failure('input_invalid'));
    expect(() => readProposal(text, null)).toThrow(failure('trust_missing'));
    for (const bad of ['', '{}', text.slice(1)])
      expect(() => readProposal(bad, root)).toThrow(failure('input_invalid'));
  });
  test('all of a root is told', () => {
    expect(rootLines(root, 'UTC').join('\n')).toMatch(
      /admin: 2 of ann, ben, cleo[^]*publisher: nobody[^]*Dangerous orders and standing orders need two people/,
    );
  });
});
