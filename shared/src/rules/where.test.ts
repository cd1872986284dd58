import { expect, test } from 'vitest';
import { seriesText } from '../metrics/metric.ts';
import { fits, instanceText } from './where.ts';

const disk = { 'system.device': 'nvme0n1', way: 'read' };

test.each([
  [undefined, true],
  [{}, true],
  [{ way: 'read' }, true],
  [{ way: 'read', 'system.device': 'nvme0n1' }, true],
  [{ 'system.device': 'nvme*' }, true],
  [{ 'system.device': '*n1' }, true],
  [{ 'system.device': '*me0*' }, true],
  [{ 'system.device': '*' }, true],
  [{ way: 'write' }, false],
  [{ 'system.device': 'NVME0N1' }, false],
  [{ 'system.device': 'nvme' }, false],
  [{ 'system.device': 'n*1' }, false],
  [{ other: '*' }, false],
  [{ toString: '*' }, false],
])('%j fits: %s', (where, expected) => {
  expect(fits(where, disk)).toBe(expected);
});

test('the text of an instance is that of its series without the metric', () => {
  for (const attributes of [{}, disk, { b: 'x,y', a: '}=\\' }]) {
    const text = seriesText({ metric: 'm', attributes });
    expect(instanceText(attributes)).toBe(text === 'm' ? '' : text.slice(2, -1));
  }
});
