import { runStates } from '@fettle/shared/api/orders';
import { describe, expect, test } from 'vitest';
import { judge } from './chain.ts';
import { platformOf, runsOn } from './platform.ts';
import { splitRings } from './rings.ts';
import { isFailed, isOpen, mayMove, moves } from './run-states.ts';
import { lastLineOf, safeText } from './text.ts';

describe('rings', () => {
  const device = (name: string, online = true, critical = false) => ({ id: name, name, online, critical });
  const names = (rings: { name: string }[][]) => rings.map((ring) => ring.map(({ name }) => name).join(''));
  const fleet = [device('a', false), device('b'), device('c', true, true), device('d'), device('e')];

  test('begin with what answers and matters least; no ring is empty', () => {
    expect(names(splitRings(fleet, { first: 1, share: 0.4 }))).toEqual(['b', 'de', 'ac']);
    expect(names(splitRings(fleet, { first: 1, share: 0 }))).toEqual(['b', 'deac']);
    expect(names(splitRings(fleet, { first: 9, share: 1 }))).toEqual(['bdeac']);
    expect(names(splitRings(fleet, { first: 1, share: 1 }))).toEqual(['b', 'deac']);
    expect(names(splitRings(fleet, null))).toEqual(['bdeac']);
    expect(splitRings([], null)).toEqual([]);
  });
});

describe('states of a run', () => {
  test('an end is final, but for what a device says of what the collector gave up', () => {
    for (const state of runStates) {
      if (isOpen(state) || state === 'expired' || state === 'stopped') continue;
      expect(moves[state], state).toEqual([]);
    }
    expect(mayMove('expired', 'done')).toBe(true);
    expect(mayMove('stopped', 'failed')).toBe(true);
    expect(mayMove('sent', 'queued')).toBe(false);
    expect(mayMove('running', 'sent')).toBe(false);
    expect(runStates.filter(isFailed)).toEqual(['failed', 'timeout', 'unknown', 'refused']);
  });
});

describe('the chain of receipts', () => {
  const link = (seq: number, hash: string, previous: string | null) => ({ seq, hash, previous });
  test.each([
    ['the first follows none', link(1, 'a', null), [], [], null],
    ['the next follows it', link(2, 'b', 'a'), [link(1, 'a', null)], [], null],
    ['one is missing', link(3, 'c', 'b'), [], [], 'number 2, is missing'],
    ['it follows another', link(2, 'b', 'x'), [link(1, 'a', null)], [], 'follows another receipt'],
    ['a number came twice', link(1, 'b', null), [], [link(1, 'a', null)], 'has the number 1 as well'],
  ])('%s', (_name, one, before, twins, remark) => {
    const judged = judge(one, before, twins);
    expect(judged.receipt).toBe(remark === null ? 'verified' : 'broken');
    if (remark !== null) expect(judged.remark).toContain(remark);
  });
});

describe('output', () => {
  test.each([
    ['a\r\nb\rc', 'a\nb\nc'],
    ['\u001b[1;31mred\u001b[0m\u001b]0;title\u0007 \u001bM', 'red '],
    ['a\u202eb\u2066c\u200bd\u0000e\u009bf\ufeff', 'a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf\ufffd'],
    ['\tkept: ü 😀\n', '\tkept: ü 😀\n'],
    ['\u001b', '\ufffd'],
  ])('%j', (text, safe) => {
    expect(safeText(text)).toBe(safe);
  });

  test('the last line that says something', () => {
    expect(lastLineOf('one\n two \n\n')).toBe('two');
    expect(lastLineOf(' \n')).toBeNull();
    expect(lastLineOf('x'.repeat(300))).toHaveLength(200);
  });
});

test('platforms are read off the system’s name; OpenWrt takes Linux’s programs', () => {
  const names = ['Debian GNU/Linux 12', 'Microsoft Windows 11', 'macOS 15', 'OpenWrt 23.05', 'FreeBSD 14', ''];
  expect(names.map(platformOf)).toEqual(['linux', 'windows', 'macos', 'openwrt', 'freebsd', '']);
  const programs = { linux: { interpreter: 'sh', sha256: '', size: 1 } } as const;
  expect(['linux', 'openwrt', 'windows', ''].map((one) => runsOn({ programs }, one as never))).toEqual([
    true,
    true,
    false,
    true,
  ]);
});
