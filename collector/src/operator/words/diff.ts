// pure
/** The difference between two texts, line by line, with a few lines around each change. */

const around = 2;
/** Lines of one times lines of the other; beyond it all that lies between equal ends counts as changed. */
const mostCells = 4_000_000;

/** Lines that begin with `+`, `-` or a space, and `@@` where lines are left out. Empty: they are the same. */
export function lineDiff(before: string, after: string): string[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')];
  const head = commonHead(old, fresh);
  const tail = commonTail(old.slice(head), fresh.slice(head));
  const middle = changed(old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail));
  const equal = (lines: readonly string[]) => lines.map((line) => ` ${line}`);
  const all = [...equal(old.slice(0, head)), ...middle, ...equal(tail === 0 ? [] : old.slice(-tail))];
  return shortened(all);
}

function commonHead(old: readonly string[], fresh: readonly string[]): number {
  const end = old.findIndex((line, i) => line !== fresh[i]);
  return end < 0 ? Math.min(old.length, fresh.length) : end;
}

function commonTail(old: readonly string[], fresh: readonly string[]): number {
  let tail = 0;
  while (tail < Math.min(old.length, fresh.length) && old.at(-1 - tail) === fresh.at(-1 - tail)) tail++;
  return tail;
}

/** By the longest common subsequence. */
function changed(old: readonly string[], fresh: readonly string[]): string[] {
  if (old.length * fresh.length > mostCells)
    return [...old.map((line) => `-${line}`), ...fresh.map((line) => `+${line}`)];
  const width = fresh.length + 1;
  const longest = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = fresh.length - 1; j >= 0; j--) {
      const [down = 0, right = 0, both = 0] = [
        longest[(i + 1) * width + j],
        longest[i * width + j + 1],
        longest[(i + 1) * width + j + 1],
      ];
      longest[i * width + j] = old[i] === fresh[j] ? both + 1 : Math.max(down, right);
    }
  }
  const lines: string[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < fresh.length) {
    const [one, other] = [old[i], fresh[j]];
    if (i < old.length && j < fresh.length && one === other) {
      lines.push(` ${one}`);
      i++;
      j++;
    } else if (
      j >= fresh.length ||
      (i < old.length && (longest[(i + 1) * width + j] ?? 0) >= (longest[i * width + j + 1] ?? 0))
    ) {
      lines.push(`-${one}`);
      i++;
    } else {
      lines.push(`+${other}`);
      j++;
    }
  }
  return lines;
}

function shortened(lines: readonly string[]): string[] {
  const near = lines.map((_, i) =>
    lines.slice(Math.max(0, i - around), i + around + 1).some((line) => !line.startsWith(' ')),
  );
  return lines.flatMap((line, i) => {
    if (near[i]) return [line];
    return near[i - 1] || (i === 0 && near.includes(true)) ? ['@@'] : [];
  });
}
