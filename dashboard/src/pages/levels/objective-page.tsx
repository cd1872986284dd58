import type { Objective, ObjectiveBody } from '@fettle/shared/api/levels';
import { isOfTime } from '@fettle/shared/objective';
import { useMemo, useState } from 'preact/hooks';
import { deleteObjective, putObjective } from '../../api/levels.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { ownZone, zones } from '../../format/zones.ts';
import { Deed } from '../../parts/deed.tsx';
import { EditPage } from '../../parts/edit-page.tsx';
import { Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { Step } from '../../parts/step.tsx';
import { address } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { calendarName, calendars, objectives, readAllServices, serviceName, services } from '../../state/services.ts';
import { isSame } from '../../state/unsaved.ts';
import { budgetOf, newObjective, type ObjectiveDraft, objectiveDraft, readObjectiveDraft } from './objective-draft.ts';
import { kindWords, periodWords, promiseWords } from './words.ts';

/** One objective, or one to be promised. */
export function ObjectivePage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={objectives}
      home="/objectives"
      homeName="Objectives"
      what="objective"
      also={() => {
        readAllServices();
        calendars.renew();
      }}
      head={(one: Objective) => [
        { text: plain(serviceName(one.service), 80), strong: true, href: `/services/${one.service}` },
        { text: ` ${promiseWords(one)}. ` },
        {
          text: one.calendar === null ? 'Every hour counts.' : `Hours: ${plain(calendarName(one.calendar), 80)}.`,
          lesser: true,
        },
      ]}
      form={(one: Objective | undefined, fill) => <Form objective={one} fill={fill} />}
    />
  );
}

const bodyOf = ({ id: _id, version: _version, ...body }: Objective): ObjectiveBody => body;
const asked = () => new URLSearchParams(address.peek().search).get('service') ?? '';

function Form({ objective, fill }: { objective: Objective | undefined; fill: () => void }) {
  const [start] = useState(() => (objective ? objectiveDraft(objective) : newObjective(asked(), ownZone())));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = useMemo(() => readObjectiveDraft(draft), [draft]);
  const errors = tried ? all : new Map([...all].filter(([path]) => !['name', 'id', 'service'].includes(path)));
  const change = (some: Partial<ObjectiveDraft>) => setDraft((before) => ({ ...before, ...some }));
  const part = { draft, errors, change };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The objective">
        <What {...part} made={objective !== undefined} />
        <HowMuch {...part} />
        <When {...part} />
        <Step no={4} title="When it burns">
          <Check
            label="Open an incident when the budget burns too fast"
            on={draft.burnRules}
            set={(burnRules) => change({ burnRules })}
          />
          <p class="quiet dense">
            Critical at 14.4 times the even pace over 1 h and 5 min, or 6 times over 6 h and 30 min; warning at the even
            pace over 3 d and 6 h.
          </p>
        </Step>
      </form>
      <Deed
        kept={
          objective && { id: objective.id, name: objective.name, version: objective.version, body: bodyOf(objective) }
        }
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={objectives}
        home="/objectives"
        put={(at, some, version) => putObjective(at, { ...some, version })}
        remove={deleteObjective}
        make="Promise it"
        losing="Reports of the past keep what they say."
      >
        <p class="prose">
          {body ? (
            <>
              <b>{plain(serviceName(body.service), 80)}</b> {promiseWords(body)}, <b>{hoursSaid(body)}</b>
              {body.kind === 'availability'
                ? `; planned outage ${body.windows === 'leave-out' ? 'is left out' : 'counts'}`
                : ''}
              .
            </>
          ) : (
            'Once every field can be read, what is promised stands here.'
          )}
        </p>
        <Budget draft={draft} body={body} />
      </Deed>
    </div>
  );
}

const hoursSaid = ({ calendar }: ObjectiveBody) =>
  calendar === null ? 'around the clock' : plain(calendarName(calendar), 80);

