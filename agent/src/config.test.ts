import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FettleError } from '@fettle/shared/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dataFolder, deviceName, logLevel, readSettings, samplingInterval } from './config.ts';

const invalid = (text: RegExp) =>
  expect.objectContaining({ code: 'config_invalid', message: expect.stringMatching(text) } satisfies Partial<
    Record<keyof FettleError, unknown>
  >);

test('a flag comes before the environment, that before the default', () => {
  expect(samplingInterval('5s', { FETTLE_AGENT_INTERVAL: '1m' })).toBe(5_000);
  expect(samplingInterval(undefined, { FETTLE_AGENT_INTERVAL: '1m' })).toBe(60_000);
  expect(samplingInterval(undefined, {})).toBe(10_000);
  expect(dataFolder('/a', { FETTLE_AGENT_DATA: '/b' })).toBe('/a');
  expect(dataFolder(undefined, { FETTLE_AGENT_DATA: '/b' })).toBe('/b');
  expect(logLevel({})).toBe('info');
});

test.each(['0s', '999ms', '61m', '10', 'often', '-5s'])('%j is no interval, and the error names the key', (text) => {
  expect(() => samplingInterval(text, {})).toThrow(invalid(/^--interval must be a time from 1s to 1h/));
  expect(() => samplingInterval(undefined, { FETTLE_AGENT_INTERVAL: text })).toThrow(invalid(/^FETTLE_AGENT_INTERVAL/));
});

test('an unknown log level is refused by name', () => {
  expect(() => logLevel({ FETTLE_LOG_LEVEL: 'loud' })).toThrow(invalid(/FETTLE_LOG_LEVEL must be one of .*loud/));
});

describe('the settings file', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-settings-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (text: string) => writeFileSync(join(folder, 'agent.json'), text);

  test('need not be there', () => {
    expect(readSettings(folder, {}, {})).toEqual({ interval: 10_000, slowInterval: 60_000, logLevel: 'info' });
  });

  test('comes before the defaults and after flags and environment', () => {
    put('{"interval": "30s", "slowInterval": "5m", "logLevel": "debug"}');
    expect(readSettings(folder, {}, {})).toEqual({ interval: 30_000, slowInterval: 300_000, logLevel: 'debug' });
    expect(readSettings(folder, { interval: '5s' }, {}).interval).toBe(5_000);
    const env = { FETTLE_AGENT_INTERVAL: '1m', FETTLE_AGENT_SLOW_INTERVAL: '2m', FETTLE_LOG_LEVEL: 'warn' };
    expect(readSettings(folder, {}, env)).toEqual({ interval: 60_000, slowInterval: 120_000, logLevel: 'warn' });
  });

  test.each([
    ['{"interval": "30s"', /agent\.json is no JSON\./],
    ['[]', /is no JSON object/],
    ['{"intervall": "30s"}', /knows no "intervall"/],
    ['{"interval": 30}', /holds no text for "interval"/],
    ['{"interval": "2h"}', /^interval in .*agent\.json must be a time/],
    ['{"slowInterval": "500ms"}', /^slowInterval in .*agent\.json must be a time/],
    ['{"logLevel": "loud"}', /^logLevel in .*agent\.json must be one of/],
  ])('%s is refused with the file’s name', (text, why) => {
    put(text);
    expect(() => readSettings(folder, {}, {})).toThrow(invalid(why));
  });
});

test('a device is called as it is told, else as this host', () => {
  expect(deviceName(' front desk ')).toBe('front desk');
  expect(deviceName(undefined)).toBe(hostname());
});

test.each(['', '   ', 'a\nb', 'a\u202Eb', 'x'.repeat(129)])('%j is no name for a device', (name) => {
  expect(() => deviceName(name)).toThrow(expect.objectContaining({ code: 'input_invalid' }));
});
