/** The collector's API through the console: data passes, cookies and pages do not. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { FettleError } from '@fettle/shared/errors';
import { begin, type Place } from '../reach/place.ts';
import { answerHeaders } from './doors.ts';
import type { Jar } from './jar.ts';

/** What of a browser's request goes on. Neither its cookies nor where it comes from. */
const taken = ['accept', 'content-type', 'content-length', 'last-event-id', 'if-none-match'] as const;
/** What of an answer comes back. */
const given = ['content-length', 'etag', 'retry-after', 'last-event-id', 'content-encoding'] as const;
/** What is data. Anything else could be a page, and is handed over as a file. */
const data =
  /^(application\/(problem\+)?json|text\/event-stream|text\/csv|application\/x-ndjson)\s*(;\s*charset=utf-8)?$/i;

const patienceMs = 60_000;

export async function passOn(
  place: Place,
  jar: Jar,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const headers = Object.fromEntries(
    taken.flatMap((name) => (request.headers[name] === undefined ? [] : [[name, request.headers[name]]])),
  );
  try {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    const onward = await begin(place, request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: { ...headers, ...jar.header },
    });
    onward.setTimeout(patienceMs, () => onward.destroy(new Error(`no answer within ${patienceMs / 1_000} s`)));
    onward.once('response', resolve);
    onward.once('error', reject);
    response.once('close', () => onward.destroy());
    request.pipe(onward);
    const answer = await promise;
    // A stream of events is quiet for as long as nothing happens.
    onward.setTimeout(0);
    jar.take(answer.headers['set-cookie']);
    response.writeHead(answer.statusCode ?? 502, headersOf(answer));
    answer.once('error', () => response.destroy());
    answer.pipe(response);
  } catch (error) {
    unreachable(response, error as Error);
  }
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const type = headers['content-type'];
  const kept = Object.fromEntries(
    given.flatMap((name) => (typeof headers[name] === 'string' ? [[name, headers[name]]] : [])),
  );
  if (type === undefined || data.test(type))
    return { ...answerHeaders, ...kept, ...(type === undefined ? {} : { 'content-type': type }) };
  return { ...answerHeaders, ...kept, 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' };
}

function unreachable(response: ServerResponse, error: Error): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const code = error instanceof FettleError ? error.code : 'collector_unreachable';
  const detail = `The collector cannot be reached: ${error.message}`;
  response.writeHead(502, { ...answerHeaders, 'content-type': 'application/problem+json' });
  response.end(JSON.stringify({ type: 'about:blank', title: detail, status: 502, code, detail }));
}
