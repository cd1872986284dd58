// pure
import type { Device } from '@fettle/shared/api/devices';

/** A test for devices in which every word of the text is found: in name, site, OS, a label or the words of a trouble. */
export function searches(
  text: string,
): (device: Pick<Device, 'name' | 'site' | 'os' | 'labels' | 'troubles'>) => boolean {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return () => true;
  return ({ name, site, os, labels, troubles }) => {
    const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
    const places = folded([name, site, os, ...pairs, ...troubles.map((one) => one.words)].join('\n'));
    return words.every((word) => places.includes(word));
  };
}

/** Without case and accents, so that "koln" finds "Köln". */
function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
