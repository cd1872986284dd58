// pure
/** A stretch of text in one font; `actual` is what it stands for where the font has no letters for it. */
export interface Stretch {
  readonly text: string;
  readonly font: string;
  readonly actual?: string;
}

/** Signs that are drawn rather than written, for no font of ours has them. */
export type Sign = 'up' | 'down' | 'to' | 'tick' | 'critical';
export const signs: Readonly<Record<string, Sign>> = {
  '▲': 'up',
  '▼': 'down',
  '→': 'to',
  '✓': 'tick',
  '◆': 'critical',
};

export type Has = (font: string, letter: number) => boolean;

/** The first of the fonts that has the letter; else none. */
function fontFor(letter: string, fonts: readonly string[], has: Has): string | undefined {
  const code = letter.codePointAt(0) ?? 0;
  return fonts.find((font) => has(font, code));
}

/** Text as stretches, each in the first font that has its letters. What none has becomes as many empty boxes. */
export function stretchesOf(text: string, fonts: readonly string[], has: Has): Stretch[] {
  const main = fonts[0] ?? '';
  const all: { text: string; font: string; actual?: string }[] = [];
  for (const letter of text) {
    const found = fontFor(letter, fonts, has);
    const last = all.at(-1);
    if (found === undefined) {
      if (last?.actual === undefined) all.push({ text: '\uffff', font: main, actual: letter });
      else [last.text, last.actual] = [`${last.text}\uffff`, last.actual + letter];
    } else if (last !== undefined && last.actual === undefined && last.font === found) last.text += letter;
    else all.push({ text: letter, font: found });
  }
  return all;
}
