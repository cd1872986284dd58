import type { Limit } from '@fettle/shared/api/capacity';
import { expect, test } from 'vitest';
import { draftOf, emptyLimit, readLimit } from './limit-draft.ts';

const line: Limit = {
  id: 'paris',
  name: 'Line of Paris',
  kind: 'link',
  site: 'paris',
  limit: 12_500_000,
  selector: '',
  software: '',
  device: 'd1',
  interface: 'eth0',
  cost: 4_900,
  version: 3,
};

test('a limit that is read and not changed is the same again', () => {
  const { id, version: _version, ...body } = line;
  expect(draftOf(line)).toMatchObject({ limit: '100', cost: '49', id });
  expect(readLimit(draftOf(line), 3)).toEqual({ errors: new Map(), body: { ...body, version: 3 } });
});

test('what is missing is told by its field', () => {
  expect([...readLimit(emptyLimit, 0).errors.keys()]).toEqual(['id', 'name', 'limit']);
  const link = { ...emptyLimit, id: 'a', name: 'A', kind: 'link' as const, limit: '10', cost: 'x' };
  expect([...readLimit(link, 0).errors.keys()]).toEqual(['device', 'port', 'cost']);
});

test('a licence keeps nothing of a line', () => {
  const draft = { ...emptyLimit, id: 'a', name: 'A', limit: '5', selector: 'role=pos', device: 'd1', port: 'eth0' };
  expect(readLimit(draft, 0).body).toMatchObject({
    device: null,
    interface: '',
    selector: 'role=pos',
    limit: 5,
    cost: null,
  });
});
