import { useState } from 'preact/hooks';

interface FoldedProps {
  readonly most: number;
  /** What is folded away: "more of Network". */
  readonly what: string;
  readonly children: preact.VNode[];
}

/** The first few of many, the others on request. */
export function Folded({ most, what, children }: FoldedProps) {
  const [open, setOpen] = useState(false);
  const hidden = children.length - most;
  if (hidden <= 1 || open) return <>{children}</>;
  return (
    <>
      {children.slice(0, most)}
      <p class="folded">
        <button class="b" type="button" onClick={() => setOpen(true)}>
          {hidden} {what}
        </button>
      </p>
    </>
  );
}
