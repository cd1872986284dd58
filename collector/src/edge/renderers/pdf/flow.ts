// pure
import type { Colour } from './palette.ts';
import type { Sign } from './letters.ts';

/** Text in one manner, before it is broken into lines. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly size: number;
  readonly ink: Colour;
  /** Never torn from what stands before it: a unit from its figure, a mark from its number. */
  readonly glued?: boolean;
  /** Points before it that are no letter. */
  readonly before?: number;
  /** Points above the line it stands on. */
  readonly rise?: number;
  /** A shape instead of letters; `text` is what it says to those who hear it. */
  readonly sign?: Sign | 'warning' | 'unknown' | 'window' | 'right' | 'quiet';
  readonly link?: string;
}

export interface Placed extends Run {
  readonly x: number;
  readonly width: number;
}
export interface Line {
  readonly runs: readonly Placed[];
  readonly width: number;
}
export type Measure = (run: Run) => number;

/** Words of a run, each with the blank before it. */
function words(run: Run): Run[] {
  if (run.sign !== undefined) return [run];
  const parts = run.text.match(/ *[^ ]+| +$/g) ?? [];
  return parts.map((text, index) => ({ ...run, text, ...(index === 0 ? {} : { glued: false, before: 0 }) }));
}

/** Pieces that may not be torn apart. */
function groups(runs: readonly Run[]): Run[][] {
  const all: Run[][] = [];
  for (const word of runs.flatMap(words)) {
    const last = all.at(-1);
    const blank = word.text.startsWith(' ');
    const ended = last?.at(-1)?.text.endsWith(' ') ?? true;
    if (last && (word.glued === true || (!blank && !ended && word.sign === undefined))) last.push(word);
    else all.push([word]);
  }
  return all;
}

/** As much of a word as fits, at least one letter of it; `letters` are those that are left of it. */
function fitting(run: Run, letters: readonly string[], room: number, measure: Measure): number {
  let wide = 0;
  let count = 0;
  for (const letter of letters) {
    wide += measure({ ...run, text: letter });
    if (wide > room && count > 0) break;
    count += 1;
  }
  return count;
}

/** Runs as lines of at most this width; a word that is wider than a line is broken where it must be. */
export function linesOf(runs: readonly Run[], width: number, measure: Measure): Line[] {
  const lines: Line[] = [];
  let line: Placed[] = [];
  let at = 0;
  const end = () => {
    lines.push({ runs: line, width: at });
    [line, at] = [[], 0];
  };
  const put = (run: Run) => {
    const wide = measure(run);
    line.push({ ...run, x: at + (run.before ?? 0), width: wide });
    at += wide + (run.before ?? 0);
  };
  /** A word that no line holds: as much of it on each as fits. */
  const torn = (run: Run) => {
    let letters = Array.from(run.text);
    while (letters.length > 0) {
      const count = fitting(run, letters, width - at, measure);
      const head = { ...run, text: letters.slice(0, count).join(''), before: 0, glued: true };
      if (at > 0 && at + measure(head) > width + 0.01) {
        end();
        continue;
      }
      put(head);
      letters = letters.slice(count);
      if (letters.length > 0) end();
    }
  };
  for (const group of groups(runs)) {
    const wide = group.reduce((sum, run) => sum + measure(run) + (run.before ?? 0), 0);
    if (at > 0 && at + wide > width + 0.01) end();
    for (const [index, run] of group.entries()) {
      // A line never begins with a blank.
      const begins = at === 0 && index === 0 && run.sign === undefined;
      const rest: Run = begins ? { ...run, text: run.text.replace(/^ +/, ''), before: 0 } : run;
      if (rest.sign === undefined && at + measure(rest) > width + 0.01) torn(rest);
      else if (rest.text !== '' || rest.sign !== undefined) put(rest);
    }
  }
  if (line.length > 0 || lines.length === 0) end();
  return lines;
}
