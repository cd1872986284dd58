import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fileOf, programs } from './build-wasm.ts';

test.each(programs)('$target is what $source says: else `npm run build:wasm`', (program) => {
  const kept = readFileSync(join(import.meta.dirname, '..', program.target), 'utf8');
  expect(kept).toBe(fileOf(program));
});

test('what cannot be compiled says why', () => {
  const program = { source: 'agent/wasm/nothing.ts', target: '', memoryBytes: 65_536 };
  expect(() => fileOf(program)).toThrow('nothing');
});
