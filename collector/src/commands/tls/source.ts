import { hostname } from 'node:os';
import type { Config } from '../../config.ts';
import type { CertificateSource } from '../../edge/http/certificate.ts';
import { openGivenCertificate } from './given.ts';
import { tlsMode } from './mode.ts';
import { certificateNames } from './names.ts';
import { openOwnCertificate } from './own-ca.ts';

/**
 * The certificate that the configuration asks for; null: plain HTTP.
 * @throws FettleError `bind_needs_tls config_invalid data_unwritable tls_files_damaged tls_certificate_unusable`
 */
export async function openCertificate(config: Config, now: number): Promise<CertificateSource | null> {
  const mode = tlsMode(config);
  if (mode.kind === 'plain') return null;
  if (mode.kind === 'given') return openGivenCertificate(mode);
  return openOwnCertificate(config.data, certificateNames(config, hostname()), now);
}
