// pure
import { plain } from '@fettle/shared/plain';

/** Text that is HTML already; only `markup` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Part = Markup | string | number | null | undefined | false | readonly Part[];
const longest = 10_000;

const names: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function written(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return plain(part, longest).replaceAll(/[&<>"']/g, (sign) => names[sign] ?? '');
  return typeof part === 'number' ? String(part) : part.map(written).join('');
}

/** HTML in which everything that is put in is text, in elements and in quoted attributes alike, unless it was made by this too. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((string, index) => string + written(parts[index])).join(''));
}
