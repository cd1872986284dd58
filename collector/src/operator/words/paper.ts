// pure
/** What a person reads before signing: the same on a terminal and in the console's confirmation page. */

export interface Section {
  readonly head: string;
  readonly lines: readonly string[];
  /** `danger`: what two people must look at; `code`: a script or a difference, as it stands. */
  readonly kind?: 'danger' | 'code';
}

export interface Paper {
  readonly title: string;
  readonly sections: readonly Section[];
  /** So many targets must be typed before it is signed; null: a plain yes will do. */
  readonly count: number | null;
}

/** More targets than this, and who signs types how many they are. */
const typedFrom = 10;
export const countToType = (targets: number): number | null => (targets > typedFrom ? targets : null);

/** What a terminal or a browser could obey, or what hides or turns writing. Tab stays, for scripts have it. */
const steering = /[^\P{C}\t]|[\p{Zl}\p{Zp}]/gu;

/** A stranger's text as one line: nothing in it steers, and no more than `most` characters of it. */
export function clean(text: string, most = 300): string {
  const line = text.replaceAll(steering, '\u{fffd}');
  return line.length <= most ? line : `${line.slice(0, most)}… (${text.length - most} more characters)`;
}

export function asText({ title, sections }: Paper): string {
  const blocks = sections.map(({ head, lines, kind }) => {
    const mark = kind === 'danger' ? '!! ' : '';
    const indent = kind === 'code' ? '    ' : '  ';
    return [`${mark}${clean(head)}`, ...lines.map((line) => `${indent}${clean(line, 2_000)}`)].join('\n');
  });
  return [clean(title), '='.repeat(Math.min(78, title.length)), ...blocks].join('\n\n').replace('\n\n=', '\n=');
}

export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
