interface StepProps {
  readonly no: number;
  readonly title: string;
  readonly note?: string;
  readonly children: preact.ComponentChildren;
}

/** A numbered part of a form. */
export function Step({ no, title, note, children }: StepProps) {
  return (
    <section class="wstep">
      <span class="no" aria-hidden="true">
        {no}
      </span>
      <div>
        <h2>
          {title}
          {note === undefined ? null : <span class="quiet">{note}</span>}
        </h2>
        {children}
      </div>
    </section>
  );
}
