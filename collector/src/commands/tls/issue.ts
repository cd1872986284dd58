/** Makes keys and certificates. The only place that knows how X.509 is written; loaded when one is made. */
// @peculiar/x509 does not load without it.
// oxlint-disable-next-line import/no-unassigned-import
import 'reflect-metadata';
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { countsFrom, lasts } from './lifetime.ts';
import { isAddress } from './names.ts';

const p256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const signed = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** A new EC P-256 key as PKCS #8 PEM. */
export async function newKeyPem(): Promise<string> {
  const { privateKey } = await crypto.subtle.generateKey(p256, true, ['sign', 'verify']);
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ type: 'pkcs8', format: 'pem' });
}

/** A certificate of the CA itself, PEM. Made again over the same key it is still the CA of that pin. */
export async function issueCa(keyPem: string, name: string, now: number): Promise<string> {
  const keys = await keysOf(createPrivateKey(keyPem));
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`,
    keys,
    ...dates(now, lasts.ca),
    signingAlgorithm: signed,
    extensions: [
      // No other authority below it: it signs server certificates and nothing else.
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

export interface ServerRequest {
  /** PEM of the CA's key, and its name as in `issueCa`. */
  readonly caKey: string;
  readonly caName: string;
  readonly key: string;
  readonly names: readonly string[];
  readonly now: number;
}

/** A server's certificate for these names, signed by the CA, PEM. */
export async function issueServer({ caKey, caName, key, names, now }: ServerRequest): Promise<string> {
  const ca = await keysOf(createPrivateKey(caKey));
  const { publicKey } = await keysOf(createPrivateKey(key));
  const certificate = await X509CertificateGenerator.create({
    subject: 'CN=Fettle collector',
    issuer: `CN=${caName}`,
    publicKey,
    signingKey: ca.privateKey,
    ...dates(now, lasts.server),
    signingAlgorithm: signed,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isAddress(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(ca.publicKey),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

function dates(now: number, lastsMs: number): { notBefore: Date; notAfter: Date } {
  return { notBefore: new Date(now - countsFrom), notAfter: new Date(now + lastsMs) };
}

async function keysOf(key: KeyObject): Promise<{ readonly privateKey: CryptoKey; readonly publicKey: CryptoKey }> {
  return {
    privateKey: key.toCryptoKey(p256, true, ['sign']),
    publicKey: createPublicKey(key).toCryptoKey(p256, true, ['verify']),
  };
}
