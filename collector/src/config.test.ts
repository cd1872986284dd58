import { describe, expect, test } from 'vitest';
import { resolveConfig } from './config.ts';

const nothing = { flags: {}, environment: {}, file: {}, usualHome: '/home/ida/.config/fettle' };

describe('configuration', () => {
  test('has defaults for everything', () => {
    const { config, sources } = resolveConfig(nothing);
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 8420,
      records: 'sqlite',
      home: '/home/ida/.config/fettle',
    });
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
  });

  test('a flag goes before the environment, the environment before the file', () => {
    const { config, sources } = resolveConfig({
      ...nothing,
      flags: { port: '1' },
      environment: { FETTLE_PORT: '2', FETTLE_LOG_LEVEL: 'warn' },
      file: { port: 3, logLevel: 'error', retentionDays: 30 },
    });
    expect(config).toMatchObject({ port: 1, logLevel: 'warn', retentionDays: 30 });
    expect(sources).toMatchObject({ port: 'flag', logLevel: 'environment', retentionDays: 'file' });
  });

  test('names every wrong key and where it came from', () => {
    const attempt = () =>
      resolveConfig({ ...nothing, environment: { FETTLE_PORT: '80x' }, file: { prot: 1, logLevel: 'loud' } });
    expect(attempt).toThrow(/prot \(file\): there is no such key/);
    expect(attempt).toThrow(/port \(FETTLE_PORT\): must be a whole number/);
    expect(attempt).toThrow(/logLevel \(file\): must be one of/);
  });
});

describe('lists', () => {
  const read = (environment: Record<string, string>, file: Record<string, unknown> = {}) =>
    resolveConfig({ ...nothing, environment, file }).config;

  test('are one text with commas, or a list in the file', () => {
    expect(read({ FETTLE_TLS_NAMES: 'a.lan, 10.0.0.1,' }).tlsNames).toEqual(['a.lan', '10.0.0.1']);
    expect(read({}, { trustedProxy: ['10.0.0.2', 'fd00::/8'] }).trustedProxy).toEqual(['10.0.0.2', 'fd00::/8']);
    expect(read({ FETTLE_TLS_NAMES: '' }).tlsNames).toEqual([]);
  });

  test.each(['proxy.lan', '10.0.0.0/33', '0.0.0.0/0', '10.0.0.1/8/8', '10.0.0.1/', '::/0'])(
    'take no %s for a proxy',
    (proxy) => {
      expect(() => read({ FETTLE_TRUSTED_PROXY: proxy })).toThrow(/trustedProxy \(FETTLE_TRUSTED_PROXY\)/);
    },
  );

  test('take no name that a certificate cannot carry, and nothing that is no text', () => {
    expect(() => read({ FETTLE_TLS_NAMES: 'a.lan,b c' })).toThrow(/"b c" is not one of names and addresses/);
    expect(() => read({}, { tlsNames: [1] })).toThrow(/tlsNames \(file\)/);
    expect(() => read({}, { tlsNames: 7 })).toThrow(/must be a list/);
  });
});
