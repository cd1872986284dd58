/** Why something signed was refused. Codes never change their meaning; docs/trust.md lists the order of the checks. */
export const trustCodes = {
  size: 'It is larger than a statement may be.',
  b64: 'It is not strict base64.',
  type: 'It is another kind of statement than the one expected.',
  key: 'None of its signatures is of a key that may sign it.',
  signature: 'Its signature does not fit.',
  json: 'Its payload is not JSON.',
  canonical: 'Its payload is not in canonical form.',
  fields: 'A field is missing, unknown or wrong.',
  version: 'It is of a version that this program does not know. Update it.',
  tenant: 'It belongs to another tenant.',
  threshold: 'Too few people signed it.',
  fingerprint: 'Its fingerprint is not the one expected.',
  root: 'It does not follow the trust root in force.',
  id: 'Its id does not fit its key.',
  early: 'Its time has not come yet.',
  expired: 'Its time is over.',
  text: 'It was not copied whole, or it is something else.',
  older: 'One as new or newer is held already.',
  chain: 'It does not follow the receipt before it.',
  revoked: 'It was revoked, or who signed it was, or it was signed before the stop switch.',
  'key-expired': 'The time of the key that signed it is over.',
  rev: 'It knows of revocations that are not here, or leaves some out. Send the newest list first.',
  fresh: 'Trust is stale: nobody confirmed lately that this root and these revocations are the newest.',
  iat: 'It was signed at a time that cannot have come yet.',
  nbf: 'It may not be run yet.',
  exp: 'Its time to be run is over.',
  window: 'The times in it do not fit together, or it would be good for too long.',
  'target-id': 'It is not for this device.',
  'target-host': 'It is for a device of this id with another host name.',
  selector: 'It is for other devices than one with this grant.',
  class: 'It does more harm than its signer was shown.',
  quorum: 'Too few people with the right to sign it did.',
  scope: 'Who signed it may not do so for this site.',
  'script-hash': 'A script or its body is missing, or is not the one that was signed.',
  'script-statement': 'A script’s statement is not good here: not rightly published, or not for this platform or mode.',
  parameters: 'A parameter or secret is missing, unknown or wrong.',
  lock: 'The owner of this device has locked it: nothing is run.',
  rate: 'It would be run too often, too soon, or after too many failures.',
  replay: 'It was here before.',
} as const;

export type TrustCode = keyof typeof trustCodes;

/** The only error that `trust` throws on bad input. */
export class TrustError extends Error {
  readonly code: TrustCode;

  /** @param detail what exactly, without a full stop; shown after the code's own text */
  constructor(code: TrustCode, detail?: string) {
    // What is refused may have put a name of its own into the detail: no more of it than a line.
    super(detail === undefined ? trustCodes[code] : `${trustCodes[code]} (${detail.slice(0, 200)})`);
    this.name = 'TrustError';
    this.code = code;
  }
}
