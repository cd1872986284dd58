import { useId, useRef } from 'preact/hooks';

interface CodeAreaProps {
  readonly label: string;
  readonly value: string;
  readonly set: (value: string) => void;
  readonly error?: string | undefined;
  readonly note?: string;
}

/** A plain field for a program, with the numbers of its lines beside it. Tab leaves it, as everywhere. */
export function CodeArea({ label, value, set, error, note }: CodeAreaProps) {
  const id = useId();
  const numbers = useRef<HTMLPreElement>(null);
  const count = value.split('\n').length;
  const follow = (event: Event) => {
    if (numbers.current) numbers.current.scrollTop = (event.currentTarget as HTMLElement).scrollTop;
  };
  return (
    <div class="l whole">
      <label for={id}>{label}</label>
      <div class="code-area">
        <pre ref={numbers} aria-hidden="true">
          {Array.from({ length: count }, (_, index) => index + 1).join('\n')}
        </pre>
        <textarea
          id={id}
          class="f"
          rows={Math.max(8, Math.min(28, count + 1))}
          wrap="off"
          spellcheck={false}
          autocomplete="off"
          aria-describedby={`${id}-about`}
          aria-invalid={error !== undefined}
          value={value}
          onInput={(event) => set(event.currentTarget.value)}
          onScroll={follow}
        />
      </div>
      <small id={`${id}-about`} class={error === undefined ? undefined : 'wrong'}>
        {error ?? note}
      </small>
    </div>
  );
}
