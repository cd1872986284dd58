import type { RunDetail } from '@fettle/shared/api/orders';
import { formatValue } from '@fettle/shared/units';
import { useMemo } from 'preact/hooks';
import { readRun } from '../../api/orders.ts';
import { plain } from '../../format/text.ts';
import { clockSeconds, exact, moment, span } from '../../format/time.ts';
import { useLive } from '../../live/live.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath, go, incidentPath, orderPath, rulePath, standingPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { resource } from '../../state/resource.ts';
import { StopSwitch } from '../trust/stop-switch.tsx';
import { isOver, looks } from '../orders/states.ts';
import { Log } from './log.tsx';
import { Receipt } from './receipt.tsx';
import { RunMark } from './table.tsx';

const at = (run: RunDetail) => (run.kind === 'standing' ? standingPath(run.order) : orderPath(run.order));

/** How it went, or goes. Pure. */
export function runSentence(run: RunDetail, time: number): Piece[] {
  const { title, deviceName, device, state, words, startedAt, lastLine } = run;
  const { shape, word } = looks[state];
  const on: Piece[] = [
    { text: plain(title, 80) },
    { text: ' on ' },
    { text: plain(deviceName, 64), strong: true, href: devicePath(device) },
  ];
  if (state === 'running') {
    const since = startedAt === null ? '' : ` for ${span(time - startedAt)}`;
    return [...on, { text: ` is running${since}. ` }, { text: plain(lastLine ?? '', 200), lesser: true }];
  }
  const hurts = shape === 'critical' || shape === 'warning' || shape === 'unknown';
  // The words of an end begin with it, as a rule: once is enough.
  const said = plain(words, 300).replace(/[.]$/, '');
  const rest = said.startsWith(word) ? said.slice(word.length) : said === '' ? '' : `: ${said}`;
  return [...on, { text: ': ' }, hurts ? { text: word, shape } : { text: word, strong: true }, { text: `${rest}.` }];
}

function useRun(id: string) {
  const run = useMemo(() => resource<RunDetail>((signal) => readRun(id, signal)), [id]);
  const topics = useMemo(() => ({ fleet: false, devices: [], events: true, run: id }), [id]);
  useLive(
    topics,
    {
      message: (message) => {
        if (message.name === 'event' && message.data.detail['run'] === id) run.renew();
        if (message.name === 'run' && message.data.id === id) run.renew();
      },
      missed: () => run.renew(),
      begun: () => run.renew(),
    },
    `run ${id}`,
  );
  return run;
}

/** One run: what it did on one device, what it said, and what the device signed of it. */
export function RunPage({ id }: { id: string }) {
  const found = useRun(id);
  const run = found.value.value;
  const problem = found.problem.value;
  const running = run !== undefined && !isOver(run.state);
  return (
    <Page
      name={`run ${id}`}
      crumb={run ? <Crumb run={run} /> : <a href="/orders">Orders</a>}
      pieces={run ? runSentence(run, now.value) : [{ text: 'Reading this run.', lesser: true }]}
      wrong={run !== undefined && looks[run.state].rank > 5}
      acts={running ? <StopSwitch /> : null}
      read={() => found.renew()}
      keys={{ Escape: () => (run ? go(at(run)) : history.back()) }}
      told={[[['Esc'], 'its order']]}
    >
      {run ? (
        <div class="split">
          <div>
            {run.firing ? <Firing run={run} firing={run.firing} /> : null}
            <Steps run={run} />
            <Log key={run.id} run={run} running={running} />
          </div>
          <aside aria-label="About this run">
            <Receipt run={run} />
            <About run={run} />
          </aside>
        </div>
      ) : problem ? (
        <Failed what="This run" problem={problem} again={() => found.renew()}>
          <a class="b main" href="/orders">
            To the orders
          </a>
        </Failed>
      ) : (
        <Waiting what="this run" rows={8} cancel={found.cancel} />
      )}
    </Page>
  );
}

function Crumb({ run }: { run: RunDetail }) {
  return (
    <>
      <a href="/orders">Orders</a>
      <span class="sep">/</span>
      <a href={at(run)}>{plain(run.title, 80)}</a>
      <span class="sep">/</span>
      <b>{plain(run.deviceName, 64)}</b>
      <span class="sep">·</span>
      <RunMark state={run.state} />
    </>
  );
}

const outcomes: Readonly<Record<string, 'right' | 'critical' | 'off'>> = {
  done: 'right',
  'not-applicable': 'off',
  'reboot-needed': 'right',
};

