import type { Piece } from './piece.ts';
import { Icon } from './symbols.tsx';
import { Unbroken } from './unbroken.tsx';

function Part({ piece: { text, shape, strong, lesser, href } }: { piece: Piece }) {
  if (lesser)
    return (
      <span class="lesser">
        <Unbroken text={text} />
      </span>
    );
  if (!shape && !strong) return <Unbroken text={text} />;
  const inside = (
    <>
      {shape && shape !== 'order' ? <Icon name={shape} label={`${shape}: `} /> : null}
      <Unbroken text={text} />
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
