import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patience } from '../support/patience.ts';
import { requires } from '../support/requires.ts';

const support = (name: string) => fileURLToPath(new URL(`../support/${name}`, import.meta.url));
const may =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync('/dev/fuse') &&
  ['/usr/sbin/mkfs.ext4', '/usr/bin/unshare', '/dev/loop-control'].every((path) => existsSync(path));

/** Real odd mounts, seen by real samplers, in namespaces of their own: nothing of them is left. */
requires.kernel('mounts in namespaces of one’s own', may).describe('a machine with odd mounts', () => {
  let folder = '';
  let df = '';
  let told = {
    cycleMs: 0,
    full: {} as Record<string, number | null>,
    facts: {} as Record<string, string>,
    families: 0,
  };
  let end = '';
  let seconds = 0;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'fettle-mounts-'));
    const inside = ['sh', support('odd-mounts.sh'), folder, process.execPath, support('measure-mounts.ts')];
    const began = performance.now();
    const { stdout, stderr } = spawnSync('unshare', ['-m', '-p', '-f', '--mount-proc', '--kill-child', ...inside], {
      encoding: 'utf8',
      timeout: 4 * patience,
      killSignal: 'SIGKILL',
    });
    seconds = (performance.now() - began) / 1_000;
    const [first = '', second = '', third = ''] = stdout.trim().split('\n');
    expect(second, stderr + stdout).toMatch(/^\{/);
    [df, told, end] = [first, JSON.parse(second) as typeof told, third];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('one that never answers holds up neither the cycle nor the other file systems', () => {
    expect(told.facts[`mount.${folder}/hang`]).toBe('fuse nobody:/answers');
    expect(told.full[`${folder}/hang`]).toBeUndefined();
    expect(told.cycleMs).toBeLessThan(10_000);
    expect(told.families).toBeGreaterThan(100);
    expect(told.full['/']).toBeGreaterThan(0);
  });

  test('a disk is as full as df says; its bind mount, an overlay and memory are not told', () => {
    const [, , used = '', free = ''] = df.split(/\s+/);
    const share = Number(used) / (Number(used) + Number(free));
    expect(share).toBeGreaterThan(0.2);
    expect(Math.abs((told.full[`${folder}/disk`] ?? 0) - share)).toBeLessThan(0.001);
    const below = Object.keys(told.full).filter((mountpoint) => mountpoint.startsWith(folder));
    expect(below).toEqual([`${folder}/disk`]);
  });

  test('the program ends by itself with a good exit code, though Node waits for the one that hangs', () => {
    expect(end).toBe('exit code 0');
    expect(seconds).toBeLessThan((2 * patience) / 1_000);
  });
});
