/** A certificate that somebody else made and renews: two files of the configuration. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import type { CertificateSource } from '../../edge/http/certificate.ts';

export interface GivenFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Follows the files: what fits is taken, what does not is told once and the old stays. @throws `tls_certificate_unusable` */
export async function openGivenCertificate(files: GivenFiles): Promise<CertificateSource> {
  let current = await read(files);
  let refused = '';
  check(files, current);
  return {
    get current() {
      return current;
    },
    vouched: !isSelfSigned(chainOf(files, current.chain)),
    async refresh() {
      const found = await read(files);
      const text = found.chain + found.key;
      if (text === current.chain + current.key || text === refused) return false;
      // Marked first: a pair that does not fit is told once, not every few seconds.
      refused = text;
      check(files, found);
      current = found;
      return true;
    },
  };
}

/** The certificates of a PEM file in their order. @throws FettleError `tls_certificate_unusable` */
export function chainOf({ certFile }: GivenFiles, pem: string): [X509Certificate, ...X509Certificate[]] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const [leaf, ...others] = blocks.map((block) => new X509Certificate(block));
    if (leaf !== undefined) return [leaf, ...others];
  } catch (error) {
    throw unusable(certFile, (error as Error).message);
  }
  throw unusable(certFile, 'it holds no certificate in PEM form');
}

/** The certificate among these whose key signed the first one; a self-signed one is its own. Null: it is not among them. */
export function issuerOf([leaf, ...others]: readonly [X509Certificate, ...X509Certificate[]]): X509Certificate | null {
  return [...others, leaf].find(({ publicKey }) => leaf.verify(publicKey)) ?? null;
}

async function read({ certFile, keyFile }: GivenFiles): Promise<{ key: string; chain: string }> {
  const text = async (file: string) => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      throw unusable(file, (error as Error).message);
    }
  };
  return { chain: await text(certFile), key: await text(keyFile) };
}

function check(files: GivenFiles, { key, chain }: { key: string; chain: string }): void {
  const [leaf] = chainOf(files, chain);
  let fits: boolean;
  try {
    fits = leaf.checkPrivateKey(createPrivateKey(key));
  } catch (error) {
    throw unusable(
      files.keyFile,
      `${(error as Error).message}; it must be a private key in PEM form without a passphrase`,
    );
  }
  if (!fits) throw unusable(files.keyFile, `it is not the key of the first certificate in ${files.certFile}`);
}

function isSelfSigned([leaf]: readonly [X509Certificate, ...X509Certificate[]]): boolean {
  return leaf.verify(leaf.publicKey);
}

function unusable(file: string, why: string): FettleError {
  return new FettleError('tls_certificate_unusable', `${file} cannot be used: ${why}.`);
}
