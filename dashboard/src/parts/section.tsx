import { useId } from 'preact/hooks';

interface SectionProps {
  readonly title: string;
  readonly note?: preact.ComponentChildren;
  readonly aside?: preact.ComponentChildren;
  readonly class?: string;
  readonly children: preact.ComponentChildren;
}

/** A section of a page: a rule, its heading, a note beside it, something at the right. */
export function Section({ title, note, aside, class: more, children }: SectionProps) {
  const id = useId();
  return (
    <section class={more ? `sec ${more}` : 'sec'} aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note === undefined ? null : <span class="quiet">{note}</span>}
        {aside}
      </header>
      {children}
    </section>
  );
}
