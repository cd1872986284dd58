import { counted, number } from '../format/count.ts';

export interface Ring {
  readonly count: number;
  /** After the number: "first", "after 10 min clean". */
  readonly note: string;
}

/** The rings of an order: widths suggest, words state. */
export function Rings({ rings }: { rings: readonly Ring[] }) {
  if (rings.length === 0) return null;
  const words = rings.map(({ count }) => counted(count, 'device')).join(', then ');
  return (
    <div class="rings" role="img" aria-label={`Rings: ${words}`}>
      {rings.map(({ count, note }, index) => (
        <div key={index} style={{ '--n': String(Math.max(1, Math.sqrt(count))) }}>
          <i class={`r${Math.min(3, index + 1)}`} />
          <span>
            <b>{number(count)}</b> {note}
          </span>
        </div>
      ))}
    </div>
  );
}
