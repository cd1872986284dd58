import type { Route } from '@fettle/shared/api/notices';
import { Count } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { noticeRoutes, readTargets } from '../../state/notices.ts';
import { namesNow } from './names.ts';
import { Tabs } from './tabs.tsx';
import { endWords, scopeWords, stepTime, targetWords } from './target-words.ts';

/** Whether everything finds its way to somebody. Pure. */
export function routesSentence(all: readonly Route[]): Piece[] {
  const on = all.filter(({ enabled }) => enabled);
  if (on.length === 0) return [{ text: 'Nobody is told of anything', shape: 'warning' }, { text: ': no route is on.' }];
  const any = on.some(({ selector, calendar }) => selector === '' && !calendar);
  return [
    { text: `${Count(on.length)} ${on.length === 1 ? 'route says' : 'routes say'} who is told of what. ` },
    any
      ? { text: 'Every device is covered at any time.', lesser: true }
      : { text: 'None covers every device at any time: what fits none reaches nobody.' },
  ];
}

/** Which incidents go to whom, and to whom next when nobody answers. */
export function RoutesPage() {
  const all = noticeRoutes.value.value;
  return (
    <Page
      name="routes"
      crumb={
        <>
          <a href="/on-call">On call</a>
          <span class="sep">/</span>
          <b>Routes</b>
        </>
      }
      pieces={all ? routesSentence(all) : [{ text: 'Reading the routes.', lesser: true }]}
      acts={
        <a class="b main" href="/on-call/routes/new">
          New route
        </a>
      }
      read={readTargets}
      heeds={['route.', 'roster.', 'channel.']}
      keys={{ n: () => go('/on-call/routes/new') }}
      told={[[['n'], 'new route']]}
    >
      <Tabs />
      {all
        ?.toSorted((a, b) => a.order - b.order)
        .map((route) => (
          <RouteSection key={route.id} route={route} />
        ))}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>There is no route: nobody is told of anything.</h3>
          <p>A route says which incidents go to whom, and to whom next when nobody answers.</p>
        </div>
      ) : null}
      {!all && noticeRoutes.problem.value ? (
        <Failed what="The routes" problem={noticeRoutes.problem.value} again={readTargets} />
      ) : null}
      {!all && !noticeRoutes.problem.value ? <Waiting what="the routes" rows={6} cancel={noticeRoutes.cancel} /> : null}
    </Page>
  );
}

function RouteSection({ route }: { route: Route }) {
  const names = namesNow();
  return (
    <Section
      title={plain(route.name, 80)}
      note={scopeWords(route)}
      class={route.enabled ? '' : 'stale'}
      aside={
        <span class="aside acts">
          {route.enabled ? null : <StateMark shape="off" word="off" />}
          <a class="b" href={`/on-call/routes/${route.id}`}>
            Change
          </a>
        </span>
      }
    >
      <ol class="escalation">
        {route.steps.map(({ afterMs, targets }, index) => (
          <li key={index}>
            <b>{stepTime(afterMs, index === 0)}</b>
            <span>{targets.map((target) => targetWords(target, names)).join(', ')}</span>
          </li>
        ))}
      </ol>
      <p class="quiet dense">{endWords(route)}</p>
    </Section>
  );
}
