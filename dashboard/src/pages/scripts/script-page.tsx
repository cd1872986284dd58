import type { ScriptBody, ScriptDetail, ScriptItem } from '@fettle/shared/api/scripts';
import { useEffect, useMemo } from 'preact/hooks';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { CodeView } from '../../parts/code-view.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, pushPath, scriptPath } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { bodyOf, wantBody } from '../../state/script-bodies.ts';
import { detailProblems, details, readDetail } from '../../state/scripts.ts';
import { classWords } from './class-words.ts';
import { DiffView } from './diff-view.tsx';
import { Lines } from '../incidents/one/runbook.tsx';
import { unwrapped } from './texts.ts';
import { ScriptFacts } from './script-facts.tsx';
import { Versions } from './versions.tsx';
import { WaitingDraft } from './waiting-draft.tsx';

/** What it does, and whether it can be run. Pure. */
export function scriptSentence({ summary, published, runs, failed, waiting }: ScriptDetail): Piece[] {
  const done = plain(summary, 500);
  const says: Piece = { text: `${done}${/[.!?]$/.test(done) || done === '' ? '' : '.'} ` };
  if (published === null)
    return [says, { text: 'Nobody has published it yet', shape: 'off' }, { text: ': it cannot be run.' }];
  const ran: Piece =
    runs === 0
      ? { text: 'Not run in the last 30 days.', lesser: true }
      : {
          text: `${counted(runs, 'run')} in the last 30 days, ${failed === 0 ? 'none' : number(failed)} failed.`,
          lesser: true,
        };
  return waiting ? [says, { text: 'A new version waits to be published. ', strong: true }, ran] : [says, ran];
}

/** The versions that the address compares: `?diff=3..4`, `draft` for what waits. */
export function comparedOf(search: string): readonly [string, string] | undefined {
  const [, before, after] = /^(\d+)\.\.(\d+|draft)$/.exec(new URLSearchParams(search).get('diff') ?? '') ?? [];
  return before !== undefined && after !== undefined ? [before, after] : undefined;
}

/** One script: what it does, what it is made of, what became of its versions. */
export function ScriptPage({ id }: { id: string }) {
  const detail = details.value.get(id);
  const problem = detailProblems.value.get(id);
  const read = () => void readDetail(id);
  const operator = hasRole('operator');
  return (
    <Page
      name={`script ${id}`}
      crumb={
        <>
          <a href="/scripts">Scripts</a>
          <span class="sep">/</span>
          <b>{detail ? plain(detail.title, 80) : id}</b>
          {detail ? <Crumb detail={detail} /> : null}
        </>
      }
      pieces={detail ? scriptSentence(detail) : [{ text: 'Reading this script.', lesser: true }]}
      acts={
        <>
          {detail?.published ? (
            <a class="b main" href={pushPath({ script: id })}>
              Run it…
            </a>
          ) : null}
          {detail && operator ? (
            <a class="b" href={`${scriptPath(id)}/edit`}>
              {detail.waiting ? 'Go on editing' : 'Edit'}
            </a>
          ) : null}
        </>
      }
      read={read}
      heeds={['script.']}
      keys={{
        Escape: () => go('/scripts'),
        r: () => (detail?.published ? go(pushPath({ script: id })) : undefined),
        ...(operator ? { e: () => go(`${scriptPath(id)}/edit`) } : {}),
      }}
      told={[
        [['r'], 'run it'],
        [['e'], 'edit'],
        [['Esc'], 'scripts'],
      ]}
    >
      {detail ? (
        <Body detail={detail} />
      ) : problem ? (
        <Failed what="This script" problem={problem} again={read}>
          <a class="b main" href="/scripts">
            To the scripts
          </a>
        </Failed>
      ) : (
        <Waiting what="this script" rows={8} />
      )}
    </Page>
  );
}

function Crumb({ detail: { class: kind, origin, tags } }: { detail: ScriptItem }) {
  return (
    <>
      <span class="sep">·</span>
      <StateMark shape={classWords[kind].shape} word={classWords[kind].word} />
      <span class="sep">·</span>
      {origin === 'shipped' ? 'shipped with Fettle' : 'written here'}
      {tags.map((tag) => (
        <span key={tag} class="chip">
          {plain(tag, 32)}
        </span>
      ))}
    </>
  );
}

function Body({ detail }: { detail: ScriptDetail }) {
  const compared = comparedOf(address.value.search);
  const body = detail.current ?? detail.waiting?.body;
  return (
    <div class="split">
      <div>
        {detail.waiting ? <WaitingDraft detail={detail} waiting={detail.waiting} /> : null}
        {compared ? <Compared detail={detail} compared={compared} /> : null}
        {body && body.readme !== '' ? (
          <Section title="When to use it">
            <div class="readme">
              <Lines text={unwrapped(body.readme)} />
            </div>
          </Section>
        ) : null}
        {body ? <Programs body={body} /> : null}
      </div>
      <aside aria-label="About this script">
        {body ? <ScriptFacts body={body} detail={detail} /> : null}
        <Versions detail={detail} />
      </aside>
    </div>
  );
}

function Programs({ body }: { body: ScriptBody }) {
  return (
    <>
      {body.programs.map(({ platforms, interpreter, body: text }) => (
        <Section
          key={platforms.join()}
          title={`On ${platforms.join(', ')}`}
          note={`${interpreter}, ${counted(text.replace(/\n$/, '').split('\n').length, 'line')}`}
        >
          <CodeView text={text} label={`The program for ${platforms.join(', ')}`} />
        </Section>
      ))}
    </>
  );
}

interface ComparedProps {
  readonly detail: ScriptDetail;
  readonly compared: readonly [string, string];
}

function Compared({ detail, compared: [before, after] }: ComparedProps) {
  const { name, waiting } = detail;
  useEffect(() => {
    wantBody(name, before);
    if (after !== 'draft') wantBody(name, after);
  }, [name, before, after]);
  const old = bodyOf(name, before);
  const fresh = after === 'draft' ? waiting?.body : bodyOf(name, after);
  const names = useMemo(
    () => [`version ${before}`, after === 'draft' ? 'what waits' : `version ${after}`] as const,
    [before, after],
  );
  return (
    <Section
      title="What differs"
      aside={
        <a class="aside b bare" href={scriptPath(name)}>
          Close
        </a>
      }
    >
      {old && fresh ? <DiffView before={old} after={fresh} names={names} /> : <Waiting what="both versions" rows={4} />}
    </Section>
  );
}
