/** What is said while a simulation runs: lines for people, or a JSON line for each thing. */
import { day } from './time.ts';
import type { Fleet } from './fleet.ts';
import { coarseMs, fineMs, type Progress } from './history.ts';
import type { Truth } from './truth.ts';

export interface Telling {
  progress(progress: Progress): void;
  line(what: string, details: object, words: string): void;
}

/** A terminal gets one line that changes, anything else a line every ten seconds. */
const everyMs = { terminal: 200, other: 10_000 };

export function createTelling(json: boolean, { options: { begin, end } }: Fleet): Telling {
  const steps = (time: number) =>
    (Math.min(time, end - day) - begin) / coarseMs + Math.max(0, time - end + day) / fineMs;
  const terminal = process.stdout.isTTY && !json;
  const began = performance.now();
  let told = began;
  return {
    progress({ time, frames, samples }) {
      const now = performance.now();
      if (now - told < (terminal ? everyMs.terminal : everyMs.other)) return;
      told = now;
      const rate = Math.round(samples / ((now - began) / 1_000));
      const share = Math.min(1, steps(time) / Math.max(1, steps(end)));
      const date = new Date(time).toISOString().slice(0, 16).replace('T', ' ');
      if (json) {
        process.stdout.write(`${JSON.stringify({ progress: share, time, frames, samples, samplesPerSecond: rate })}\n`);
        return;
      }
      const text = `${(100 * share).toFixed(1).padStart(5)} %  ${date}  ${rate.toLocaleString('en')} samples/s`;
      process.stdout.write(terminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    line(what, details, words) {
      process.stdout.write(
        json ? `${JSON.stringify({ [what]: details })}\n` : `${terminal ? '\r\u001b[K' : ''}${words}\n`,
      );
    },
  };
}

/** A truth with its local time of day, for people who look at the screen. */
export function inWords({ from, to, words }: Truth): string {
  const clock = (time: number) => new Date(time).toTimeString().slice(0, 8);
  const until = to - from < day ? clock(to) : new Date(to).toISOString().slice(0, 10);
  return `  ${clock(from)} to ${until}  ${words}`;
}
