import type { RequestItem } from '@fettle/shared/api/requests';
import { useState } from 'preact/hooks';
import { ask } from '../../api/asked.ts';
import { plain } from '../../format/text.ts';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { Page } from '../../parts/page.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Step } from '../../parts/step.tsx';
import { tell } from '../../parts/toast.tsx';
import { Waiting } from '../../parts/waiting.tsx';
import { address, go, requestPath } from '../../routes.ts';
import { requestItems, requests, someDevices } from '../../state/requests.ts';
import { useSaving } from '../../state/saving.ts';
import { forgetUnsaved, useUnsaved } from '../../state/unsaved.ts';

/** Something to be asked for, or a trouble to be reported. */
export function AskPage() {
  const query = new URLSearchParams(address.value.search);
  const wanted = query.get('item') ?? 'trouble';
  const items = requestItems.value.value;
  const item = items?.find(({ id }) => id === wanted);
  const read = () => {
    requestItems.renew();
    someDevices.renew();
  };
  const title = wanted === 'trouble' ? 'Report a trouble' : plain(item?.name ?? wanted, 80);
  return (
    <Page
      name={`ask ${wanted}`}
      crumb={
        <>
          <a href="/requests">Requests</a>
          <span class="sep">/</span>
          <b>{title}</b>
        </>
      }
      pieces={[
        { text: wanted === 'trouble' ? 'What is wrong? ' : `${title}. ` },
        {
          text:
            wanted === 'trouble'
              ? 'How the device stands now is attached by itself.'
              : plain(item?.description ?? '', 300),
          lesser: true,
        },
      ]}
      read={read}
      keys={{ Escape: () => go('/requests') }}
      told={[[['Esc'], 'requests']]}
    >
      {items || wanted === 'trouble' ? (
        <Form
          key={wanted}
          item={wanted === 'trouble' ? undefined : item}
          gone={wanted !== 'trouble' && item === undefined}
          device={query.get('device') ?? ''}
        />
      ) : (
        <Waiting what="what may be asked for" rows={4} />
      )}
    </Page>
  );
}

function Form({ item, gone, device: begun }: { item: RequestItem | undefined; gone: boolean; device: string }) {
  const [device, setDevice] = useState(begun);
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  useUnsaved(title !== '' || text !== '' || Object.keys(answers).length > 0);
  const needsDevice = item !== undefined && (item.script !== null || item.selector !== '');
  const open = (item?.questions ?? []).filter(({ id, required }) => required && (answers[id] ?? '').trim() === '');
  const missing = (needsDevice && device === '') || open.length > 0 || (item === undefined && title.trim() === '');
  if (gone) {
    return (
      <div class="frame">
        <h3>That cannot be asked for.</h3>
        <p>It may have been taken from the list.</p>
        <a class="b main" href="/requests">
          To the requests
        </a>
      </div>
    );
  }
  async function send() {
    setTried(true);
    if (missing) return;
    await saving.run(async () => {
      const body = {
        item: item?.id ?? null,
        title,
        text,
        answers: { ...answers },
        device: device === '' ? null : device,
      };
      const made = await ask(body);
      forgetUnsaved();
      requests.renew();
      tell(made.state === 'waiting' ? 'Asked. Somebody else approves it.' : 'Asked.');
      go(requestPath(made.id), true);
    });
  }
  const devices = someDevices.value.value ?? [];
  return (
    <div class="wiz">
      <form
        aria-label="What is asked for"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Step no={1} title={item ? 'For which device' : 'What is wrong'}>
          {item ? null : (
            <TextField
              label="In a few words"
              value={title}
              set={setTitle}
              error={tried && title.trim() === '' ? 'Say in a few words what is wrong.' : undefined}
              hint="The printer prints nothing"
            />
          )}
          <SelectField
            label="Device"
            value={device}
            set={setDevice}
            choices={[
              { value: '', name: needsDevice ? 'Choose one' : 'None in particular' },
              ...devices.map(({ id, name, site }) => ({ value: id, name: plain(name, 80), group: plain(site, 60) })),
            ]}
            error={tried && needsDevice && device === '' ? 'Say for which device.' : undefined}
            note="How it stands at this moment is attached: what is wrong with it, its newest values, what is busiest."
          />
        </Step>
        {item && item.questions.length > 0 ? (
          <Step no={2} title="To be answered">
            {item.questions.map(({ id, label, required, choices }) => {
              const about = {
                label: plain(label, 200),
                value: answers[id] ?? '',
                set: (value: string) => setAnswers((before) => ({ ...before, [id]: value })),
                error: tried && required && (answers[id] ?? '').trim() === '' ? 'This must be answered.' : undefined,
                note: required ? '' : 'May be left out.',
              };
              if (choices.length === 0) return <TextField key={id} {...about} />;
              return (
                <SelectField
                  key={id}
                  {...about}
                  choices={[
                    { value: '', name: 'Choose one' },
                    ...choices.map((one) => ({ value: one, name: plain(one, 200) })),
                  ]}
                />
              );
            })}
          </Step>
        ) : null}
        <Step no={item && item.questions.length > 0 ? 3 : 2} title="What else is to be known">
          <AreaField
            label="In your own words"
            value={text}
            set={setText}
            rows={4}
            note="Since when, what you did then, how soon you need it."
          />
        </Step>
      </form>
      <aside class="deed" aria-label="What happens then">
        <header>
          <h2>What happens then</h2>
        </header>
        <p class="prose">{whatHappens(item)}</p>
        <div class="seal">
          <SaidProblem problem={saving.problem} readAgain={saving.forget} />
          <div class="acts">
            <button class="b main" type="button" disabled={saving.busy} onClick={() => void send()}>
              {saving.busy ? 'Asking' : item ? 'Ask for it' : 'Report it'}
            </button>
          </div>
        </div>
      </aside>
    </div>
  );
}

/** Who does what with it. Pure. */
export function whatHappens(item: RequestItem | undefined): string {
  if (!item) return 'A technician looks into it, and opens an incident where it is one. How it ended is told here.';
  const approval =
    item.approval === 'none' ? 'Nobody has to approve it. ' : `A ${item.approval} other than you approves it. `;
  const done =
    item.script === null
      ? 'Then a person does it. '
      : 'Then an operator signs it with their own key, and it runs on the device. ';
  return `${approval}${done}How it ended is told here.`;
}
