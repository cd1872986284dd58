/** Where a collector is, and by what it is known. */
import { type ClientRequest, request as plainRequest, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { pinOf } from '@fettle/shared/trust/pin';

export interface Place {
  /** Without a slash at its end. */
  readonly url: string;
  /** SHA-256 of the key (SubjectPublicKeyInfo) that signs the collector's certificate, hex; null: this machine's CAs decide. */
  readonly pin: string | null;
}

/** @throws FettleError `config_invalid` unless it is https, or http on loopback */
export function placeOf(address: string, pin: string | null): Place {
  const url = URL.parse(address);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '')
    throw new FettleError(
      'config_invalid',
      `--collector ${address}: write an address such as https://fettle.example.org.`,
    );
  if (url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new FettleError('config_invalid', `--collector ${address}: plain HTTP is for loopback. Write https://.`);
  if (pin !== null && !/^[0-9a-f]{64}$/.test(pin))
    throw new FettleError('config_invalid', 'The pin of the collector has 64 characters of hex.');
  return { url: url.href.replace(/\/+$/, ''), pin };
}

/** Begins a request; nothing of ours is sent before the collector's certificate was found good. @throws FettleError, Error */
export async function begin(place: Place, path: string, options: RequestOptions): Promise<ClientRequest> {
  const url = new URL(`${place.url}${path}`);
  if (url.protocol === 'http:') return plainRequest(url, { ...options, agent: false });
  if (place.pin === null) return secureRequest(url, { ...options, agent: false });
  const socket = await pinned(url, place.pin, options.timeout ?? 60_000);
  return secureRequest(url, { ...options, agent: false, createConnection: () => socket });
}

/** Whether the certificate is good is asked of the pinned key alone: no CA of this machine could know it. */
async function pinned(url: URL, pin: string, timeoutMs: number): Promise<TLSSocket> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const { promise, resolve, reject } = Promise.withResolvers<TLSSocket>();
  const socket = connect({
    host,
    port: Number(url.port || 443),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    rejectUnauthorized: false,
  });
  socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`no answer within ${timeoutMs / 1_000} s`)));
  socket.once('error', reject);
  socket.once('secureConnect', () => {
    const why = refusalOf(sentBy(socket), host, pin);
    if (why !== null) socket.destroy(new FettleError('tls_pin_mismatch', why));
    else resolve(socket);
  });
  return promise;
}

const mostSent = 10;

function sentBy(socket: TLSSocket): X509Certificate[] {
  const found: X509Certificate[] = [];
  let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (one?.raw !== undefined && found.length < mostSent) {
    found.push(new X509Certificate(one.raw));
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  }
  return found;
}

/** Why a certificate is not taken: it is good when the pinned key is its own or signed it, and it names the host. */
export function refusalOf([leaf, ...others]: readonly X509Certificate[], host: string, pin: string): string | null {
  if (leaf === undefined) return 'The collector showed no certificate.';
  const isPinned = ({ publicKey }: X509Certificate) => pinOf(publicKey) === pin;
  const ca = others.find(isPinned);
  if (!isPinned(leaf) && (ca === undefined || leaf.ca || !leaf.verify(ca.publicKey)))
    return 'The certificate is not of the collector that the pin names. Somebody may be in between.';
  const named = isIP(host) === 0 ? leaf.checkHost(host, { subject: 'never' }) : leaf.checkIP(host);
  return named === undefined ? `The collector’s certificate is not good for ${host}.` : null;
}
