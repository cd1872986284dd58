/**
 * A way through an HTTP proxy: CONNECT (RFC 9110, 9.3.6) for both ws and wss, so that the proxy carries bytes and nothing
 * else. Which proxy is asked is what the environment says, as for curl.
 */
import { connect, type Socket } from 'node:net';
import { FettleError } from '@fettle/shared/errors';

/** The usual variables; each an address as `http://user:password@proxy:3128`, `no` a list of names with commas. */
export interface ProxySettings {
  readonly http?: string | undefined;
  readonly https?: string | undefined;
  readonly all?: string | undefined;
  readonly no?: string | undefined;
}

export interface Proxy {
  readonly host: string;
  readonly port: number;
  /** `user:password` in base64, null without. */
  readonly credentials: string | null;
}

/**
 * The proxy for an address (ws or wss), or null. Loopback never goes through one. Pure.
 * @throws FettleError `config_invalid` when the variable holds no address of an HTTP proxy
 */
export function proxyFor(address: string, settings: ProxySettings): Proxy | null {
  const target = URL.parse(address);
  if (target === null || isLocal(target.hostname) || isExcepted(target, settings.no ?? '')) return null;
  const text = (target.protocol === 'wss:' ? settings.https : settings.http) || settings.all;
  if (text === undefined || text === '') return null;
  const proxy = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (proxy?.protocol !== 'http:' || proxy.hostname === '') {
    throw new FettleError(
      'config_invalid',
      `The proxy ${withoutPassword(text)} cannot be used: write it as http://proxy:3128. Proxies are taken from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY.`,
    );
  }
  const { username, password } = proxy;
  const user = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    host: bare(proxy.hostname),
    port: Number(proxy.port || 80),
    credentials: username === '' ? null : Buffer.from(user).toString('base64'),
  };
}

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');
const isLocal = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
const withoutPassword = (text: string) => text.replace(/\/\/[^@/]*@/, '//…@');

/** `NO_PROXY`: `*`, names with or without a leading dot that also cover what lies below them, optionally with a port. */
function isExcepted({ hostname, port, protocol }: URL, list: string): boolean {
  const asked = port || (protocol === 'wss:' ? '443' : '80');
  return list.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true;
    const [, name = '', only] = /^\.?(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
    if (name === '' || (only !== undefined && only !== asked)) return false;
    const host = bare(hostname).toLowerCase();
    return host === name || host.endsWith(`.${name}`);
  });
}

export interface Tunnel {
  readonly proxy: Proxy;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
}

/** More than this is no answer to CONNECT. */
const answerBytes = 8_192;

/**
 * Asks the proxy for a way to the host.
 * @param done once: the socket that now leads there, or FettleError `proxy_refused`
 * @returns how to give up
 */
export function openTunnel(
  { proxy, host, port, timeoutMs }: Tunnel,
  done: (error: Error | null, socket?: Socket) => void,
): () => void {
  const socket = connect({ host: proxy.host, port: proxy.port });
  const where = `${proxy.host}:${proxy.port}`;
  let told = false;
  let answer = Buffer.alloc(0);
  const tell = (why: string | null, rest?: Buffer): void => {
    if (told) return;
    told = true;
    socket.setTimeout(0);
    socket.off('data', read);
    if (why === null) {
      if (rest !== undefined && rest.length > 0) socket.unshift(rest);
      return done(null, socket);
    }
    socket.destroy();
    done(new FettleError('proxy_refused', `The proxy ${where} gives no way to ${host}:${port}: ${why}.`));
  };
  const read = (chunk: Buffer): void => {
    answer = Buffer.concat([answer, chunk]);
    const end = answer.indexOf('\r\n\r\n');
    if (end < 0) return answer.length > answerBytes ? tell('it does not speak HTTP') : undefined;
    // No byte of the other side can come before ours: the first word is the client's.
    tell(statusProblem(answer.subarray(0, end).toString('latin1')), answer.subarray(end + 4));
  };
  socket.setTimeout(timeoutMs, () => tell(`no answer within ${timeoutMs / 1_000} s`));
  socket.on('error', (error) => tell(error.message));
  socket.once('close', () => tell('it closed the connection'));
  socket.on('data', read);
  socket.write(request(host, port, proxy.credentials));
  return () => tell('given up');
}

function request(host: string, port: number, credentials: string | null): string {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const lines = [`CONNECT ${authority} HTTP/1.1`, `Host: ${authority}`];
  if (credentials !== null) lines.push(`Proxy-Authorization: Basic ${credentials}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Why the proxy's answer is no way, null when it is one. */
function statusProblem(head: string): string | null {
  const [, status, reason] = /^HTTP\/1\.[01] (\d{3})(?: ([^\r\n]*))?/.exec(head) ?? [];
  if (status === undefined) return 'it does not speak HTTP';
  if (status.startsWith('2')) return null;
  return status === '407' ? 'it wants a name and password' : `it said ${status} ${reason ?? ''}`.trim();
}
