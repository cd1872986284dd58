import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bootId } from './boot.ts';

test('is what the system says, the same for every process of one start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-boot-'));
  writeFileSync(join(folder, 'boot_id'), 'b6e2f0c4\n');
  expect(bootId(join(folder, 'boot_id'))).toBe('b6e2f0c4');
  rmSync(folder, { recursive: true });
});

test('where the system says nothing no two processes believe to be of one start', () => {
  expect(bootId('/nowhere/boot_id')).not.toBe(bootId('/nowhere/boot_id'));
});
