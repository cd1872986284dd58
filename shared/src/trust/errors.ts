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
