import type { Piece } from './piece.ts';
import { Icon } from './symbols.tsx';

function Part({ piece: { text, shape, strong, lesser, href } }: { piece: Piece }) {
  if (lesser) return <span class="lesser">{text}</span>;
  if (!shape && !strong) return <>{text}</>;
  const inside = (
    <>
      {shape && shape !== 'order' ? <Icon name={shape} label={`${shape}: `} /> : null}
      {text}
    </>
  );
  if (href !== undefined) {
    return (
      <a class={shape} href={href}>
        {inside}
      </a>
    );
  }
  return <b class={shape}>{inside}</b>;
}

/** What is wrong now, in words. */
export function Sentence({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <p class="sentence" role="status">
      {pieces.map((piece, index) => (
        <Part key={index} piece={piece} />
      ))}
    </p>
  );
}
