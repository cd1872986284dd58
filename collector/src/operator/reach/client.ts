/** The collector's API, as whoever signs asks it. What it answers is a stranger's word until `trusted` has looked at it. */
import type { IncomingMessage } from 'node:http';
import { type ErrorCode, errorCodes, FettleError } from '@fettle/shared/errors';
import { begin, type Place } from './place.ts';

export interface Collector {
  readonly place: Place;
  /** JSON of the answer. @throws FettleError with the collector's code, or `collector_unreachable` */
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
}

/** A header that says who asks, made anew for each request. */
export type Credentials = () => Readonly<Record<string, string>>;

export const bearer =
  (token: string): Credentials =>
  () => ({ authorization: `Bearer ${token}` });

/** Ten thousand targets with their records are below this. */
const mostBytes = 64 * 1_048_576;
const patienceMs = 60_000;

export function collectorAt(place: Place, credentials: Credentials): Collector {
  return {
    place,
    async ask(method, path, body) {
      const { status, text } = await send(place, credentials, method, path, body);
      if (status >= 200 && status < 300) return text === '' ? null : parsed(text);
      throw refused(status, text);
    },
  };
}

async function send(place: Place, credentials: Credentials, method: string, path: string, body: unknown) {
  const text = body === undefined ? null : JSON.stringify(body);
  const headers = {
    accept: 'application/json',
    ...credentials(),
    ...(text === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
  };
  try {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const request = await begin(place, `/api/v1${path}`, { method, headers, timeout: patienceMs });
    request.once('response', resolve);
    request.on('error', reject);
    request.on('timeout', () => request.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
    request.end(text ?? undefined);
    const answer = await promise;
    return { status: answer.statusCode ?? 0, text: await wholeText(answer) };
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw new FettleError(
      'collector_unreachable',
      `The collector at ${place.url} cannot be reached: ${(error as Error).message}.`,
    );
  }
}

/** @throws Error when it is longer than anything that is asked for */
export async function wholeText(message: AsyncIterable<Uint8Array>, most = mostBytes): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of message) {
    length += part.length;
    if (length > most) throw new FettleError('message_too_large', 'The answer is longer than any that was asked for.');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FettleError(
      'message_malformed',
      'The collector answered something that is not JSON. Is this its address?',
    );
  }
}

function refused(status: number, text: string): FettleError {
  let problem: { code?: unknown; detail?: unknown; title?: unknown } = {};
  try {
    problem = (JSON.parse(text) ?? {}) as typeof problem;
  } catch {
    return new FettleError('collector_unreachable', `The answer has status ${status} and is not of a collector.`);
  }
  const code = Object.hasOwn(errorCodes, String(problem.code)) ? (problem.code as ErrorCode) : 'internal';
  const words = [problem.detail, problem.title].find((one): one is string => typeof one === 'string');
  return new FettleError(code, words?.slice(0, 2_000) ?? errorCodes[code], { status });
}
