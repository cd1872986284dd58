/** The collector's configuration: flags over environment over file over defaults. The only reader of the environment. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { isCertificateName, plainName } from './commands/tls/names.ts';

export interface Config {
  /** Where the collector listens; loopback only without TLS. */
  readonly host: string;
  readonly port: number;
  /** `auto`: by the own CA at any address but loopback; `own`: `tlsCert` and `tlsKey`; `off`: loopback, or behind a proxy. */
  readonly tls: 'auto' | 'own' | 'off';
  /** PEM files: the certificate with those up to its CA, and its key. */
  readonly tlsCert: string | null;
  readonly tlsKey: string | null;
  /** Further names and addresses under which the collector is reached; the first stands in enrolment lines. */
  readonly tlsNames: readonly string[];
  /** Addresses, or networks as address/bits, of the proxies that end TLS: what they say of a request is believed. */
  readonly trustedProxy: readonly string[];
  /** Where people reach the dashboard; links in notices begin with it. Null: by the first name of the certificate, or where it listens. */
  readonly publicUrl: string | null;
  /** Records, series and the collector's identity. */
  readonly data: string;
  /** The operator's keys; never inside `data`. */
  readonly home: string;
  /** `sqlite`, or a `postgres://` address for the records. */
  readonly records: string;
  readonly logLevel: string;
  /** Raw samples and tables are kept so long; buckets of five minutes and of an hour at least as long. */
  readonly retentionDays: number;
  readonly fiveMinuteDays: number;
  readonly hourDays: number;
  /** What acknowledged samples survive. `full`: power loss. `normal`: the end of the process, however it comes. */
  readonly durability: 'full' | 'normal';
  readonly passphraseFile: string | null;
  /** For who signs on another machine: the collector's address, the pin of its certificate, and a file with an API token. */
  readonly collector: string | null;
  readonly collectorPin: string | null;
  readonly tokenFile: string | null;
}

export type Source = 'flag' | 'environment' | 'file' | 'default';
export type Raw = Readonly<Partial<Record<keyof Config, unknown>>>;

interface Key {
  readonly env: string;
  readonly usual: string | number | null | readonly string[];
  /** The value, or why it cannot be one. */
  readonly read: (value: unknown) => Config[keyof Config] | { readonly wrong: string };
}

const text = (value: unknown) =>
  typeof value === 'string' && value !== '' ? value : { wrong: 'must be a text that is not empty' };
const path = (value: unknown) => {
  const found = text(value);
  return typeof found === 'string' ? resolve(found) : found;
};
const wholeNumber = (min: number, max: number) => (value: unknown) => {
  const number =
    typeof value === 'number' ? value : Number(typeof value === 'string' && value !== '' ? value : Number.NaN);
  return Number.isInteger(number) && number >= min && number <= max
    ? number
    : { wrong: `must be a whole number from ${min} to ${max}` };
};
const oneOf =
  (...words: string[]) =>
  (value: unknown) =>
    typeof value === 'string' && words.includes(value) ? value : { wrong: `must be one of ${words.join(', ')}` };

/** Texts in a list, or in one text with commas between. */
const listOf = (isGood: (one: string) => boolean, what: string) => (value: unknown) => {
  const list: unknown = typeof value === 'string' ? value.split(',').map((one) => one.trim()) : value;
  if (!Array.isArray(list)) return { wrong: `must be a list of ${what}` };
  const found = list.filter((one) => one !== '');
  const bad: unknown = found.find((one) => typeof one !== 'string' || !isGood(one));
  return bad === undefined ? (found as string[]) : { wrong: `${JSON.stringify(bad)} is not one of ${what}` };
};

