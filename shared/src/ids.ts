/** Ids are plain text with a brand, so that one kind cannot be handed in for another. */
declare const brand: unique symbol;
type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** Hash of the device's public key: `d` + 26 characters of Crockford base 32, lower case (SHA-256, first 130 bits). */
export type DeviceId = Id<'device'>;
/** `p` + 16 characters of base 32. */
export type PersonId = Id<'person'>;
/** `t` + 16 characters of base 32. */
export type ApiTokenId = Id<'api-token'>;
/** `g` + 16 characters of base 32. */
export type TeamId = Id<'team'>;
/** A slug that people choose: `[a-z0-9][a-z0-9-]{0,63}`. */
export type RuleId = Id<'rule'>;
/** `i` + 16 characters of base 32. */
export type IncidentId = Id<'incident'>;
/** `b` + 16 characters of base 32. */
export type ProblemId = Id<'problem'>;
/** A slug, as of a rule. */
export type WindowId = Id<'window'>;
/** `[a-z0-9][a-z0-9-]{0,63}`: of a script in the library. */
export type ScriptName = Id<'script'>;
/** `o` + 16 characters of base 32: an order as people see it, with its rings; each ring has the id of its signed statement. */
export type OrderId = Id<'order'>;
/** 26 characters of base 32: the id in a signed order or standing order. */
export type StatementId = Id<'statement'>;
/** `u` + 16 characters of base 32, made of what was signed, the device and the firing's number. */
export type RunId = Id<'run'>;
/** `q` + 16 characters of base 32: what somebody composed and nobody signed yet. */
export type DraftId = Id<'draft'>;
/** `c` + 16 characters of base 32. */
export type ChangeId = Id<'change'>;
/** `r` + 16 characters of base 32: what somebody asked for. */
export type RequestId = Id<'request'>;
/** `v` + 16 characters of base 32: a saved view of the explorer. */
export type ViewId = Id<'view'>;
/** `k` + 16 characters of base 32: a report that was made. */
export type ReportId = Id<'report'>;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Crockford base 32 of the leading bits of some bytes. @throws RangeError when there are too few bytes. */
export function base32(bytes: Uint8Array, characters: number): string {
  if (bytes.length * 8 < characters * 5) throw new RangeError(`${characters} characters need more bytes`);
  let text = '';
  let buffer = 0;
  let bits = 0;
  for (let i = 0; text.length < characters;) {
    if (bits < 5) {
      buffer = ((buffer << 8) | (bytes[i++] ?? 0)) & 0xffff;
      bits += 8;
    }
    bits -= 5;
    text += alphabet[(buffer >> bits) & 31];
  }
  return text;
}

const devicePattern = /^d[0-9a-hjkmnp-tv-z]{26}$/;

export function isDeviceId(text: string): text is DeviceId {
  return devicePattern.test(text);
}
