/** The zone of this browser, an IANA name. */
export const ownZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that this browser knows. */
export const zones = (): string[] => ['UTC', ...Intl.supportedValuesOf('timeZone')];

/** Whether this browser knows a zone of that name. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false; // a RangeError says so
  }
}
