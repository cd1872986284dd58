import { lookup } from 'node:dns';
import { lookup as lookupAll } from 'node:dns/promises';
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

/** Networks of IPv6 that carry an address of IPv4, and in which group of 16 bits it begins: mapped, translated, NAT64, 6to4, compatible. */
const carriers = [
  [/^0:0:0:0:0:ffff:/, 6],
  [/^0:0:0:0:ffff:0:/, 6],
  [/^64:ff9b:/, 6],
  [/^2002:/, 1],
  // Not ::1, which is this machine.
  [/^0:0:0:0:0:0:(?!0:)/, 6],
] as const;

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
  if (family === 4) return forbidden.check(address, 'ipv4');
  const groups = groupsOf(address);
  const carrier = carriers.find(([network]) => network.test(groups.join(':')));
  if (carrier !== undefined && isForbidden(carried(groups, carrier[1]))) return true;
  return forbidden.check(address, 'ipv6');
}

/** The eight groups of an IPv6 address, without leading zeros. */
function groupsOf(address: string): string[] {
  const plain = URL.parse(`http://[${address.replace(/%.*$/, '')}]`)?.hostname.slice(1, -1) ?? '';
  const [left = '', right] = plain.split('::');
  const [before, after] = [left, right ?? ''].map((part) => part.split(':').filter(Boolean)) as [string[], string[]];
  return right === undefined
    ? before
    : [...before, ...Array<string>(8 - before.length - after.length).fill('0'), ...after];
}

function carried(groups: readonly string[], at: number): string {
  const [high, low] = [groups[at] ?? '0', groups[at + 1] ?? '0'].map((group) => Number.parseInt(group, 16)) as [
    number,
    number,
  ];
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** Why nothing goes to a host, by all of its addresses of now; null: it may. A name that leads nowhere is for who connects to tell. */
export async function whyNot(host: string): Promise<string | null> {
  const found = isIP(host) === 0 ? await lookupAll(host, { all: true }).catch(() => []) : [{ address: host }];
  const bad = found.find(({ address }) => isForbidden(address))?.address;
  if (bad === undefined) return null;
  return bad === host ? `No notices go to ${host}.` : `${host} leads to ${bad}, where no notices go.`;
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
