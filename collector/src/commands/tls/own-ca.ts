/** The collector's own certificate authority, and the server certificate that it keeps fresh. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { pinOf } from '@fettle/shared/trust/pin';
import type { Certificate, CertificateSource } from '../../edge/http/certificate.ts';
import { createDurably, readIfThere, writeDurably } from '../../operator/durable-file.ts';
import { unwritable } from '../places.ts';
import { type Lifetime, renewCa, renewServer, type ServerCertificate } from './lifetime.ts';
import { plainName } from './names.ts';

/** All below the data folder, mode 0600. The key of the CA is the one thing that cannot be made again. */
const filesIn = (data: string) => {
  const folder = join(data, 'tls');
  return {
    folder,
    caKey: join(folder, 'ca.key'),
    caCertificate: join(folder, 'ca.crt'),
    /** Key and certificate in one file, so that they change together. */
    server: join(folder, 'server.pem'),
  };
};

export interface OwnCa {
  readonly key: string;
  readonly name: string;
  readonly certificate: string;
  /** What enrolment tokens carry. It stays as long as the key. */
  readonly pin: string;
}

/** The CA, made at the first call. @throws FettleError `data_unwritable`, `tls_files_damaged` */
export async function openCa(data: string, now: number): Promise<OwnCa> {
  const files = filesIn(data);
  const key = await guarded(data, () => caKey(files));
  const pin = pinOf(readable(files.caKey, () => createPublicKey(key)));
  const name = `Fettle CA ${pin.slice(0, 8)}`;
  const known = await guarded(data, () => readIfThere(files.caCertificate));
  const certificate = known === null ? null : readable(files.caCertificate, () => new X509Certificate(known));
  if (certificate !== null && pinOf(certificate.publicKey) !== pin) {
    throw damaged(files.caCertificate, `it is not the certificate of ${files.caKey}`);
  }
  if (known !== null && renewCa(certificate && lifetimeOf(certificate), now) === null) {
    return { key, name, certificate: known, pin };
  }
  const { issueCa } = await import('./issue.ts');
  const made = await issueCa(key, name, now);
  await guarded(data, () => writeDurably(files.caCertificate, made));
  return { key, name, certificate: made, pin };
}

/** A certificate of the own CA for these names, renewed in time over a new key. @throws as `openCa` */
export async function openOwnCertificate(
  data: string,
  names: readonly string[],
  startedAt: number,
): Promise<CertificateSource> {
  const file = filesIn(data).server;

  async function fresh(now: number): Promise<Served> {
    const ca = await openCa(data, now);
    const stored = await guarded(data, () => readIfThere(file));
    const known = stored === null ? null : served(file, stored, ca);
    if (known !== null && renewServer(known.about, names, now) === null) return known;
    const { issueServer, newKeyPem } = await import('./issue.ts');
    const key = await newKeyPem();
    const made = `${key}${await issueServer({ caKey: ca.key, caName: ca.name, key, names, now })}`;
    await guarded(data, () => writeDurably(file, made));
    return served(file, made, ca);
  }

  let now = await fresh(startedAt);
  return {
    get current() {
      return now;
    },
    vouched: false,
    async refresh(time) {
      if (renewCa(now.ca, time) === null && renewServer(now.about, names, time) === null) return false;
      now = await fresh(time);
      return true;
    },
  };
}

interface Served extends Certificate {
  readonly about: ServerCertificate;
  readonly ca: Lifetime;
}

function served(file: string, pem: string, ca: OwnCa): Served {
  return readable(file, () => {
    const certificate = new X509Certificate(pem);
    const key = createPrivateKey(pem);
    const names = (certificate.subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, ''));
    return {
      key: key.export({ type: 'pkcs8', format: 'pem' }),
      chain: `${certificate.toString()}${ca.certificate}`,
      about: {
        ...lifetimeOf(certificate),
        names: names.map(plainName),
        ofCa: certificate.verify(createPublicKey(ca.key)) && certificate.checkPrivateKey(key),
      },
      ca: lifetimeOf(new X509Certificate(ca.certificate)),
    };
  });
}

async function caKey(files: ReturnType<typeof filesIn>): Promise<string> {
  const known = await readIfThere(files.caKey);
  if (known !== null) return known;
  for (const other of [files.caCertificate, files.server]) {
    if ((await readIfThere(other)) !== null) throw damaged(files.caKey, 'it is missing');
  }
  await mkdir(files.folder, { recursive: true, mode: 0o700 });
  const { newKeyPem } = await import('./issue.ts');
  await createDurably(files.caKey, await newKeyPem());
  // Read back: another process may have been faster.
  return (await readIfThere(files.caKey)) ?? '';
}

function lifetimeOf({ validFromDate, validToDate }: X509Certificate): Lifetime {
  return { from: validFromDate.getTime(), to: validToDate.getTime() };
}

function readable<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw damaged(file, (error as Error).message);
  }
}

/** A new CA would lock out every device that knows this one, so that none is made silently. */
function damaged(file: string, why: string): FettleError {
  return new FettleError(
    'tls_files_damaged',
    `${file} cannot be used: ${why}. Restore the folder from a backup. Without one, remove the whole folder: a new CA is made then, and every device needs a new line from \`fettle token enrol\`.`,
  );
}

async function guarded<Result>(data: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof FettleError ? error : unwritable(data, error as Error);
  }
}
