import { wrongLogo } from './logo.ts';
import type { Brand } from './types.ts';

/** As WCAG asks of texts: the accent stands on white paper, and white texts stand on it. */
const leastContrast = 4.5;

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
