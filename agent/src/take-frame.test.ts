import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { limits } from '@fettle/shared/protocol/limits';
import { expect, test } from 'vitest';
import { takeFrame } from './take-frame.ts';

const cycle = { time: 5.4, values: Float64Array.of(1), tables: [] };

test('the frame has values of its own', () => {
  const frame = takeFrame(cycle, 7, 3);
  cycle.values[0] = 2;
  expect(frame).toMatchObject({ sequence: 7, time: 5, offset: 3 });
  expect(frame.values[0]).toBe(1);
});

test('whatever a machine calls its programs, the frame can be sent', () => {
  const odd = { id: 1.5, start: -3, name: `${'x'.repeat(63)}😀`, values: Array.from({ length: 20 }, () => 1) };
  const rows = Array.from({ length: 100 }, () => ({ ...odd, id: Number.NaN }));
  const tables = Array.from({ length: 20 }, (_, i) => ({ name: `t${i}`, rows: [odd, ...rows] }));
  const frame = takeFrame({ ...cycle, tables }, 1, 0);
  expect(createFrameEncoder().encode(frame, 1, Uint8Array.of(0)).length).toBeLessThan(limits.messageBytes);
  expect(frame.tables[0]?.rows[0]).toMatchObject({ id: 2, start: 0, name: `${'x'.repeat(63)}\uFFFD` });
});
