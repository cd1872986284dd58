import { X509Certificate } from 'node:crypto';
import { pinOf } from '@fettle/shared/trust/pin';
import { describe, expect, test } from 'vitest';
import { refusalOf } from './tls.ts';
import * as certificates from './tls.fixture.ts';

const read = (pem: string) => new X509Certificate(pem);
const { root, good, forged, authority, client } = certificates;
const expected = { host: 'collector.lan', pin: pinOf(read(root).publicKey), now: 1_800_000_000_000 };
const codeOf = (chain: readonly string[], change: object = {}) =>
  refusalOf(chain.map(read), { ...expected, ...change })?.code ?? null;

describe('a pinned collector’s certificate', () => {
  test('is good when the pinned key signed it for this name or address', () => {
    expect(codeOf([good, root])).toBeNull();
    expect(codeOf([good, root], { host: '127.0.0.1' })).toBeNull();
  });
  test('is not good because the pinned CA lies beside it: its key must have signed', () => {
    expect(codeOf([forged, root])).toBe('tls_pin_mismatch');
    expect(codeOf([forged, good, root])).toBe('tls_pin_mismatch');
  });
  test('is not that of an authority below the pinned one', () => {
    expect(codeOf([authority, root])).toBe('tls_pin_mismatch');
  });
  test('is not one for clients', () => {
    expect(codeOf([client, root])).toBe('tls_certificate_invalid');
  });
  test('is itself pinned, or its CA is there', () => {
    expect(codeOf([good])).toBe('tls_pin_mismatch');
    expect(codeOf([good], { pin: pinOf(read(good).publicKey) })).toBeNull();
    expect(codeOf([])).toBe('tls_pin_mismatch');
  });
  test.each(['x', 'other.lan', 'a.collector.lan', '127.0.0.2', '::1'])('is not good for %s', (host) => {
    expect(codeOf([good, root], { host })).toBe('tls_certificate_invalid');
  });
  test('is over from the moment that it names, and counts before it begins', () => {
    const end = read(good).validToDate.getTime();
    expect(codeOf([good, root], { now: end - 1 })).toBeNull();
    expect(codeOf([good, root], { now: end })).toBe('tls_certificate_expired');
    expect(codeOf([good, root], { now: 0 })).toBeNull();
  });
  test('that is over is told with both dates', () => {
    const refusal = refusalOf([read(good), read(root)], { ...expected, now: Date.UTC(2300, 0, 2) });
    expect(refusal?.message).toMatch(/ended on 2126-.*it is 2300-01-02/);
  });
});
