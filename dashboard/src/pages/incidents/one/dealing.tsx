import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { moment } from '../../../format/time.ts';
import { Section } from '../../../parts/section.tsx';
import { now } from '../../../state/clock.ts';
import { isLost } from '../../../state/lost.ts';
import { problems } from '../../../state/problems.ts';
import { ask, type Question } from '../asking.ts';
import { perform } from '../deeds.ts';
import { instanceWords } from '../../rules/reckoning.ts';

const isPaused = ({ acknowledge, resolve }: IncidentDetail) =>
  acknowledge.state === 'paused' || resolve.state === 'paused';

/** What it is called that the incident is put under, once the list is read. */
const problemTitle = (id: string) => problems.value.value?.find((one) => one.id === id)?.title ?? 'linked';

/** How it is dealt with: whose it is, how urgent, whether its clocks run. */
export function Dealing({ incident }: { incident: IncidentDetail }) {
  const { owner, priority, problem, quiet, may, state, instance, ruleName, rule } = incident;
  const acts = may.includes('own') && !isLost.value;
  const Change = ({ question, word }: { question: Question; word: string }) =>
    acts ? (
      <button class="b bare" type="button" onClick={() => ask(question, [incident])}>
        {word}
      </button>
    ) : null;
  return (
    <Section title="Dealing with it">
      <dl class="facts dealing">
        <dt>Owner</dt>
        <dd>
          {owner ? plain(owner.name, 64) : 'nobody'} <Change question="own" word="hand over…" />
        </dd>
        <dt>Priority</dt>
        <dd>
          {priority} <Change question="priority" word="change…" />
        </dd>
        <dt>Clocks</dt>
        <dd>
          {isPaused(incident) ? 'paused' : state === 'resolved' || state === 'closed' ? 'stopped' : 'running'}{' '}
          {isPaused(incident) && acts ? (
            <button class="b bare" type="button" onClick={() => void perform([incident], { kind: 'resume' })}>
              let them run
            </button>
          ) : null}
          {!isPaused(incident) && (state === 'open' || state === 'acknowledged') ? (
            <Change question="pause" word="pause…" />
          ) : null}
        </dd>
        <dt>Notices</dt>
        <dd>
          {quiet?.by === 'snoozed'
            ? `snoozed until ${moment(quiet.until, now.value)}`
            : quiet
              ? 'kept back'
              : 'as routes say'}{' '}
          {quiet?.by === 'snoozed' && acts ? (
            <button class="b bare" type="button" onClick={() => void perform([incident], { kind: 'unsnooze' })}>
              wake
            </button>
          ) : null}
        </dd>
        <dt>Problem</dt>
        <dd>
          {problem === null ? (
            'none'
          ) : (
            <a class="src" href={`/problems/${encodeURIComponent(problem)}`}>
              {plain(problemTitle(problem), 120)}
            </a>
          )}{' '}
          <Change question="link" word={problem === null ? 'link…' : 'another…'} />
        </dd>
        <dt>Rule</dt>
        <dd>
          <a class="src" href={`/rules/${encodeURIComponent(rule)}`}>
            {plain(ruleName, 128)}
          </a>
        </dd>
        {instance === '' ? null : (
          <>
            <dt>Of</dt>
            <dd>{instanceWords(instance)}</dd>
          </>
        )}
      </dl>
    </Section>
  );
}
