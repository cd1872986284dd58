import { useState } from 'preact/hooks';
import type { Saving } from '../state/saving.ts';
import { Ask } from './ask.tsx';
import { AreaField } from './fields.tsx';
import { SaidProblem } from './said-problem.tsx';

/** One thing that may be done with what a page shows. */
export interface Act<Deed extends string> {
  readonly act: Deed;
  /** With `…` at its end where it asks first. */
  readonly name: string;
  /** What is asked for in words before it is done; absent: nothing. */
  readonly asks?: { readonly title: string; readonly label: string; readonly note: string };
  /** Never the one that the page offers first. */
  readonly aside?: boolean;
}

interface Props<Deed extends string> {
  /** Those that may be done now, what is next first. */
  readonly may: readonly Act<Deed>[];
  readonly saving: Saving;
  readonly readAgain: () => void;
  /** @param words empty where none were asked for */
  readonly act: (deed: Deed, words: string) => void;
}

/** The buttons of a page's head, and the words that some of them ask for first. */
export function Acts<Deed extends string>({ may, saving, readAgain, act }: Props<Deed>) {
  const [asked, setAsked] = useState<Act<Deed>>();
  const [words, setWords] = useState('');
  const done = (deed: Deed, said: string) => {
    setAsked(undefined);
    setWords('');
    act(deed, said);
  };
  return (
    <>
      <SaidProblem problem={saving.problem} readAgain={readAgain} />
      {may.map((one, index) => (
        <button
          key={one.act}
          class={index === 0 && one.aside !== true ? 'b main' : 'b'}
          type="button"
          disabled={saving.busy}
          onClick={() => (one.asks ? setAsked(one) : done(one.act, ''))}
        >
          {one.name}
        </button>
      ))}
      {asked?.asks ? (
        <Ask
          title={asked.asks.title}
          deed={asked.name.replace('…', '')}
          yes={() => done(asked.act, words)}
          no={() => setAsked(undefined)}
        >
          <AreaField label={asked.asks.label} rows={3} value={words} set={setWords} note={asked.asks.note} />
        </Ask>
      ) : null}
    </>
  );
}