/** What may be missed, as it is typed. */
function Budget({ draft, body }: { draft: ObjectiveDraft; body: ObjectiveBody | undefined }) {
  const ready = body ?? readObjectiveDraft({ ...draft, name: 'x', id: 'x', service: draft.service || 'x' }).body;
  if (!ready) return null;
  const calendar = calendars.value.value?.find(({ id }) => id === ready.calendar) ?? null;
  if (ready.calendar !== null && !calendar) return null;
  const budget = budgetOf(ready, calendar, now.value);
  return (
    <div class="seal budget-now" role="status">
      {budget ? (
        <>
          <p>
            <b class="fig">{minutesText(budget.budgetMs)}</b> may be missed{' '}
            {periodWords[ready.period].replace('each', 'this')}
          </p>
          <p class="quiet dense">of {span(budget.measuredMs)} that are measured.</p>
        </>
      ) : (
        <p class="quiet dense">
          How many incidents may be late depends on how many there are: {100 - ready.targetPpm / 10_000} of a hundred.
        </p>
      )}
    </div>
  );
}

/** To the second: "43 min 12 s". */
export function minutesText(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60), seconds % 60];
  return [h > 0 ? `${h} h` : '', m > 0 ? `${m} min` : '', s > 0 || seconds === 0 ? `${s} s` : '']
    .filter(Boolean)
    .join(' ');
}

interface FormPart {
  readonly draft: ObjectiveDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ObjectiveDraft>) => void;
}

function What({ draft, errors, change, made }: FormPart & { made: boolean }) {
  return (
    <Step no={1} title="What is promised">
      <div class="fields">
        <SelectField
          label="Service"
          value={draft.service}
          set={(service) => change({ service })}
          error={errors.get('service')}
          choices={[
            { value: '', name: 'Choose a service' },
            ...(services.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
        />
        <SelectField
          label="That"
          value={draft.kind}
          set={(kind) => change({ kind: kind as ObjectiveDraft['kind'] })}
          choices={(Object.keys(kindWords) as ObjectiveDraft['kind'][]).map((value) => ({
            value,
            name: kindWords[value],
          }))}
        />
      </div>
      <Named draft={draft} errors={errors} change={change} made={made} />
    </Step>
  );
}

function HowMuch({ draft, errors, change }: FormPart) {
  const { kind } = draft;
  return (
    <Step no={2} title="How much">
      <div class="fields">
        <TextField
          label="Target, %"
          value={draft.target}
          set={(target) => change({ target })}
          error={errors.get('target')}
          note={isOfTime({ kind }) ? 'Of the time that is measured.' : 'Of its incidents.'}
        />
        {kind === 'availability' ? null : (
          <TextField
            label={kind === 'freshness' ? 'A good backup is at most this old' : 'Within'}
            value={draft.within}
            set={(within) => change({ within })}
            error={errors.get('within')}
            hint={kind === 'freshness' ? '26 h' : '30 min'}
            note={kind === 'freshness' ? '26 h for a nightly one.' : 'Empty: by the targets of incidents.'}
          />
        )}
        <SelectField
          label="Period"
          value={draft.period}
          set={(period) => change({ period: period as ObjectiveDraft['period'] })}
          choices={(Object.keys(periodWords) as ObjectiveDraft['period'][]).map((value) => ({
            value,
            name: periodWords[value],
          }))}
        />
      </div>
    </Step>
  );
}

function When({ draft, errors, change }: FormPart) {
  return (
    <Step no={3} title="Which time counts">
      <div class="fields">
        <SelectField
          label="Hours"
          value={draft.calendar}
          set={(calendar) => change({ calendar })}
          choices={[
            { value: '', name: 'around the clock' },
            ...(calendars.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
        />
        {draft.calendar === '' ? (
          <TextField
            label="Zone of its periods"
            value={draft.zone}
            set={(zone) => change({ zone })}
            known={zones()}
            error={errors.get('zone')}
          />
        ) : null}
        <SelectField
          label="Planned outage"
          value={draft.windows}
          set={(windows) => change({ windows: windows as ObjectiveDraft['windows'] })}
          choices={[
            { value: 'leave-out', name: 'is left out of the time' },
            { value: 'count', name: 'counts as outage' },
          ]}
        />
        <SelectField
          label="A degraded service"
          value={draft.degraded}
          set={(degraded) => change({ degraded: degraded as ObjectiveDraft['degraded'] })}
          choices={[
            { value: 'up', name: 'is there' },
            { value: 'down', name: 'is out' },
          ]}
        />
      </div>
    </Step>
  );
}
