/** A connection to the collector's port: through a proxy where one is to be asked, with TLS where the address says so. */
import type { Socket } from 'node:net';
import type { Clock } from '../clock.ts';
import { openTunnel, type Proxy } from './proxy.ts';
import { connectSecurely } from './tls.ts';

/** Until there is a connection. */
const connectMs = 10_000;
/** Until the collector has answered it: one to which a whole fleet comes back takes a while, and who gives up must begin again. */
export const answerMs = 40_000;

export interface Way {
  readonly pin: string | null;
  readonly clock: Pick<Clock, 'wall'>;
  readonly proxy: Proxy | null;
}

export type Connected = (error: Error | null, socket?: Socket) => void;

/** For a wss address, or any through a proxy. @param done once @returns how to give up */
export function reach(address: string, { pin, clock, proxy }: Way, done: Connected): () => void {
  const { protocol, hostname, port } = new URL(address);
  const secure = protocol === 'wss:';
  const host = hostname.replace(/^\[|\]$/g, '');
  const target = { host, port: Number(port || (secure ? 443 : 80)), timeoutMs: connectMs, answerMs };
  if (proxy === null) return connectSecurely({ ...target, pin }, clock, done);
  let giveUp = openTunnel({ proxy, ...target }, (error, through) => {
    if (error !== null || through === undefined || !secure) done(error, through);
    else giveUp = connectSecurely({ ...target, pin, through }, clock, done);
  });
  return () => giveUp();
}
