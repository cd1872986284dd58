import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';

interface Said {
  readonly words: string;
  readonly undo?: (() => Promise<void>) | undefined;
}

const said = signal<Said | undefined>(undefined);
const seenMs = 8_000;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says that something is done, for 8 s, with the way back where there is one. */
export function tell(words: string, undo?: () => Promise<void>): void {
  clearTimeout(timer);
  said.value = { words, undo };
  timer = setTimeout(() => (said.value = undefined), seenMs);
}

async function takeBack(undo: () => Promise<void>): Promise<void> {
  said.value = undefined;
  try {
    await undo();
    tell('Taken back.');
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    tell(`It could not be taken back: ${error.message}`);
  }
}

/** Done, and the way back. */
export function Toast() {
  const now = said.value;
  return (
    <div class="toast" role="status">
      {now ? (
        <>
          <span>{now.words}</span>
          {now.undo ? (
            <button class="b" type="button" onClick={() => now.undo && void takeBack(now.undo)}>
              Undo
            </button>
          ) : null}
        </>
      ) : null}
    </div>
  );
}
