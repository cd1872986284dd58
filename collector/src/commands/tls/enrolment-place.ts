/** Where devices go with their token, and how they know that they arrived. */
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { X509Certificate } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import { pinOf } from '@fettle/shared/trust/pin';
import type { Config } from '../../config.ts';
import { chainOf, type GivenFiles, issuerOf } from './given.ts';
import { type Mode, tlsMode } from './mode.ts';
import { certificateNames, inUrl, isAddress, reachableName } from './names.ts';
import { openCa } from './own-ca.ts';

export interface EnrolmentPlace {
  /** The collector's address as the devices see it, without a slash at its end. */
  readonly url: string;
  /** Of the CA, or of a self-signed certificate; null: the device's own CAs decide, or there is no TLS. */
  readonly pin: string | null;
}

export interface PlaceFlags {
  readonly url?: string | undefined;
  /** Undefined: as the kind of certificate asks for. */
  readonly pin?: boolean | undefined;
}

/** @throws FettleError `config_invalid` when a device could not connect there; else as `openCertificate` */
export async function enrolmentPlace(config: Config, flags: PlaceFlags, now: number): Promise<EnrolmentPlace> {
  const mode = tlsMode(config);
  const url = addressOf(config, mode, flags.url);
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const address = url.href.replace(/\/+$/, '');
  if (mode.kind === 'plain') {
    if (flags.pin) throw invalid('--pin: this collector has no certificate; the proxy before it ends TLS.');
    return { url: address, pin: null };
  }
  if (mode.kind === 'made') {
    // Without the pin somebody else's certificate is expected: that of a proxy.
    if (flags.pin === false) return { url: address, pin: null };
    if (!certificateNames(config, hostname()).includes(host)) throw notCovered(host, 'Add it to FETTLE_TLS_NAMES.');
    return { url: address, pin: (await openCa(config.data, now)).pin };
  }
  const chain = await givenChain(mode);
  if (flags.pin !== undefined && !flags.pin) return { url: address, pin: null };
  if (!covers(chain[0], host)) throw notCovered(host, 'Say with --url under which name devices reach it.');
  return { url: address, pin: flags.pin ? pinOfIssuer(chain, mode) : null };
}

function addressOf(config: Config, mode: Mode, given: string | undefined): URL {
  if (given === undefined) {
    if (mode.kind !== 'plain') return new URL(`https://${inUrl(reachableName(config, hostname()))}:${config.port}`);
    if (isLoopback(config.host)) return new URL(`http://127.0.0.1:${config.port}`);
    throw invalid('Say with --url the https:// address of the proxy, under which devices reach this collector.');
  }
  const url = URL.parse(given);
  if (url === null || !['http:', 'https:'].includes(url.protocol) || url.username !== '' || url.search !== '') {
    throw invalid(`--url ${given}: write an address such as https://fettle.example.org.`);
  }
  if (url.protocol === 'http:' && !(mode.kind === 'plain' && isLoopback(url.hostname))) {
    throw invalid(`--url ${given}: agents come over TLS. Write https://.`);
  }
  return url;
}

async function givenChain(files: GivenFiles) {
  try {
    return chainOf(files, await readFile(files.certFile, 'utf8'));
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw new FettleError('tls_certificate_unusable', `${files.certFile} cannot be read: ${(error as Error).message}`);
  }
}

function pinOfIssuer(chain: readonly [X509Certificate, ...X509Certificate[]], { certFile }: GivenFiles): string {
  const issuer = issuerOf(chain);
  if (issuer !== null) return pinOf(issuer.publicKey);
  throw invalid(`--pin: ${certFile} does not hold the certificate of the CA that signed it. Append that to the file.`);
}

function covers(certificate: X509Certificate, host: string): boolean {
  const found = isAddress(host) ? certificate.checkIP(host) : certificate.checkHost(host, { subject: 'never' });
  return found !== undefined;
}

function notCovered(host: string, remedy: string): FettleError {
  return invalid(`The collector’s certificate is not good for ${host}. ${remedy}`);
}

function invalid(text: string): FettleError {
  return new FettleError('config_invalid', text);
}
