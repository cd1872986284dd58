import { closeSync, openSync, readSync, statSync } from 'node:fs';

const pieceBytes = 1024 * 1024;

/** Whether two files hold the same bytes. */
export function sameContent(one: string, other: string): boolean {
  const { size } = statSync(one);
  if (statSync(other).size !== size) return false;
  const [first, second] = [openSync(one, 'r'), openSync(other, 'r')];
  try {
    const [mine, theirs] = [Buffer.alloc(pieceBytes), Buffer.alloc(pieceBytes)];
    for (let at = 0; at < size; at += pieceBytes) {
      const read = readSync(first, mine, 0, pieceBytes, at);
      if (readSync(second, theirs, 0, pieceBytes, at) !== read) return false;
      if (mine.compare(theirs, 0, read, 0, read) !== 0) return false;
    }
    return true;
  } finally {
    closeSync(first);
    closeSync(second);
  }
}
