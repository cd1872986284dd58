import { describe, expect, test } from 'vitest';
import { proxyFor } from './proxy.ts';

const far = 'wss://fettle.example.org:8420/agent/v1';

describe('which proxy is asked', () => {
  test('the one for the kind of address, else the one for all', () => {
    const both = { https: 'http://ida:p%40ss@proxy:3128', http: 'http://other', all: 'http://last' };
    const credentials = Buffer.from('ida:p@ss').toString('base64');
    expect(proxyFor(far, both)).toEqual({ host: 'proxy', port: 3128, credentials });
    expect(proxyFor('ws://fettle.example.org/agent/v1', both)).toEqual({ host: 'other', port: 80, credentials: null });
    expect(proxyFor(far, { all: 'proxy:8080' })).toEqual({ host: 'proxy', port: 8080, credentials: null });
    expect(proxyFor(far, {})).toBeNull();
  });

  test.each([
    ['example.org', null],
    ['.example.org', null],
    ['fettle.example.org:8420', null],
    ['fettle.example.org:443', 'proxy'],
    ['ttle.example.org', 'proxy'],
    ['other.org, EXAMPLE.org', null],
    ['*', null],
    ['', 'proxy'],
  ])('except for what NO_PROXY names: %s', (no, host) => {
    expect(proxyFor(far, { https: 'http://proxy:3128', no })?.host ?? null).toBe(host);
  });

  test('never for this machine itself', () => {
    for (const host of ['localhost', '127.0.0.1', '127.3.2.1', '[::1]']) {
      expect(proxyFor(`wss://${host}:8420/agent/v1`, { all: 'http://proxy' })).toBeNull();
    }
  });

  test('what is no HTTP proxy is refused, without its password in the text', () => {
    expect(() => proxyFor(far, { all: 'socks5://ida:secret@proxy:1080' })).toThrow(
      /socks5:\/\/…@proxy:1080 cannot be used/,
    );
    expect(() => proxyFor(far, { all: 'http://' })).toThrow(/cannot be used/);
  });
});
