import type { Route } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { deleteRoute, putRoute } from '../../api/notices.ts';
import { durationText } from '../../format/duration.ts';
import { CalendarFields } from '../../parts/calendar-fields.tsx';
import { Deed } from '../../parts/deed.tsx';
import { Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { noticeRoutes, readTargets } from '../../state/notices.ts';
import { isSame } from '../../state/unsaved.ts';
import { EditPage } from '../../parts/edit-page.tsx';
import { namesNow } from './names.ts';
import { newRoute, readRouteDraft, type RouteBody, type RouteDraft, routeDraft } from './route-draft.ts';
import { Steps } from './steps.tsx';
import { endWords, scopeWords, stepTime, targetWords } from './target-words.ts';

/** One route, or one to be made. */
export function RoutePage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={noticeRoutes}
      home="/on-call/routes"
      homeName="Routes"
      what="route"
      also={readTargets}
      head={headOf}
      form={(route: Route | undefined, fill) => <Form route={route} fill={fill} />}
    />
  );
}

/** Which incidents it takes, and who hears of them first. */
function headOf(route: Route): Piece[] {
  if (!route.enabled) return [{ text: 'This route is switched off.', shape: 'off' }];
  const [first] = route.steps;
  const told = (first?.targets ?? []).map((target) => targetWords(target, namesNow())).join(', ');
  return [
    { text: scopeWords(route), strong: true },
    { text: ` go to ${told} ${first && first.afterMs > 0 ? `after ${durationText(first.afterMs)}` : 'at once'}.` },
  ];
}

function bodyOf({ id: _id, version: _version, ...body }: Route): RouteBody {
  return body;
}

const after = (all: readonly Route[]) => Math.min(10_000, Math.max(0, ...all.map(({ order }) => order)) + 10);

function Form({ route, fill }: { route: Route | undefined; fill: () => void }) {
  const [start] = useState(() => (route ? routeDraft(route) : newRoute(after(noticeRoutes.value.peek() ?? []))));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = readRouteDraft(draft);
  const late = (path: string) => path === 'name' || path === 'id' || path.endsWith('.targets');
  const errors = tried ? all : new Map([...all].filter(([path]) => !late(path)));
  const change = (some: Partial<RouteDraft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The route">
        <Step no={1} title="Name">
          <Named draft={draft} errors={errors} change={change} made={route !== undefined} />
          <Check label="On" on={draft.enabled} set={(enabled) => change({ enabled })} />
        </Step>
        <Which draft={draft} errors={errors} change={change} />
        <Step no={3} title="Who is told" note="each step only if nobody acknowledged before">
          <Steps steps={draft.steps} errors={errors} set={(steps) => change({ steps })} />
        </Step>
        <Ending draft={draft} errors={errors} change={change} />
      </form>
      <Deed
        kept={route && { id: route.id, name: route.name, version: route.version, body: bodyOf(route) }}
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={noticeRoutes}
        home="/on-call/routes"
        put={(at, some, version) => putRoute(at, { ...some, version })}
        remove={deleteRoute}
        make="Make the route"
        losing="What it took goes on to later routes, or to nobody."
      >
        {body ? <Sequence body={body} /> : <p class="prose">Once every field can be read, the way stands here.</p>}
      </Deed>
    </div>
  );
}

interface Part {
  readonly draft: RouteDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<RouteDraft>) => void;
}

function Which({ draft, errors, change }: Part) {
  return (
    <Step no={2} title="Which incidents">
      <SelectorField value={draft.selector} set={(selector) => change({ selector })} label="Of these devices" />
      <div class="fields">
        <SelectField
          label="Least severity"
          value={draft.severity}
          set={(severity) => change({ severity: severity as RouteDraft['severity'] })}
          choices={[
            { value: 'warning', name: 'warning' },
            { value: 'critical', name: 'critical' },
          ]}
        />
        <TextField
          label="Place"
          type="number"
          value={draft.order}
          set={(order) => change({ order })}
          error={errors.get('order')}
          note="Lower ones are looked at first."
        />
      </div>
      <Check
        label="Only at some times of the week"
        on={draft.calendar !== null}
        set={(on) => change({ calendar: on ? { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00' } : null })}
      />
      {draft.calendar ? (
        <CalendarFields calendar={draft.calendar} set={(calendar) => change({ calendar })} error={errors.get('days')} />
      ) : null}
    </Step>
  );
}

function Ending({ draft, errors, change }: Part) {
  return (
    <Step no={4} title="And then">
      <div class="fields">
        <TextField
          label="Begins again, times"
          type="number"
          value={draft.repeat}
          set={(repeat) => change({ repeat })}
          error={errors.get('repeat')}
          note="When nobody answered at all."
        />
      </div>
      <Check label="Told again when it resolves" on={draft.resolved} set={(resolved) => change({ resolved })} />
      <Check label="Later routes do not see what this one takes" on={draft.stop} set={(stop) => change({ stop })} />
    </Step>
  );
}

function Sequence({ body }: { body: RouteBody }) {
  const names = namesNow();
  return (
    <div>
      <p class="prose">
        <b>{scopeWords(body)}</b>
      </p>
      <ol class="escalation down">
        {body.steps.map(({ afterMs, targets }, index) => (
          <li key={index}>
            <b>{stepTime(afterMs, index === 0)}</b>
            <span>{targets.map((target) => targetWords(target, names)).join(', ')}</span>
          </li>
        ))}
      </ol>
      <p class="quiet dense">{endWords(body)}</p>
    </div>
  );
}
