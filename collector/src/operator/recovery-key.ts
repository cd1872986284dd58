/** The recovery key: an admin's seed that exists on paper only. */
import { fromCheckedText, toCheckedText } from '@fettle/shared/trust/checked-text';

const label = 'fettle-recovery-1';

/** Sixteen groups of four characters, with a checksum within. */
export function formatRecoveryKey(seed: Uint8Array): string {
  return (toCheckedText(label, seed).match(/.{4}/g) ?? []).join('-');
}

/** Takes it as people type it: with or without hyphens, spaces and capitals. @throws TrustError `text` */
export function parseRecoveryKey(text: string): Uint8Array {
  return fromCheckedText(label, text.replaceAll(/[\s-]/g, '').toLowerCase(), [32]);
}
