import { expect, test } from 'vitest';
import { type Asked, tlsMode } from './mode.ts';

const usual: Asked = { host: '127.0.0.1', tls: 'auto', tlsCert: null, tlsKey: null, trustedProxy: [] };
const files = { tlsCert: '/c.pem', tlsKey: '/k.pem' };
const given = { kind: 'given', certFile: '/c.pem', keyFile: '/k.pem' };

test.each<[string, Partial<Asked>, object]>([
  ['loopback', {}, { kind: 'plain' }],
  ['loopback, off', { tls: 'off' }, { kind: 'plain' }],
  ['every address', { host: '0.0.0.0' }, { kind: 'made' }],
  ['one address of the network', { host: '10.0.0.5' }, { kind: 'made' }],
  ['behind a proxy that speaks TLS to it', { host: '::', trustedProxy: ['10.0.0.2'] }, { kind: 'made' }],
  ['behind a proxy', { host: '0.0.0.0', tls: 'off', trustedProxy: ['10.0.0.2'] }, { kind: 'plain' }],
  ['own files', { host: '0.0.0.0', ...files }, given],
  ['own files on loopback', { tls: 'own', ...files }, given],
])('%s', (_name, change, mode) => {
  expect(tlsMode({ ...usual, ...change })).toEqual(mode);
});

test.each<[string, string, Partial<Asked>]>([
  ['bind_needs_tls', 'off where others can listen', { host: '0.0.0.0', tls: 'off' }],
  ['config_invalid', 'own without files', { tls: 'own' }],
  ['config_invalid', 'a certificate without its key', { tlsCert: '/c.pem' }],
  ['config_invalid', 'a key without its certificate', { tlsKey: '/k.pem' }],
  ['config_invalid', 'off with files', { tls: 'off', ...files }],
])('%s: %s', (code, _name, change) => {
  expect(() => tlsMode({ ...usual, ...change })).toThrow(expect.objectContaining({ name: 'FettleError', code }));
});
