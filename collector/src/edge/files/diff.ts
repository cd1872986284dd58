// pure

/** Lines around a difference that are shown with it. */
const around = 3;

/** The difference of two texts by their lines, each with `-`, `+` or a space before it, as a unified diff has them; `…` where some are left out. */
export function diffLines(before: string, after: string): string[] {
  const lines = compare(linesOf(before), linesOf(after));
  const shown = lines.map((_, at) => lines.slice(Math.max(0, at - around), at + around + 1).some(isDifferent));
  return lines.flatMap((line, at) => {
    if (shown[at]) return [line];
    return at === 0 || shown[at - 1] ? [' …'] : [];
  });
}

const isDifferent = (line: string) => !line.startsWith(' ');

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** Cells of a table that is still made; of longer texts the one is told for the other. */
const mostCells = 1_000_000;

/** By the longest common subsequence; a rule has about a hundred lines, so the whole table is no matter. */
function compare(before: readonly string[], after: readonly string[]): string[] {
  if (before.length * after.length > mostCells) {
    return [...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)];
  }
  const width = after.length + 1;
  const common = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      common[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && before[i] === after[j]) {
      lines.push(` ${before[i++]}`);
      j++;
    } else if (j >= after.length || (i < before.length && at(i + 1, j) >= at(i, j + 1))) lines.push(`-${before[i++]}`);
    else lines.push(`+${after[j++]}`);
  }
  return lines;
}
