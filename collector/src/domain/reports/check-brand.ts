// pure
import type { Brand } from './types.ts';

/** As WCAG asks of texts: the accent stands on white paper, and white texts stand on it. */
const leastContrast = 4.5;
const mostPixels = 4_000;

/** What is wrong in a brand, in words that say what to do; null: nothing. */
export function wrongBrand({
  name,
  accent,
  logo,
  foot,
}: Pick<Brand, 'name' | 'accent' | 'logo' | 'foot'>): string | null {
  if (name.trim() === '' || /\p{C}/u.test(name)) return 'Its name has 1 to 128 visible characters.';
  if (/\p{C}/u.test(foot)) return 'Its foot has visible characters only, on one line.';
  if (accent !== null) {
    const contrast = contrastWithWhite(accent);
    if (contrast < leastContrast)
      return `accent: ${accent} has a contrast of ${contrast.toFixed(2)} with white and needs ${leastContrast}. Choose a darker one.`;
  }
  return logo === null ? null : wrongLogo(logo);
}

/** WCAG 2.2, relative luminance and contrast ratio of `#rrggbb` with white. */
export function contrastWithWhite(accent: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(accent.slice(at, at + 2), 16) / 255),
  );
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

function linear(share: number): number {
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

function wrongLogo({ type, base64 }: NonNullable<Brand['logo']>): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(base64) || base64 === '')
    return 'logo: it is not written in base 64.';
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const size = type === 'image/png' ? pngSize(bytes) : jpegSize(bytes);
  if (size === null) return `logo: this is no whole ${type === 'image/png' ? 'PNG' : 'JPEG'} image.`;
  const [width, height] = size;
  if (width < 1 || height < 1 || width > mostPixels || height > mostPixels)
    return `logo: it is ${width} by ${height} pixels and may have up to ${mostPixels} each way.`;
  return null;
}

const pngHead = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** Width and height by its header; null: no PNG from its signature to its end (W3C PNG, sections 5.2, 11.2.1, 11.2.4). */
function pngSize(bytes: Uint8Array): [number, number] | null {
  const view = new DataView(bytes.buffer);
  if (bytes.length < 45 || pngHead.some((byte, at) => bytes[at] !== byte)) return null;
  if (view.getUint32(8) !== 13 || nameAt(bytes, 12) !== 'IHDR') return null;
  let hasData = false;
  for (let at = 8; at + 12 <= bytes.length;) {
    const [length, name] = [view.getUint32(at), nameAt(bytes, at + 4)];
    hasData ||= name === 'IDAT';
    if (name === 'IEND')
      return hasData && length === 0 && at + 12 === bytes.length ? [view.getUint32(16), view.getUint32(20)] : null;
    at += 12 + length;
  }
  return null;
}

function nameAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}

/** By its first frame header; null: no JPEG from its first marker to its last (ITU-T T.81, annex B). */
function jpegSize(bytes: Uint8Array): [number, number] | null {
  const view = new DataView(bytes.buffer);
  const last = bytes.length - 2;
  if (bytes.length < 20 || view.getUint16(0) !== 0xff_d8 || view.getUint16(last) !== 0xff_d9) return null;
  for (let at = 2; at + 9 < bytes.length;) {
    const marker = view.getUint16(at);
    if (marker >> 8 !== 0xff) return null;
    const isFrame = marker >= 0xff_c0 && marker <= 0xff_cf && ![0xff_c4, 0xff_c8, 0xff_cc].includes(marker);
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)];
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
