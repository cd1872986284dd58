import type { Service, ServiceMap } from '@fettle/shared/api/services';
import { expect, test } from 'vitest';
import { minorOf, newPart, newService, readServiceDraft, type ServiceDraft, serviceDraft } from './draft.ts';
import { around, layoutOf } from './map-layout.ts';

const part = { ...newPart(0), name: 'databases', selector: 'role=db' };
const draft: ServiceDraft = { ...newService, id: 'orders', name: 'Orders', parts: [part] };

test('a form comes to a service, and a service to its form', () => {
  const parts = [
    part,
    {
      ...newPart(1),
      name: 'front',
      kind: 'device' as const,
      devices: ['d1', 'd2'],
      need: 'at-least' as const,
      count: '1',
      impact: 'degraded' as const,
    },
    { ...newPart(2), name: 'mail', kind: 'service' as const, services: ['mail'], need: 'any' as const },
    {
      ...newPart(3),
      name: 'disk',
      kind: 'check' as const,
      rule: 'file-system-full',
      instance: '/var',
      selector: 'role=db',
    },
  ];
  const { body, errors } = readServiceDraft({ ...draft, parts, cost: '4200,5', owner: 'p1', calendar: 'office' });
  expect([...errors]).toEqual([]);
  expect(body).toMatchObject({ owner: 'p1', pointPerson: null, calendar: 'office', costPerHour: 420_050, site: null });
  expect(body?.parts.map(({ of, need, impact }) => [of.kind, need.kind, impact])).toEqual([
    ['devices', 'all', 'down'],
    ['device', 'at-least', 'degraded'],
    ['service', 'any', 'down'],
    ['check', 'all', 'down'],
  ]);
  const again = readServiceDraft(serviceDraft({ id: 'orders', ...body } as Service)).body;
  expect(again).toEqual(body);
});

test('what is wrong is said by its field', () => {
  const wrong = (some: Partial<ServiceDraft>) => [...readServiceDraft({ ...draft, ...some }).errors.keys()];
  expect(wrong({ name: ' ', id: 'A b' })).toEqual(['name', 'id']);
  expect(wrong({ cost: '12.345' })).toEqual(['cost']);
  expect(wrong({ parts: [] })).toEqual(['parts']);
  expect(wrong({ parts: [{ ...newPart(0), selector: 'role==' }] })).toEqual(['parts.0.name', 'parts.0.selector']);
  expect(
    wrong({
      parts: [
        { ...part, kind: 'device' },
        { ...part, kind: 'service' },
        { ...part, kind: 'check' },
      ],
    }),
  ).toEqual(['parts.0.devices', 'parts.1.services', 'parts.2.rule']);
  expect(wrong({ parts: [{ ...part, need: 'at-least', count: '0' }] })).toEqual(['parts.0.count']);
});

test('money is read without a float', () => {
  expect(['450', '450.5', '0,07', '1e3', '-1', ''].map(minorOf)).toEqual([45_000, 45_050, 7, null, null, null]);
});

const node = (id: string, state = 'in-order'): ServiceMap['nodes'][number] => ({
  id,
  kind: id.startsWith('device') ? 'device' : 'service',
  name: id,
  state,
  criticality: null,
});
const edge = (from: string, to: string) => ({ from, to, part: 'x' });

test('who relies stands left of what is relied upon; devices beyond five are told by their number, those that are out first', () => {
  const devices = Array.from({ length: 8 }, (_, n) => node(`device:${n}`, n === 7 ? 'offline' : 'online'));
  const map: ServiceMap = {
    nodes: [node('service:b'), node('service:a'), ...devices],
    edges: [edge('service:a', 'service:b'), ...devices.map(({ id }) => edge('service:b', id))],
  };
  const layout = layoutOf(map);
  const layerOf = (id: string) => layout.nodes.find((one) => one.id === id)?.layer;
  expect([layerOf('service:a'), layerOf('service:b'), layerOf('device:7'), layout.layers]).toEqual([0, 1, 2, 3]);
  expect(layout.nodes.filter(({ kind }) => kind === 'device')).toHaveLength(5);
  expect(layout.nodes.find(({ kind }) => kind === 'devices')?.name).toBe('3 more devices');
  expect(new Set(layout.nodes.map(({ layer, row }) => `${layer} ${row}`)).size).toBe(layout.nodes.length);
});

test('a circle is drawn all the same, and one service is shown with all that it touches', () => {
  const map: ServiceMap = {
    nodes: ['service:a', 'service:b', 'service:c', 'service:apart', 'device:1'].map((id) => node(id)),
    edges: [
      edge('service:a', 'service:b'),
      edge('service:b', 'service:a'),
      edge('service:b', 'device:1'),
      edge('service:c', 'service:b'),
    ],
  };
  expect(layoutOf(map).nodes).toHaveLength(5);
  expect(around(map, 'service:b').nodes.map(({ id }) => id)).toEqual([
    'service:a',
    'service:b',
    'service:c',
    'device:1',
  ]);
  expect(around(map, 'service:apart').nodes.map(({ id }) => id)).toEqual(['service:apart']);
});
