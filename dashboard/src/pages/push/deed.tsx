import type { OrderDraft, OrderDraftBody } from '@fettle/shared/api/orders';
import { useState } from 'preact/hooks';
import { dropDraft, makeDraft, putDraft } from '../../api/orders.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords } from '../../format/time.ts';
import { Ask } from '../../parts/ask.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { tell } from '../../parts/toast.tsx';
import { Unbroken } from '../../parts/unbroken.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { drafts } from '../../state/orders.ts';
import type { Preview } from '../../state/preview.ts';
import { useSaving } from '../../state/saving.ts';
import { trust } from '../../state/trust.ts';
import { forgetUnsaved, useUnsaved } from '../../state/unsaved.ts';
import type { Words } from './prose.ts';
import { SignLine } from './sign-line.tsx';

interface OrderDeedProps {
  /** As it is kept; undefined: it is not yet. */
  readonly kept: OrderDraft | undefined;
  readonly body: OrderDraftBody | undefined;
  readonly dirty: boolean;
  readonly preview: Preview;
  readonly prose: readonly Words[];
  /** What stands in place of the prose while something cannot be read. */
  readonly blank: string;
  readonly tried: () => void;
  readonly fill: () => void;
  /** Where the draft has its page. */
  readonly pathOf: (id: string) => string;
  readonly home: string;
  /** Fields that belong to what is signed: the reason. */
  readonly children: preact.ComponentChildren;
}

/** The order in prose, always in sight: class and dangers, who must sign; last how it is signed. */
export function OrderDeed(props: OrderDeedProps) {
  const { kept, body, dirty, preview, prose, blank, children } = props;
  useUnsaved(dirty);
  const reckoned = preview.draft;
  return (
    <aside class="deed" aria-label="The order">
      <header>
        <h2>What is signed</h2>
        <span class="quiet dense">
          {kept ? `draft ${kept.id}${dirty ? ', changed since it was saved' : ''}` : body ? 'not saved yet' : ''}
        </span>
      </header>
      <p class="prose">
        {body
          ? prose.map(({ text, strong, mono }, index) =>
              mono ? (
                <span key={index} class="mono">
                  {text}
                </span>
              ) : strong ? (
                <b key={index}>
                  <Unbroken text={text} />
                </b>
              ) : (
                <Unbroken key={index} text={text} />
              ),
            )
          : blank}
      </p>
      {children}
      <div class="seal">
        {reckoned ? <Seal draft={reckoned} /> : null}
        <Deeds {...props} />
        <p class="quiet dense">The collector carries this order; it cannot make or change one.</p>
      </div>
    </aside>
  );
}

const classes = {
  read: 'read: it only looks',
  change: 'change: it changes these devices',
  dangerous: 'dangerous',
} as const;

/** "an operator and an approver, two different people" */
export function needsWords(needs: OrderDraft['needs']): string {
  const each = needs.map(({ role, people }) => (people === 1 ? `an ${role}` : `${people} of ${role}`));
  const people = needs.reduce((sum, one) => sum + one.people, 0);
  return `${each.join(' and ')}${people > 1 ? ', different people' : ''}`;
}

function Seal({ draft }: { draft: OrderDraft }) {
  const known = trust.value.value;
  return (
    <>
      <dl class="facts">
        <dt>Class</dt>
        <dd>
          {draft.class === 'dangerous' ? <b class="hurtv warning">{classes.dangerous}</b> : classes[draft.class]}
          {draft.dangers.map((one) => (
            <small key={one}>{plain(one, 200)}</small>
          ))}
        </dd>
        <dt>Must sign</dt>
        <dd>{needsWords(draft.needs)}</dd>
        {known ? (
          <>
            <dt>Trust</dt>
            <dd>
              root {known.version}
              {known.fresh ? `, fresh until ${dateWords(known.fresh.until, now.value)}` : ', never made fresh'}
            </dd>
          </>
        ) : null}
      </dl>
      <details>
        <summary>As who signs will read it</summary>
        <ul class="dense words-of">
          {draft.words.map((line) => (
            <li key={line}>{plain(line, 600)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}

function toFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

function Deeds({ kept, body, dirty, tried, fill, preview, pathOf, home }: OrderDeedProps) {
  const saving = useSaving();
  const [asks, setAsks] = useState(false);
  async function save() {
    tried();
    if (!body) return toFirstWrong();
    await saving.run(async () => {
      const saved = kept ? await putDraft(kept.id, body, kept.version) : await makeDraft(body);
      forgetUnsaved();
      drafts.renew();
      if (kept) fill();
      else go(pathOf(saved.id), true);
      tell('The draft is saved. Nothing runs until it is signed.');
    });
  }
  async function drop() {
    setAsks(false);
    if (!kept) return;
    await saving.run(async () => {
      await dropDraft(kept.id, kept.version);
      forgetUnsaved();
      drafts.renew();
      tell(`Draft ${kept.id} is thrown away.`, async () => {
        const again = await makeDraft(kept);
        go(pathOf(again.id));
      });
      go(home);
    });
  }
  const ready = kept !== undefined && !dirty && (preview.draft?.problems.length ?? 1) === 0;
  return (
    <>
      <SaidProblem problem={saving.problem} readAgain={fill} />
      {ready ? <SignLine signing={{ what: 'draft', id: kept.id }} command={kept.command} /> : null}
      <div class="acts">
        {kept && !dirty ? null : (
          <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? 'Saving' : 'Save the draft'}
          </button>
        )}
        {kept ? (
          <button class="b" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
            Throw away…
          </button>
        ) : null}
      </div>
      {asks ? (
        <Ask title="Throw this draft away?" deed="Throw away" danger yes={() => void drop()} no={() => setAsks(false)}>
          <p>Nothing was signed, so nothing runs by it.</p>
        </Ask>
      ) : null}
    </>
  );
}