function Steps({ run: { steps } }: { run: RunDetail }) {
  if (steps.length === 0) return null;
  return (
    <Section title="Steps">
      <ol class="steps run-steps">
        {steps.map(({ name, mode, outcome, exit, startedAt, endedAt }, index) => {
          const shape = outcome === null ? (startedAt === null ? 'off' : 'running') : (outcomes[outcome] ?? 'critical');
          const took = startedAt !== null && endedAt !== null ? span(endedAt - startedAt) : '';
          return (
            <li
              key={index}
              class={
                outcome === null
                  ? startedAt === null
                    ? ''
                    : 'here'
                  : shape === 'critical'
                    ? 'critical failed'
                    : 'done'
              }
            >
              <b>
                <Icon name={shape} />
                {plain(name, 80)}
              </b>
              <small class={shape === 'critical' ? 'hurtv' : undefined}>
                {mode === 'run' ? '' : mode === 'check' ? 'dry run, ' : 'undo, '}
                {outcome ?? (startedAt === null ? 'left out by its condition, or not begun' : 'running')}
                {exit === null ? '' : `, exit ${exit}`}
                {took === '' ? '' : `, ${took}`}
              </small>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

function Firing({ run, firing }: { run: RunDetail; firing: NonNullable<RunDetail['firing']> }) {
  const { rule, words, before, after, cleared } = firing;
  const share = (value: number | null) => (value === null ? undefined : formatValue(value, '1', 3));
  const [was, is] = [share(before), share(after)];
  return (
    <Section title="Did it help?">
      <p class={cleared === false ? 'note critical' : undefined}>
        <span class={`st ${cleared === null ? 'order' : cleared ? 'right' : 'critical'}`}>
          <Icon name={cleared === null ? 'running' : cleared ? 'right' : 'critical'} />
        </span>{' '}
        <b>
          {cleared === null ? 'It is being measured.' : cleared ? 'Yes: it was put right.' : 'No: it did not clear.'}
        </b>{' '}
        {plain(words, 400)}
      </p>
      {was || is ? (
        <dl class="before-after">
          <div>
            <dt>Before</dt>
            <dd>
              {was ? (
                <>
                  {was.figure}
                  <span class="u">{was.unit}</span>
                </>
              ) : (
                <span class="quiet">not known</span>
              )}
            </dd>
          </div>
          <div>
            <dt>After</dt>
            <dd>
              {is ? (
                <>
                  {is.figure}
                  <span class="u">{is.unit}</span>
                </>
              ) : (
                <span class="quiet">not yet</span>
              )}
            </dd>
          </div>
        </dl>
      ) : null}
      {rule === null ? null : (
        <p class="dense">
          <a class="src" href={rulePath(rule)}>
            the rule that fired it
          </a>
          {run.incident === null ? null : (
            <>
              {' · '}
              <a class="src" href={incidentPath(run.incident)}>
                its incident
              </a>
            </>
          )}
        </p>
      )}
    </Section>
  );
}

function About({ run }: { run: RunDetail }) {
  const { queuedAt, startedAt, endedAt, site, ring, kind, steps, incident, code } = run;
  const time = (value: number | null) =>
    value === null ? (
      <span class="quiet">not yet</span>
    ) : (
      <span title={exact(value)}>{moment(value, now.value).replace(/\d\d:\d\d$/, clockSeconds(value))}</span>
    );
  return (
    <Section title="This run">
      <dl class="facts">
        <dt>{kind === 'standing' ? 'Standing order' : 'Order'}</dt>
        <dd>
          <a class="src" href={at(run)}>
            {plain(run.title, 80)}
          </a>
          {kind === 'order' && ring > 0 ? `, ring ${ring + 1}` : ''}
        </dd>
        <dt>Site</dt>
        <dd>{plain(site, 64) || <span class="quiet">none</span>}</dd>
        <dt>Queued</dt>
        <dd>{time(queuedAt)}</dd>
        <dt>Began</dt>
        <dd>{time(startedAt)}</dd>
        <dt>Ended</dt>
        <dd>{time(endedAt)}</dd>
        {code === null ? null : (
          <>
            <dt>Code</dt>
            <dd class="code">{plain(code, 64)}</dd>
          </>
        )}
        {incident === null ? null : (
          <>
            <dt>Incident</dt>
            <dd>
              <a class="src" href={incidentPath(incident)}>
                it was meant to remedy
              </a>
            </dd>
          </>
        )}
        {steps.map(({ name, program }) =>
          program === null ? null : (
            <div key={name} class="contents">
              <dt>Program</dt>
              <dd>
                {plain(name, 80)}{' '}
                <span class="mono quiet" title={program}>
                  {program.slice(0, 12)}
                </span>
              </dd>
            </div>
          ),
        )}
      </dl>
    </Section>
  );
}
