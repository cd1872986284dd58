import { FettleError } from '@fettle/shared/errors';
import { isLoopback } from '@fettle/shared/loopback';
import type { Config } from '../../config.ts';

/** `made`: by the collector's own CA. `given`: files that somebody else keeps. */
export type Mode =
  | { readonly kind: 'plain' }
  | { readonly kind: 'made' }
  | { readonly kind: 'given'; readonly certFile: string; readonly keyFile: string };

export type Asked = Pick<Config, 'host' | 'tls' | 'tlsCert' | 'tlsKey' | 'trustedProxy'>;

/**
 * How the collector speaks at its address. Plain HTTP is for loopback, or for named proxies that end TLS themselves.
 * @throws FettleError `bind_needs_tls`, `config_invalid`
 */
export function tlsMode({ host, tls, tlsCert, tlsKey, trustedProxy }: Asked): Mode {
  if ((tlsCert === null) !== (tlsKey === null)) {
    throw new FettleError(
      'config_invalid',
      'Configuration: tlsCert and tlsKey belong together; one of them is missing.',
    );
  }
  const given = tlsCert !== null && tlsKey !== null;
  if (tls === 'own' && !given) {
    throw new FettleError('config_invalid', 'Configuration: tls is own; name your files with tlsCert and tlsKey.');
  }
  if (tls === 'off' && given) {
    throw new FettleError(
      'config_invalid',
      'Configuration: tls is off, but tlsCert and tlsKey are given. Leave one out.',
    );
  }
  if (given) return { kind: 'given', certFile: tlsCert, keyFile: tlsKey };
  if (isLoopback(host)) return { kind: 'plain' };
  if (tls === 'auto') return { kind: 'made' };
  if (trustedProxy.length > 0) return { kind: 'plain' };
  throw new FettleError(
    'bind_needs_tls',
    `host ${host}: without TLS only loopback is allowed. Leave FETTLE_TLS out, listen on 127.0.0.1, or name the proxy that ends TLS with FETTLE_TRUSTED_PROXY.`,
  );
}
