import type { ScriptDetail } from '@fettle/shared/api/scripts';
import { useState } from 'preact/hooks';
import { dropScriptDraft, putScriptDraft } from '../../api/scripts.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { Ask } from '../../parts/ask.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { go, scriptPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { readDetail } from '../../state/scripts.ts';
import { SignLine } from '../push/sign-line.tsx';

interface WaitingDraftProps {
  readonly detail: ScriptDetail;
  readonly waiting: NonNullable<ScriptDetail['waiting']>;
}

const writer = (by: string) => (by.startsWith('system') ? 'came with Fettle' : `written by ${plain(by, 64)}`);

/** What waits for a publisher's signature, and how it is signed. */
export function WaitingDraft({ detail: { name, published, command }, waiting }: WaitingDraftProps) {
  const saving = useSaving();
  const [asks, setAsks] = useState(false);
  const drop = () => {
    setAsks(false);
    void saving.run(async () => {
      await dropScriptDraft(name, waiting.version);
      tell('What waited is thrown away.', async () => {
        await putScriptDraft(name, waiting.body, 0);
        await readDetail(name);
      });
      if (published === null) go('/scripts');
      else await readDetail(name);
    });
  };
  return (
    <Section
      title="Waits to be published"
      note={`${writer(waiting.changedBy)}, ${moment(waiting.changedAt, now.value)}`}
      aside={
        <span class="aside acts">
          {published === null ? null : (
            <a class="b bare" href={`${scriptPath(name)}?diff=${published}..draft`}>
              What differs from {published}
            </a>
          )}
          {hasRole('operator') ? (
            <button class="b bare" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
              Throw away…
            </button>
          ) : null}
        </span>
      }
    >
      <SaidProblem problem={saving.problem} readAgain={() => void readDetail(name)} />
      {command === null ? null : <SignLine signing={{ what: 'script', id: name }} command={command} deed="Publish…" />}
      {asks ? (
        <Ask title="Throw away what waits?" deed="Throw away" danger yes={drop} no={() => setAsks(false)}>
          <p>
            {published === null
              ? 'The script is gone with it: it was never published.'
              : `Version ${published} stays as it is.`}
          </p>
        </Ask>
      ) : null}
    </Section>
  );
}
