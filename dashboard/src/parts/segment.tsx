interface SegmentProps<Value> {
  readonly label: string;
  readonly choices: readonly { readonly value: Value; readonly name: string }[];
  readonly chosen: Value | undefined;
  readonly choose: (value: Value) => void;
  readonly children?: preact.ComponentChildren;
}

/** A few choices of which one holds. */
export function Segment<Value extends string | number>({
  label,
  choices,
  chosen,
  choose,
  children,
}: SegmentProps<Value>) {
  return (
    <div class="seg" role="group" aria-label={label}>
      {choices.map(({ value, name }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => choose(value)}>
          {name}
        </button>
      ))}
      {children}
    </div>
  );
}
