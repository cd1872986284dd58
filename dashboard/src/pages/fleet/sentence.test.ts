import { expect, test } from 'vitest';
import { exampleDevice, exampleTrouble } from '../../state/example.ts';
import { textOf } from '../../parts/piece.ts';
import { fleetSentence } from './sentence.ts';

const now = new Date(2026, 10, 19, 14, 38).getTime();
let count = 0;
const device = (name: string, some = {}) => exampleDevice(now, { name, id: `d${count++}`, ...some });
const critical = [exampleTrouble('critical', '/var is 91.4 % full')];
const warning = [exampleTrouble('warning', 'swap is 80 % full')];
const gone = { state: 'offline', stateSince: now - 17 * 60_000 };
const many = (n: number, name: string, some = {}) => Array.from({ length: n }, (_, i) => device(`${name}-${i}`, some));
const say = (...devices: ReturnType<typeof device>[]) => textOf(fleetSentence(devices, now));

test('nothing enrolled, everything in order', () => {
  expect(say()).toBe('No device is enrolled yet. The line below puts the first one here.');
  expect(say(device('a'), device('b', { state: 'stopped' }))).toBe(
    'Everything is in order. 2 devices, 1 stopped on purpose.',
  );
  expect(say(device('old', { state: 'retired' }), device('a'))).toBe('Everything is in order. 1 device.');
});

test('names the worst and leads to it', () => {
  const pieces = fleetSentence([device('ok'), device('ber-db-02', { troubles: critical, id: 'dx' })], now);
  expect(textOf(pieces)).toBe('ber-db-02: /var is 91.4 % full. One other device is in order.');
  expect(pieces[0]).toMatchObject({ shape: 'critical', href: '/devices/dx' });
});

test('names two that cannot wait and counts the rest', () => {
  const text = say(
    device('gdn-rtr-02', gone),
    device('ber-db-02', { troubles: critical }),
    ...many(5, 'warm', { troubles: warning }),
    ...many(355, 'ok'),
  );
  expect(text).toBe(
    'ber-db-02: /var is 91.4 % full. gdn-rtr-02 went silent at 14:21. Five smaller things can wait; 355 devices are in order.',
  );
});

test('a warning alone is named; a second one waits', () => {
  expect(say(device('a', { troubles: warning }), device('b', { troubles: warning }))).toBe(
    'a: swap is 80 % full. One smaller thing can wait.',
  );
  expect(say(...many(4, 'sick', { troubles: critical }))).toBe(
    'sick-0: /var is 91.4 % full. sick-1: /var is 91.4 % full. Two more devices need you.',
  );
});

test('silence of many is one thing', () => {
  expect(say(...many(4, 'g', { ...gone, site: 'gdansk' }), ...many(2, 'ok'))).toBe(
    'Everything at gdansk is silent since 14:21: 4 devices. 2 devices are in order.',
  );
  expect(say(...many(4, 'g', gone), device('ok'))).toBe(
    '4 devices are silent; the first was g-0, at 14:21. One other device is in order.',
  );
});

test('a name cannot turn the sentence round', () => {
  expect(say(device('a\u202Eevil', gone))).toContain('a\ufffdevil went silent');
});
