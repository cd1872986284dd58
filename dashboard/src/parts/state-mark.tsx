import type { Shape } from '../state/standing.ts';
import { Icon } from './symbols.tsx';

/** A state: its shape, then its word. */
export function StateMark({ shape, word }: { shape: Shape; word: string }) {
  return (
    <span class={`st ${shape}`}>
      <Icon name={shape} />
      <span class="w">{word}</span>
    </span>
  );
}
