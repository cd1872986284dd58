import { parseCanonical } from '@fettle/shared/trust/canonical';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { type Grant, readGrant } from '@fettle/shared/trust/grant';

/** What a device is signed to be. */
export type Granted = Pick<Grant, 'site' | 'labels'>;

/** By the envelope's text: read once, for many devices and often. */
const read = new Map<string, Granted>();
const readAtMost = 20_000;

/** A grant as it is kept; undefined: there is none. */
export function grantedBy(envelope: string | undefined): Granted | null {
  if (envelope === undefined) return null;
  const known = read.get(envelope);
  if (known) return known;
  const { payload } = unpack(JSON.parse(envelope) as Envelope, payloadTypes.grant);
  const { site, labels } = readGrant(parseCanonical(payload));
  if (read.size >= readAtMost) read.clear();
  read.set(envelope, { site, labels });
  return { site, labels };
}
