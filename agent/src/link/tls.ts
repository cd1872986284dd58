/**
 * TLS to the collector. With a pin, the one key that the enrolment token names decides, and no CA of the system does:
 * node:tls cannot be told a key instead of a certificate, so it is told to accept nothing and refuse nothing, and the
 * certificate is checked here, after the handshake and before a byte of ours is sent.
 */
import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import {
  connect,
  createSecureContext,
  type DetailedPeerCertificate,
  getCACertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import { errorCodes, FettleError } from '@fettle/shared/errors';
import { pinOf } from '@fettle/shared/trust/pin';
import type { Clock } from '../clock.ts';

const minVersion = 'TLSv1.2';
const serverAuth = '1.3.6.1.5.5.7.3.1';
/** Certificates that a server may send along; nobody needs more than a few. */
const mostSent = 10;

export interface SecureTarget {
  /** Name or address, without brackets. */
  readonly host: string;
  readonly port: number;
  /** From the enrolment token; null: the system's CAs decide. */
  readonly pin: string | null;
  /** For connecting, and then for the handshake. */
  readonly timeoutMs: number;
  readonly answerMs?: number;
  /** A way through a proxy that stands already. */
  readonly through?: Socket;
}

/**
 * @returns how to give up
 * @param done once: the socket over which the collector may be spoken to, or why not: FettleError `tls_pin_mismatch
 *   tls_certificate_invalid tls_certificate_expired`, or what the network said
 */
export function connectSecurely(
  target: SecureTarget,
  clock: Pick<Clock, 'wall'>,
  done: (error: Error | null, socket?: TLSSocket) => void,
): () => void {
  const { host, port, pin, timeoutMs, answerMs = timeoutMs, through } = target;
  const socket = connect({
    host,
    port,
    // Never a resumed session: then the server would not show its certificate again.
    ...(through === undefined ? {} : { socket: through }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ['http/1.1'],
    secureContext: pin === null ? systemContext() : pinnedContext(),
    rejectUnauthorized: pin === null,
  });
  let told = false;
  const tell = (error: Error | null): void => {
    if (told) return;
    told = true;
    socket.setTimeout(0);
    if (error === null) return done(null, socket);
    socket.destroy();
    done(error);
  };
  let patience = through === undefined ? timeoutMs : answerMs;
  socket.setTimeout(patience);
  socket.on('timeout', () => tell(new Error(`no answer within ${patience / 1_000} s`)));
  socket.once('connect', () => socket.setTimeout((patience = answerMs)));
  socket.once('secureConnect', () => tell(pin === null ? null : refusal(socket, { host, pin, now: clock.wall() })));
  socket.on('error', (error) => tell(explained(error)));
  socket.once('close', () => tell(new Error('the other side closed the connection')));
  return () => tell(new Error('given up'));
}

export interface Expected {
  readonly host: string;
  readonly pin: string;
  /** ms since 1970 UTC, by this device's clock */
  readonly now: number;
}

/**
 * Why a pinned collector's certificate is not accepted; null: it is good. It is good when the pinned key itself signed it
 * (or is its key), for this name, for servers, and it is not over. The handshake has shown that the other side holds the
 * key of the first certificate; of the others only the public key counts, and that is what the pin fixes: whatever else
 * they claim changes nothing. So there is no path to walk, and no other certificate can help an attacker.
 *
 * That it begins later is no reason: only the pinned key could have made it, and a device whose clock stands at 1970
 * shall be able to tell so.
 */
export function refusalOf(
  [leaf, ...others]: readonly X509Certificate[],
  { host, pin, now }: Expected,
): FettleError | null {
  if (leaf === undefined) return new FettleError('tls_pin_mismatch', 'The other side showed no certificate.');
  const isPinned = ({ publicKey }: X509Certificate) => pinOf(publicKey) === pin;
  if (!isPinned(leaf)) {
    const ca = others.find(isPinned);
    if (ca === undefined || leaf.ca || !leaf.verify(ca.publicKey)) return new FettleError('tls_pin_mismatch');
  }
  const usages = (leaf.keyUsage as string[] | undefined) ?? [];
  if (usages.length > 0 && !usages.includes(serverAuth)) {
    return new FettleError('tls_certificate_invalid', 'The collector’s certificate is not made for servers.');
  }
  const named = isIP(host) === 0 ? leaf.checkHost(host, { subject: 'never' }) : leaf.checkIP(host);
  if (named === undefined) return wrongName(host);
  return now < leaf.validToDate.getTime() ? null : over(leaf.validToDate.getTime(), now);
}

/** A certificate that cannot even be read is refused like any other. */
function refusal(socket: TLSSocket, expected: Expected): FettleError | null {
  try {
    return refusalOf(sentBy(socket), expected);
  } catch (error) {
    return new FettleError(
      'tls_pin_mismatch',
      `The other side’s certificate cannot be read: ${(error as Error).message}`,
    );
  }
}

/** What the server sent, its own certificate first. */
function sentBy(socket: TLSSocket): X509Certificate[] {
  const found: X509Certificate[] = [];
  let one: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true);
  while (one?.raw !== undefined && found.length < mostSent) {
    found.push(new X509Certificate(one.raw));
    // The last one names itself as its issuer.
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  }
  return found;
}

let noCas: SecureContext | undefined;
let systemCas: SecureContext | undefined;

/** Without any CA: loading those of the system would cost memory and decide nothing. */
function pinnedContext(): SecureContext {
  return (noCas ??= createSecureContext({ ca: [], minVersion }));
}

/** The CAs that this machine trusts; where it keeps none (small routers), those that come with Node. */
function systemContext(): SecureContext {
  if (systemCas !== undefined) return systemCas;
  const system = new Set([...getCACertificates('system'), ...getCACertificates('extra')]);
  const ca = system.size > 0 ? [...system] : getCACertificates('bundled');
  return (systemCas = createSecureContext({ ca, minVersion }));
}

const invalid: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'it is made for other names',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its CA is not among those that this machine trusts',
  UNABLE_TO_GET_ISSUER_CERT: 'its CA is not among those that this machine trusts',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its CA is not among those that this machine trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its CA is not among those that this machine trusts, or it comes without its chain',
  CERT_NOT_YET_VALID: 'by this device’s clock it does not count yet',
  INVALID_PURPOSE: 'it is not made for servers',
};

/** Node's reason in our words; other errors as they are. */
function explained(error: NodeJS.ErrnoException): Error {
  if (error.code === 'CERT_HAS_EXPIRED') return new FettleError('tls_certificate_expired');
  const why = invalid[error.code ?? ''];
  if (why === undefined) return error;
  const text = `${errorCodes.tls_certificate_invalid} For this machine ${why}. A collector with a CA of its own needs a line from \`fettle token enrol\` with its pin.`;
  return new FettleError('tls_certificate_invalid', text);
}

function wrongName(host: string): FettleError {
  return new FettleError(
    'tls_certificate_invalid',
    `The collector’s certificate is not good for ${host}. Use one of its names, or add this one to FETTLE_TLS_NAMES there.`,
  );
}

function over(end: number, now: number): FettleError {
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  return new FettleError(
    'tls_certificate_expired',
    `The collector’s certificate ended on ${day(end)}, and by this device’s clock it is ${day(now)}. Set the clock right, or look at the collector, which renews it by itself.`,
  );
}
