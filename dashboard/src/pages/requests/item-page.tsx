import type { RequestItem } from '@fettle/shared/api/requests';
import { useMemo, useState } from 'preact/hooks';
import { putItem, removeItem } from '../../api/asked.ts';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { Deed } from '../../parts/deed.tsx';
import { AreaField, Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { Page } from '../../parts/page.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { requestItems } from '../../state/requests.ts';
import { scripts } from '../../state/scripts.ts';
import { isSame } from '../../state/unsaved.ts';
import { whatHappens } from './ask-page.tsx';
import { type ItemDraft, itemDraft, newItem, newQuestion, type QuestionDraft, readItemDraft } from './item-draft.ts';

const gone = new ApiProblem('not_found', 404, 'There is nothing to be asked for at this address.');

/** Something that may be asked for, or something to be. */
export function RequestItemPage({ id }: { id: string }) {
  const all = requestItems.value.value;
  const item = all?.find((one) => one.id === id);
  const [filled, setFilled] = useState(0);
  const ready = id === 'new' || item !== undefined;
  const problem = requestItems.problem.value ?? (all && !ready ? gone : undefined);
  const read = () => {
    requestItems.renew();
    scripts.renew();
  };
  return (
    <Page
      name={`request item ${id}`}
      crumb={
        <>
          <a href="/requests">Requests</a>
          <span class="sep">/</span>
          <a href="/request-items">What may be asked for</a>
          <span class="sep">/</span>
          <b>{id === 'new' ? 'New' : plain(item?.name ?? id, 80)}</b>
        </>
      }
      pieces={[
        {
          text:
            id === 'new'
              ? 'Something to be asked for. '
              : item
                ? item.enabled
                  ? 'It may be asked for. '
                  : 'It is switched off. '
                : 'Reading it. ',
        },
        { text: 'What was asked before stays as it was asked.', lesser: true },
      ]}
      read={read}
      heeds={['request-item.']}
      keys={{ Escape: () => go('/request-items') }}
      told={[[['Esc'], 'what may be asked for']]}
    >
      {ready ? (
        <Form
          key={`${item?.version ?? 0} ${filled}`}
          item={item}
          start={item ? itemDraft(item) : newItem}
          fill={() => setFilled((before) => before + 1)}
        />
      ) : problem ? (
        <Failed what="It" problem={problem} again={read} />
      ) : (
        <Waiting what="what may be asked for" rows={6} cancel={requestItems.cancel} />
      )}
    </Page>
  );
}

interface Part {
  readonly draft: ItemDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ItemDraft>) => void;
}

const approvals = [
  { value: 'none', name: 'Nobody' },
  { value: 'technician', name: 'A technician or higher' },
  { value: 'manager', name: 'A manager or higher' },
] as const;

function Form({ item, start: given, fill }: { item: RequestItem | undefined; start: ItemDraft; fill: () => void }) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readItemDraft(draft), [draft]);
  const errors = tried
    ? read.errors
    : new Map([...read.errors].filter(([path]) => !['name', 'id'].includes(path) && !path.startsWith('questions.')));
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="What may be asked for">
        <Step no={1} title="What it is">
          <Named
            draft={draft}
            errors={errors}
            change={part.change}
            made={item !== undefined}
            note="As who asks reads it."
          />
          <AreaField
            label="What it does"
            value={draft.description}
            set={(description) => part.change({ description })}
            rows={3}
            note="For who asks: what happens, how long it takes."
          />
          <Check label="It may be asked for" on={draft.enabled} set={(enabled) => part.change({ enabled })} />
          <Check
            label="Also at the device itself (fettle-agent ask)"
            on={draft.fromEndpoint}
            set={(fromEndpoint) => part.change({ fromEndpoint })}
          />
        </Step>
        <Does {...part} />
        <Questions {...part} />
        <Step no={4} title="For whom, and who agrees">
          <SelectorField value={draft.selector} set={(selector) => part.change({ selector })} />
          <div class="fields">
            <SelectField
              label="Who approves it"
              value={draft.approval}
              set={(approval) => part.change({ approval: approval as ItemDraft['approval'] })}
              choices={approvals}
              note="Never who asked for it."
            />
            <TextField
              label="Promised within"
              value={draft.target}
              set={(target) => part.change({ target })}
              error={errors.get('target')}
              hint="nothing is promised"
              note="4 h, 2 d"
            />
          </div>
        </Step>
      </form>
      <Deed
        kept={item && { id: item.id, name: item.name, version: item.version, body: bodyOf(item) }}
        id={draft.id}
        body={read.body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={requestItems}
        home="/request-items"
        put={putItem}
        remove={removeItem}
        make="Put it on the list"
        losing="Nobody can ask for it any more."
      >
        <p class="prose">
          {read.body
            ? whatHappens({ ...read.body, id: draft.id, version: 0 })
            : 'Once every field can be read, it stands here who does what.'}
        </p>
      </Deed>
    </div>
  );
}

