import { describe, expect, test } from 'vitest';
import type { DeviceId } from '../ids.ts';
import { seedOf, signerOf } from './example.fixture.ts';
import { deviceId, toBase64 } from './keys.ts';
import { isPath, namesHost, pathOf, type Target, treeOf, verifyPath } from './targets.ts';

const targetsOf = (count: number): Target[] =>
  Array.from({ length: count }, (_, i) => ({ id: deviceId(seedOf(`target ${i}`)), host: `host-${i}` }));
const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const stranger = deviceId(signerOf('stranger').publicKey);

describe.each([1, 2, 3, 4, 5, 7, 8, 9, 13, 16, 17, 33])('a tree of %i', (count) => {
  const tree = treeOf(targetsOf(count));
  const paths = tree.targets.map(({ id }) => pathOf(tree, id));

  test('every target has its place and its name, and no other', () => {
    tree.targets.forEach(({ id, host }, i) => {
      const path = paths[i]!;
      expect(path.index).toBe(i);
      expect(path.hashes.length).toBeLessThanOrEqual(2 + Math.ceil(Math.log2(count)));
      expect(verifyPath(tree.hash, count, path, id)).toBe(true);
      expect(verifyPath(tree.hash, count, path, stranger)).toBe(false);
      expect([namesHost(path, host), namesHost(path, `${host}x`)]).toEqual([true, false]);
    });
  });
  test('no other count or index passes, nor a hash more or less', () => {
    tree.targets.forEach(({ id }, i) => {
      const { hashes } = paths[i]!;
      for (let index = -1; index <= count + 1; index++)
        expect(verifyPath(tree.hash, count, { index, hashes }, id)).toBe(index === i);
      for (let other = 0; other <= 2 * count + 2; other++)
        expect(verifyPath(tree.hash, other, paths[i]!, id)).toBe(other === count);
      expect(verifyPath(tree.hash, count, { index: i, hashes: hashes.slice(0, -1) }, id)).toBe(false);
      expect(verifyPath(tree.hash, count, { index: i, hashes: [...hashes, hashes[0]!] }, id)).toBe(false);
    });
  });
  test('the order in which targets are named does not matter', () => {
    expect(treeOf(targetsOf(count).toReversed()).hash).toBe(tree.hash);
  });
});

const tree = treeOf(targetsOf(5));
const first = tree.targets[0]!.id;

test('a node is no leaf and a leaf no node: a shorter tree over the nodes is another', () => {
  const { hashes } = pathOf(tree, first);
  expect(verifyPath(tree.hash, 3, { index: 0, hashes: [hashes[0]!, ...hashes.slice(2)] }, first)).toBe(false);
});

test('what is no place or no hash is no path', () => {
  const { hashes } = pathOf(tree, first);
  for (const index of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
    expect(verifyPath(tree.hash, 5, { index, hashes }, first)).toBe(false);
  for (const wrong of ['', 'AAAA', toBase64(new Uint8Array(33)), `${hashes[1]!.slice(0, -2)}B=`])
    expect(verifyPath(tree.hash, 5, { index: 0, hashes: [hashes[0]!, wrong, ...hashes.slice(2)] }, first)).toBe(false);
  expect(verifyPath(tree.hash, 5, { index: 0, hashes: [] }, first)).toBe(false);
});

test('refuses no targets, one twice, what is no device, and a host without a name', () => {
  const [one] = targetsOf(1);
  expect(() => treeOf([])).toThrow(refused('fields'));
  expect(() => treeOf([one!, { ...one!, host: 'other' }])).toThrow(refused('fields'));
  expect(() => treeOf([{ id: 'd1' as DeviceId, host: 'x' }])).toThrow(refused('fields'));
  expect(() => treeOf([{ ...one!, host: '' }])).toThrow(refused('fields'));
});

test('who is none of the targets has no path', () => {
  expect(() => pathOf(tree, stranger)).toThrow(refused('target-id'));
  expect(() => pathOf(tree, 'd0' as DeviceId)).toThrow(refused('target-id'));
  expect(() => pathOf(tree, 'dz' as DeviceId)).toThrow(refused('target-id'));
});

test('what is brought for a path may be anything', () => {
  const path = pathOf(treeOf(targetsOf(3)), targetsOf(3)[0]!.id);
  expect(isPath({ ...path, more: 1 })).toBe(true);
  const wrong = [null, 7, {}, { ...path, hashes: 'a' }, { ...path, hashes: path.hashes.map((one) => [one]) }];
  expect(wrong.filter(isPath)).toEqual([]);
});