/** Never everybody: with zero bits each sender of a request could claim to be anybody. */
function isProxy(proxy: string): boolean {
  const [address = '', bits, ...more] = proxy.split('/');
  const most = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  if (most === 0 || more.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
}

const optional = (read: Key['read']) => (value: unknown) => (value === null ? null : read(value));

const keys: { readonly [Name in keyof Config]: Key } = {
  host: { env: 'FETTLE_HOST', usual: '127.0.0.1', read: text },
  port: { env: 'FETTLE_PORT', usual: 8420, read: wholeNumber(0, 65_535) },
  tls: { env: 'FETTLE_TLS', usual: 'auto', read: oneOf('auto', 'own', 'off') },
  tlsCert: { env: 'FETTLE_TLS_CERT', usual: null, read: optional(path) },
  tlsKey: { env: 'FETTLE_TLS_KEY', usual: null, read: optional(path) },
  tlsNames: {
    env: 'FETTLE_TLS_NAMES',
    usual: [],
    read: listOf((name) => isCertificateName(plainName(name)), 'names and addresses'),
  },
  trustedProxy: {
    env: 'FETTLE_TRUSTED_PROXY',
    usual: [],
    read: listOf(isProxy, 'addresses and networks such as 10.0.0.2 or 10.0.0.0/24'),
  },
  publicUrl: {
    env: 'FETTLE_PUBLIC_URL',
    usual: null,
    read: optional((value) =>
      typeof value === 'string' && /^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/.test(value) && URL.canParse(value)
        ? value.replace(/\/+$/, '')
        : { wrong: 'must be an address such as https://fettle.example.org' },
    ),
  },
  data: { env: 'FETTLE_DATA', usual: '.fettle', read: path },
  home: { env: 'FETTLE_HOME', usual: null, read: path },
  records: {
    env: 'FETTLE_RECORDS',
    usual: 'sqlite',
    read: (value) =>
      value === 'sqlite' || (typeof value === 'string' && /^postgres(ql)?:\/\//.test(value))
        ? value
        : { wrong: 'must be `sqlite` or an address that begins with postgres://' },
  },
  logLevel: {
    env: 'FETTLE_LOG_LEVEL',
    usual: 'info',
    read: oneOf('silent', 'error', 'warn', 'info', 'debug', 'trace'),
  },
  retentionDays: { env: 'FETTLE_RETENTION_DAYS', usual: 14, read: wholeNumber(1, 3_660) },
  fiveMinuteDays: { env: 'FETTLE_FIVE_MINUTE_DAYS', usual: 90, read: wholeNumber(1, 36_600) },
  hourDays: { env: 'FETTLE_HOUR_DAYS', usual: 1_827, read: wholeNumber(1, 36_600) },
  durability: { env: 'FETTLE_DURABILITY', usual: 'full', read: oneOf('full', 'normal') },
  passphraseFile: {
    env: 'FETTLE_KEY_PASSPHRASE_FILE',
    usual: null,
    read: optional(path),
  },
  collector: { env: 'FETTLE_COLLECTOR', usual: null, read: optional(text) },
  collectorPin: { env: 'FETTLE_COLLECTOR_PIN', usual: null, read: optional(text) },
  tokenFile: { env: 'FETTLE_TOKEN_FILE', usual: null, read: optional(path) },
};

export const configKeys = Object.keys(keys) as (keyof Config)[];

export interface Effective {
  readonly config: Config;
  readonly sources: Readonly<Record<keyof Config, Source>>;
}

export interface Places {
  readonly flags: Raw;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly file: Readonly<Record<string, unknown>>;
  /** The user's own configuration folder, for the operator's keys. */
  readonly usualHome: string;
}

/** Decides every value. Pure. @throws FettleError `config_invalid`, naming every wrong key and where it came from. */
export function resolveConfig({ flags, environment, file, usualHome }: Places): Effective {
  const config: Record<string, unknown> = {};
  const sources: Record<string, Source> = {};
  const wrong = Object.keys(file)
    .filter((name) => !(name in keys))
    .map((name) => `${name} (file): there is no such key; the keys are ${configKeys.join(', ')}`);
  for (const name of configKeys) {
    const { env, usual, read } = keys[name];
    const [value, source] = pick(flags[name], environment[env], file[name], name === 'home' ? usualHome : usual);
    const result = value === null ? null : read(value);
    if (isWrong(result)) wrong.push(`${name} (${place(source, env)}): ${result.wrong}`);
    else config[name] = result;
    sources[name] = source;
  }
  if (wrong.length > 0) throw new FettleError('config_invalid', `Configuration: ${wrong.join('; ')}.`, { wrong });
  return { config: config as unknown as Config, sources: sources as Record<keyof Config, Source> };
}

function isWrong(result: ReturnType<Key['read']>): result is { readonly wrong: string } {
  return result !== null && typeof result === 'object' && 'wrong' in result;
}

function pick(flag: unknown, environment: unknown, file: unknown, usual: unknown): [unknown, Source] {
  if (flag !== undefined) return [flag, 'flag'];
  if (environment !== undefined) return [environment, 'environment'];
  return file === undefined ? [usual, 'default'] : [file, 'file'];
}

function place(source: Source, env: string): string {
  return source === 'environment' ? env : source;
}

function userConfigFolder(environment: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return join(environment['APPDATA'] ?? homedir(), 'Fettle');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Fettle');
  return join(environment['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'fettle');
}

/** The configuration of this process. `file` is a JSON file of the same keys. @throws FettleError `config_invalid` */
export function readConfig(flags: Raw, file?: string): Effective {
  return resolveConfig({
    flags,
    environment: process.env,
    file: file === undefined ? {} : readFile(file),
    usualHome: userConfigFolder(process.env),
  });
}

function readFile(file: string): Readonly<Record<string, unknown>> {
  try {
    const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return { ...content };
  } catch (error) {
    throw new FettleError('config_invalid', `Configuration file ${file}: ${(error as Error).message}`);
  }
  throw new FettleError('config_invalid', `Configuration file ${file}: must hold one JSON object.`);
}

/** The passphrase of the operator's key, where a file is given for headless use. */
export function readPassphrase(config: Config): string | null {
  if (config.passphraseFile === null) return null;
  try {
    return lineIn(config.passphraseFile);
  } catch (error) {
    throw new FettleError('key_unreadable', `FETTLE_KEY_PASSPHRASE_FILE: ${(error as Error).message}`);
  }
}

/** The API token of who signs on another machine. @throws FettleError `config_invalid` */
export function readToken(config: Config): string | null {
  if (config.tokenFile === null) return null;
  try {
    return lineIn(config.tokenFile).trim();
  } catch (error) {
    throw new FettleError('config_invalid', `FETTLE_TOKEN_FILE: ${(error as Error).message}`);
  }
}

function lineIn(file: string): string {
  return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
}