function bodyOf({ id: _id, version: _version, ...body }: RequestItem) {
  return body;
}

function Does({ draft, errors, change }: Part) {
  const known = scripts.value.value ?? [];
  const choices = [
    { value: '', name: 'A person does it' },
    ...known.map(({ name, title, published }) => ({
      value: name,
      name: `${plain(title, 60)} (${name})${published === null ? ', not published' : ''}`,
      group: 'A script, signed by an operator',
    })),
  ];
  return (
    <Step no={2} title="Who or what does it">
      <SelectField
        label="It is done by"
        value={draft.script}
        set={(script) => change({ script })}
        choices={choices}
        note="Always its newest published version. Nothing runs before an operator’s key has signed it."
      />
      {draft.script === '' ? null : (
        <AreaField
          label="Parameters that are always so"
          value={draft.parameters}
          set={(parameters) => change({ parameters })}
          rows={2}
          hint="days=7"
          error={errors.get('parameters')}
          note="One a line. What is asked below needs not stand here."
        />
      )}
    </Step>
  );
}

function Questions({ draft, errors, change }: Part) {
  const set = (place: number, some: Partial<QuestionDraft>) =>
    change({ questions: draft.questions.map((one, index) => (index === place ? { ...one, ...some } : one)) });
  return (
    <Step no={3} title="What is asked">
      {draft.questions.length === 0 ? <p class="quiet dense">Nothing but what they want to say.</p> : null}
      {draft.questions.map((question, place) => (
        <fieldset key={place} class="question">
          <legend>Question {place + 1}</legend>
          <div class="fields">
            <TextField
              label="Question"
              value={question.label}
              set={(label) => set(place, { label })}
              error={errors.get(`questions.${place}.label`)}
              hint="Older than how many days?"
            />
            <TextField
              label="Id"
              value={question.id}
              set={(id) => set(place, { id })}
              error={errors.get(`questions.${place}.id`)}
              mono
              hint="age"
            />
            {draft.script === '' ? null : (
              <TextField
                label="Fills the parameter"
                value={question.parameter}
                set={(parameter) => set(place, { parameter })}
                mono
                hint="days"
                note="Empty: it stands in the request only."
              />
            )}
          </div>
          <AreaField
            label="Choices"
            value={question.choices}
            set={(choices) => set(place, { choices })}
            rows={2}
            note="One a line; none: any text."
          />
          <div class="acts">
            <Check label="Must be answered" on={question.required} set={(required) => set(place, { required })} />
            <button
              class="b bare"
              type="button"
              onClick={() => change({ questions: draft.questions.filter((_, index) => index !== place) })}
            >
              Leave it out
            </button>
          </div>
        </fieldset>
      ))}
      {draft.questions.length < 10 ? (
        <button class="b" type="button" onClick={() => change({ questions: [...draft.questions, newQuestion] })}>
          Add a question
        </button>
      ) : null}
    </Step>
  );
}
