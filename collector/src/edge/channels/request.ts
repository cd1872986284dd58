import { lookup } from 'node:dns';
import { request as plainRequest } from 'node:http';
import { request as secureRequest } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import type { Answer } from '../../domain/notifications/index.ts';

/** Addresses that answer for the machine or its provider, never for somebody who waits for notices. */
const forbidden = new BlockList();
for (const [network, bits, family] of [
  ['169.254.0.0', 16, 'ipv4'],
  ['0.0.0.0', 8, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
] as const) {
  forbidden.addSubnet(network, bits, family);
}
forbidden.addAddress('fd00:ec2::254', 'ipv6');
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('100.100.100.200', 'ipv4');

const answerBytes = 500;

export interface Post {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export function isForbidden(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return isForbidden(mapped);
  return forbidden.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** The address is looked at when it is used, so that a name cannot lead elsewhere in between. */
const carefulLookup: LookupFunction = (hostname, options, done) => {
  lookup(hostname, options, (error, address, family) => {
    if (error) return done(error, address, family);
    const all = Array.isArray(address) ? address.map((one) => one.address) : [address];
    const bad = all.find(isForbidden);
    if (bad !== undefined) return done(new Error(`${hostname} leads to ${bad}, where no notices go`), address, family);
    done(null, address, family);
  });
};

/** Asks once, without following redirects; anything but 2xx within the time is a failure. */
export function ask({ url, method, headers, body }: Post, patienceMs: number): Promise<Answer> {
  const target = URL.parse(url);
  const host = target?.hostname.replace(/^\[|\]$/g, '') ?? '';
  if (target === null || !/^https?:$/.test(target.protocol))
    return refuse('The address must begin with https:// or http://.');
  if (isForbidden(host)) return refuse(`No notices go to ${host}.`);
  const signal = AbortSignal.timeout(patienceMs);
  const late: Answer = { ok: false, answer: `No answer within ${patienceMs / 1_000} s.`, again: true };
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const length = method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(body)) };
  const send = target.protocol === 'https:' ? secureRequest : plainRequest;
  const asked = send(target, {
    method,
    headers: { 'user-agent': 'Fettle', ...headers, ...length },
    lookup: carefulLookup,
    agent: false,
    signal,
  });
  asked.on('error', (error) => resolve(signal.aborted ? late : { ok: false, answer: error.message, again: true }));
  asked.on('response', (response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      if (text.length >= answerBytes) response.destroy();
    });
    response.on('error', () => resolve(signal.aborted ? late : judged(response.statusCode ?? 0, text)));
    response.on('close', () => resolve(signal.aborted ? late : judged(response.statusCode ?? 0, text)));
  });
  asked.end(method === 'GET' ? undefined : body);
  return promise;
}

const refuse = (answer: string) => Promise.resolve<Answer>({ ok: false, answer, again: false });

/** Gone, refused or misunderstood: repeating it changes nothing. What is busy or broken may recover. */
function judged(status: number, text: string): Answer {
  const answer = `${status} ${text.slice(0, answerBytes).replaceAll(/\s+/g, ' ').trim()}`.trim();
  if (status >= 200 && status < 300) return { ok: true, answer };
  if (status >= 300 && status < 400)
    return { ok: false, answer: `${answer} (redirects are not followed)`, again: false };
  return { ok: false, answer, again: status >= 500 || [401, 403, 404, 408, 425, 429].includes(status) };
}
