/** What the agent is told: flags over the environment over defaults. The only reader of the environment. */
import { homedir, hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { parseDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import { limits } from '@fettle/shared/protocol/limits';
import { readIfThere } from './durable-file.ts';
import { type OutboxSettings, outboxSettings } from './link/outbox-settings.ts';
import type { ProxySettings } from './link/proxy.ts';

export const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

type Environment = Readonly<Record<string, string | undefined>>;

/** What a process that takes this one's place is to be given. */
export function inherited(): Environment {
  return process.env;
}

/** The data folder: the flag, `FETTLE_AGENT_DATA`, or where the system keeps such things. */
export function dataFolder(flag: string | undefined, env: Environment = process.env): string {
  return resolve(flag ?? env['FETTLE_AGENT_DATA'] ?? usualFolder(env));
}

/** The data folder to tell of: as `dataFolder`, but with nothing said rather that of the installed service. */
export function folderToShow(
  flag: string | undefined,
  installed: string | undefined,
  env: Environment = process.env,
): string {
  const said = flag ?? env['FETTLE_AGENT_DATA'];
  return said === undefined && installed !== undefined ? installed : dataFolder(flag, env);
}

function usualFolder(env: Environment): string {
  if (process.platform === 'win32') return join(env['ProgramData'] ?? 'C:\\ProgramData', 'Fettle', 'agent');
  if (process.getuid?.() === 0) return '/var/lib/fettle-agent';
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'fettle-agent');
}

/** Where a user's own notes are: what they asked the agent of this machine. */
export function ownFolder(env: Environment = process.env): string {
  if (process.platform === 'win32') return join(env['LOCALAPPDATA'] ?? homedir(), 'Fettle');
  return join(env['XDG_STATE_HOME'] ?? join(homedir(), '.local', 'state'), 'fettle-agent');
}

/** The proxies of the environment, in the capitals that all use and the small letters that curl prefers. */
export function proxySettings(env: Environment = process.env): ProxySettings {
  const of = (name: string) => env[name.toLowerCase()] ?? env[name];
  return { http: of('HTTP_PROXY'), https: of('HTTPS_PROXY'), all: of('ALL_PROXY'), no: of('NO_PROXY') };
}

/** Milliseconds between measurements. @throws FettleError `config_invalid` */
export function samplingInterval(flag: string | undefined, env: Environment = process.env): number {
  if (flag !== undefined) return intervalOf('--interval', flag);
  const text = env['FETTLE_AGENT_INTERVAL'];
  return text === undefined ? limits.intervalMs.usual : intervalOf('FETTLE_AGENT_INTERVAL', text);
}

function intervalOf(name: string, text: string): number {
  const { min, max } = limits.intervalMs;
  const ms = parseDuration(text);
  if (ms === null || ms < min || ms > max) {
    throw new FettleError('config_invalid', `${name} must be a time from 1s to 1h, as in 10s or 5m; it is ${text}.`);
  }
  return ms;
}

/** @throws FettleError `config_invalid` */
export function logLevel(env: Environment = process.env): LogLevel {
  const text = env['FETTLE_LOG_LEVEL'];
  return text === undefined ? 'info' : levelOf('FETTLE_LOG_LEVEL', text);
}

function levelOf(name: string, text: string): LogLevel {
  const level = logLevels.find((one) => one === text);
  if (level === undefined) {
    throw new FettleError('config_invalid', `${name} must be one of ${logLevels.join(', ')}; it is ${text}.`);
  }
  return level;
}

/** Milliseconds between rounds of what may be slow to answer, by `FETTLE_AGENT_SLOW_INTERVAL`. @throws FettleError `config_invalid` */
function slowInterval(env: Environment): number {
  const text = env['FETTLE_AGENT_SLOW_INTERVAL'];
  return text === undefined ? slowUsualMs : intervalOf('FETTLE_AGENT_SLOW_INTERVAL', text);
}

const slowUsualMs = 60_000;

/** In the data folder: what may change while the agent runs, as in `{"interval": "30s", "logLevel": "debug"}`. */
export const settingsFile = 'agent.json';

/** What the agent takes anew when it is told to (SIGHUP). */
export interface Settings {
  /** Milliseconds between measurements. */
  readonly interval: number;
  /** At most so often file systems, services and whatever else may be slow to answer are asked, ms. */
  readonly slowInterval: number;
  readonly logLevel: LogLevel;
}

/** Flags over the environment over `agent.json` over the defaults. @throws FettleError `config_invalid` */
export function readSettings(
  folder: string,
  flags: { readonly interval?: string | undefined },
  env: Environment = process.env,
): Settings {
  const path = join(folder, settingsFile);
  const { interval, slowInterval: slow, logLevel: level } = settingsIn(path);
  const given = flags.interval !== undefined || env['FETTLE_AGENT_INTERVAL'] !== undefined;
  return {
    interval:
      given || interval === undefined
        ? samplingInterval(flags.interval, env)
        : intervalOf(`interval in ${path}`, interval),
    slowInterval:
      env['FETTLE_AGENT_SLOW_INTERVAL'] !== undefined || slow === undefined
        ? slowInterval(env)
        : intervalOf(`slowInterval in ${path}`, slow),
    logLevel:
      env['FETTLE_LOG_LEVEL'] !== undefined || level === undefined
        ? logLevel(env)
        : levelOf(`logLevel in ${path}`, level),
  };
}

interface Written {
  readonly interval?: string;
  readonly slowInterval?: string;
  readonly logLevel?: string;
}

function settingsIn(path: string): Written {
  const text = readIfThere(path);
  if (text === null) return {};
  const wrong = (why: string) =>
    new FettleError(
      'config_invalid',
      `${path} ${why}. It may hold "interval", "slowInterval" and "logLevel", all texts.`,
    );
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw wrong('is no JSON');
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw wrong('is no JSON object');
  for (const [name, value] of Object.entries(settings)) {
    if (!['interval', 'slowInterval', 'logLevel'].includes(name)) throw wrong(`knows no ${JSON.stringify(name)}`);
    if (typeof value !== 'string') throw wrong(`holds no text for ${JSON.stringify(name)}`);
  }
  return settings;
}

export interface OutboxFlags {
  readonly outbox?: string | undefined;
  readonly outboxSize?: string | undefined;
  readonly outboxDays?: string | undefined;
}

/** Where frames wait to be acknowledged: flags over the environment over the defaults. @throws FettleError `config_invalid` */
export function outboxOf(flags: OutboxFlags, env: Environment = process.env): OutboxSettings {
  const given = (flag: keyof OutboxFlags, option: string, variable: string) => {
    if (flags[flag] !== undefined) return { name: option, text: flags[flag] };
    return env[variable] === undefined ? undefined : { name: variable, text: env[variable] };
  };
  const where = given('outbox', '--outbox', 'FETTLE_AGENT_OUTBOX');
  const size = given('outboxSize', '--outbox-size', 'FETTLE_AGENT_OUTBOX_SIZE');
  const days = given('outboxDays', '--outbox-days', 'FETTLE_AGENT_OUTBOX_DAYS');
  return outboxSettings({ ...(where && { where }), ...(size && { size }), ...(days && { days }) });
}

/** Where the executor is: spawned by the agent itself, nowhere (monitoring only), or at a service's socket. */
export type ExecutorPlace =
  | { readonly at: 'spawned' }
  | { readonly at: 'nowhere' }
  | { readonly at: 'socket'; readonly path: string };

/** The flag `spawn`, `off` or a socket's full path; `spawn` where nothing is said. @throws FettleError `config_invalid` */
export function executorPlace(flag: string | undefined): ExecutorPlace {
  if (flag === undefined || flag === 'spawn') return { at: 'spawned' };
  if (flag === 'off') return { at: 'nowhere' };
  if (flag.startsWith('/')) return { at: 'socket', path: flag };
  throw new FettleError('config_invalid', `--executor must be spawn, off or the full path of a socket; it is ${flag}.`);
}

/** The name under which this device first appears: the flag, or this host's. @throws FettleError `input_invalid` */
export function deviceName(flag: string | undefined): string {
  const name = (flag ?? (hostname() || 'unnamed')).trim();
  if (name.length === 0 || name.length > 128 || /[\p{C}\p{Zl}\p{Zp}]/u.test(name)) {
    throw new FettleError('input_invalid', 'A device’s name has 1 to 128 visible characters. Give one with --name.');
  }
  return name;
}
