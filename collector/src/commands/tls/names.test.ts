import { describe, expect, test } from 'vitest';
import { certificateNames, inUrl, isAddress, isCertificateName, reachableName } from './names.ts';

describe('the names of a certificate', () => {
  test('are the configured ones, the host, the machine and loopback, each once', () => {
    expect(certificateNames({ host: '10.0.0.5', tlsNames: ['Fettle.Example.org.', 'box'] }, 'box')).toEqual([
      'fettle.example.org',
      'box',
      '10.0.0.5',
      'localhost',
      '127.0.0.1',
      '::1',
    ]);
  });
  test.each(['0.0.0.0', '::'])('leave out %s, which is nobody’s address', (host) => {
    expect(certificateNames({ host, tlsNames: [] }, 'box')).toEqual(['box', 'localhost', '127.0.0.1', '::1']);
  });
  test('spell one IPv6 address in one way', () => {
    expect(certificateNames({ host: '2001:DB8::0:1', tlsNames: ['[2001:db8::1]'] }, 'box')[0]).toBe('2001:db8::1');
  });
  test('leave out a machine’s name that no certificate can carry', () => {
    expect(certificateNames({ host: '::', tlsNames: [] }, 'Ida’s Mac')).toEqual(['localhost', '127.0.0.1', '::1']);
  });
});

test.each([
  ['fettle.lan', true],
  ['*.fettle.lan', true],
  ['10.0.0.1', true],
  ['fe80::1', true],
  ['', false],
  ['a..b', false],
  ['a b', false],
  ['-a', false],
  ['a.*.b', false],
  ['https://a', false],
  ['fe80::1%eth0', false],
  [`${'a'.repeat(64)}.lan`, false],
  ['a.b,DNS:c', false],
])('%j can stand in a certificate: %j', (name, good) => {
  expect(isCertificateName(name)).toBe(good);
});

test('an address is told from a name', () => {
  expect(['1.2.3.4', '::1'].every(isAddress)).toBe(true);
  expect(['1.2.3.256', '1.2.3', '01.2.3.4', 'localhost', 'abc'].some(isAddress)).toBe(false);
});

test('enrolment lines take the first name that is no pattern, else the host, else the machine', () => {
  expect(reachableName({ host: '0.0.0.0', tlsNames: ['*.lan', 'f.lan'] }, 'box')).toBe('f.lan');
  expect(reachableName({ host: '10.0.0.5', tlsNames: [] }, 'box')).toBe('10.0.0.5');
  expect(reachableName({ host: '::', tlsNames: ['*.lan'] }, 'Box')).toBe('box');
  expect([inUrl('::1'), inUrl('a.b')]).toEqual(['[::1]', 'a.b']);
});
