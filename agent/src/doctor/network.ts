/** The way to the collector: its name, a connection, TLS, and the time that it tells. */
import { lookup } from 'node:dns/promises';
import { request } from 'node:http';
import { connect, isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { FettleError } from '@fettle/shared/errors';
import type { Clock } from '../clock.ts';
import type { Proxy } from '../link/proxy.ts';
import { connectSecurely } from '../link/tls.ts';
import { failed, type Finding, good, skipped } from './finding.ts';

export interface Way {
  readonly findings: readonly Finding[];
  /** The collector's clock, ms since 1970; null when it did not tell. */
  readonly time: number | null;
}

const withinMs = 5_000;

/**
 * Goes as far as it gets: what comes after a failure is skipped. With a proxy it goes as far as that; what lies behind it,
 * the hello shows.
 */
export async function examineWay(
  collector: string,
  pin: string | null,
  clock: Clock,
  proxy: Pick<Proxy, 'host' | 'port'> | null = null,
): Promise<Way> {
  const url = new URL(collector);
  const secure = url.protocol === 'https:';
  const direct = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || (secure ? 443 : 80) };
  const { host, port } = proxy ?? direct;
  const named = await examineName(host);
  const findings: Finding[] = [named];
  const rest = (...checks: string[]) => checks.map((check) => skipped(check, 'Not tried, as the one before failed.'));
  if (named.state === 'failed')
    return { findings: [...findings, ...rest('tcp', ...(secure ? ['tls'] : []))], time: null };
  const plain = await tried(() => connected(host, port));
  findings.push(judgeConnection(host, port, plain));
  if (plain instanceof Error) return { findings: [...findings, ...rest(...(secure ? ['tls'] : []))], time: null };
  if (!secure && proxy === null) return { findings, time: await timeOver(plain, url) };
  plain.destroy();
  if (proxy !== null) {
    const behind = `Through the proxy ${host}: see the check of the collector.`;
    return { findings: [...findings, ...(secure ? [skipped('tls', behind)] : [])], time: null };
  }
  const secured = await tried(() => connectedSecurely({ host, port, pin, timeoutMs: withinMs }, clock));
  findings.push(
    judgeTls(
      secured instanceof Error ? secured : null,
      secured instanceof Error ? '' : (secured.getProtocol() ?? 'TLS'),
      pin,
    ),
  );
  return { findings, time: secured instanceof Error ? null : await timeOver(secured, url) };
}

async function examineName(host: string): Promise<Finding> {
  if (isIP(host) !== 0) return good('dns', `${host} is an address and needs no name server.`);
  const found = await tried(() => lookup(host, { all: true }));
  return judgeName(host, found instanceof Error ? found : found.map(({ address }) => address));
}

export function judgeName(host: string, found: readonly string[] | Error): Finding {
  if (!(found instanceof Error)) return good('dns', `${host} is ${found.join(', ')}.`);
  const { code } = found as NodeJS.ErrnoException;
  return code === 'ENOTFOUND'
    ? failed('dns', `No name server knows ${host}.`, 'check the name, and the name servers in /etc/resolv.conf')
    : failed(
        'dns',
        `The name servers do not answer (${code ?? found.message}).`,
        'check the network and /etc/resolv.conf',
      );
}

export function judgeConnection(host: string, port: number, got: Error | Socket): Finding {
  const where = `${host} port ${port}`;
  if (!(got instanceof Error)) return good('tcp', `${where} can be reached.`);
  const { code, message } = got as NodeJS.ErrnoException;
  return code === 'ECONNREFUSED'
    ? failed('tcp', `Nobody listens at ${where}.`, 'check that the collector runs, and the port')
    : failed('tcp', `${where} cannot be reached (${code ?? message}).`, 'check the network and the firewalls between');
}

/** @param refusal null: the connection stands */
export function judgeTls(refusal: Error | null, protocol: string, pin: string | null): Finding {
  if (refusal === null) {
    return good(
      'tls',
      `${protocol}, ${pin === null ? 'vouched for by a CA of this machine' : 'with the key that the token named'}.`,
    );
  }
  const text =
    refusal instanceof FettleError
      ? refusal.message
      : `The other side does not speak TLS as it should (${refusal.message}).`;
  return failed('tls', text, 'compare the address with the line that fettle token enrol printed; ask the operator');
}

function connected(host: string, port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: withinMs });
    socket.once('connect', () => {
      socket.setTimeout(0);
      resolve(socket);
    });
    socket.once('timeout', () => socket.destroy(new Error(`no answer within ${withinMs / 1_000} s`)));
    socket.once('error', reject);
  });
}

function connectedSecurely(target: Parameters<typeof connectSecurely>[0], clock: Clock): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    connectSecurely(target, clock, (error, socket) => {
      if (socket === undefined) reject(error ?? new Error('no connection'));
      else resolve(socket);
    });
  });
}

/** What the collector's HTTP says the time is; it closes the socket. */
async function timeOver(socket: Socket, url: URL): Promise<number | null> {
  const asked = await tried(
    () =>
      new Promise<string | undefined>((resolve, reject) => {
        const path = `${url.pathname.replace(/\/+$/, '')}/healthz`;
        const options = {
          createConnection: () => socket,
          host: url.hostname,
          path,
          method: 'HEAD',
          timeout: withinMs,
        } as const;
        const asking = request(options, (answer) => resolve(answer.headers.date));
        asking.once('timeout', () => asking.destroy(new Error('no answer')));
        asking.once('error', reject);
        asking.end();
      }),
  );
  socket.destroy();
  const time = asked instanceof Error ? Number.NaN : Date.parse(asked ?? '');
  return Number.isNaN(time) ? null : time;
}

async function tried<Result>(work: () => Promise<Result>): Promise<Result | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
