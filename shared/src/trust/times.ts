import { TrustError } from './errors.ts';

/** ms: an order or standing order is good for at most 90 days after it was signed. */
export const longest = 7_776_000_000;

/** @throws TrustError `window` unless signed, begun and ended in this order and within `longest` */
export function requireIn(iat: number, nbf: number, exp: number): void {
  if (nbf < iat || exp <= nbf || exp > iat + longest) throw new TrustError('window');
}
