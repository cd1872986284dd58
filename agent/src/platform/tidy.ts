/**
 * Gives back the memory that only the start needed, where Node was started with `--expose-gc` (flags.ts): by itself V8
 * collects the old part of its heap only after that has grown well beyond.
 */
export function tidy(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
