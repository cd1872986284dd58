import { useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';
import { plain } from '../format/text.ts';
import { Page } from './page.tsx';
import type { Piece } from './piece.ts';
import { Failed, Waiting } from './waiting.tsx';
import { go } from '../routes.ts';
import { now } from '../state/clock.ts';
import type { Resource } from '../state/resource.ts';

interface Item {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

interface EditPageProps<One extends Item> {
  readonly id: string;
  readonly list: Resource<readonly One[]>;
  readonly home: string;
  readonly homeName: string;
  /** "roster" */
  readonly what: string;
  /** Reads what the form offers besides. */
  readonly also: () => void;
  /** What is to be said of it first, when it is there. */
  readonly head: (item: One, time: number) => Piece[];
  readonly form: (item: One | undefined, fill: () => void) => preact.ComponentChildren;
}

const minuteNow = () => Math.floor(now.value / 60_000) * 60_000;

/** The page of one of a list, or of one to be made (`new`). */
export function EditPage<One extends Item>({ id, list, home, homeName, what, also, head, form }: EditPageProps<One>) {
  const all = list.value.value;
  const item = all?.find((one) => one.id === id);
  /** A save or a new reading fills the form anew. */
  const [filled, setFilled] = useState(0);
  const ready = id === 'new' || item !== undefined;
  const gone = all && !ready ? new ApiProblem('not_found', 404, `There is no ${what} at this address.`) : undefined;
  const problem = list.problem.value ?? gone;
  const read = () => {
    list.renew();
    also();
  };
  const title = id === 'new' ? `New ${what}` : plain(item?.name ?? id, 80);
  return (
    <Page
      name={`${what} ${id}`}
      crumb={
        <>
          <a href={home}>{homeName}</a>
          <span class="sep">/</span>
          <b>{title}</b>
        </>
      }
      pieces={
        item
          ? head(item, minuteNow())
          : [{ text: id === 'new' ? `A new ${what}.` : `Reading this ${what}.`, lesser: id !== 'new' }]
      }
      read={read}
      keys={{ Escape: () => go(home) }}
      told={[[['Esc'], homeName.toLowerCase()]]}
    >
      {ready ? (
        <div key={`${id} ${filled}`}>{form(item, () => setFilled(filled + 1))}</div>
      ) : problem ? (
        <Failed what={`This ${what}`} problem={problem} again={read}>
          <a class="b main" href={home}>
            Back
          </a>
        </Failed>
      ) : (
        <Waiting what={`this ${what}`} rows={8} cancel={list.cancel} />
      )}
    </Page>
  );
}
