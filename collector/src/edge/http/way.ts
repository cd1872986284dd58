/** How a request came here, and whom to believe about it. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isLoopback } from '@fettle/shared/loopback';

/** Whether an address is that of a named proxy. */
export type Trusts = (address: string) => boolean;

/** @param proxies addresses, or networks as address/bits */
export function trustsOf(proxies: readonly string[]): Trusts {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address) => {
    // A socket that takes both families shows IPv4 so.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    return list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
  };
}

/**
 * `tls`: to us, or to a named proxy that says so. `local`: from this machine itself, with nobody in between. `open`:
 * anything else; others could have read or changed it.
 */
export type Way = 'tls' | 'local' | 'open';

const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'] as const;

export function wayOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>, trusts: Trusts): Way {
  if ((socket as Partial<TLSSocket>).encrypted) return 'tls';
  const from = socket.remoteAddress ?? '';
  // The last word is that of the proxy that speaks with us.
  if (trusts(from) && lastOf(headers['x-forwarded-proto']) === 'https') return 'tls';
  const direct = forwarding.every((name) => headers[name] === undefined);
  return direct && isLoopback(from) ? 'local' : 'open';
}

function lastOf(header: string | string[] | undefined): string | undefined {
  return String(header ?? '')
    .split(',')
    .at(-1)
    ?.trim()
    .toLowerCase();
}
