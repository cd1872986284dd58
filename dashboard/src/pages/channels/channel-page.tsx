import { type Channel, presets } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { deleteChannel, putChannel } from '../../api/notices.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { Deed } from '../../parts/deed.tsx';
import { AreaField, Check, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Step } from '../../parts/step.tsx';
import { channels } from '../../state/notices.ts';
import { isSame } from '../../state/unsaved.ts';
import { EditPage } from '../../parts/edit-page.tsx';
import { type ChannelDraft, channelDraft, newChannel, readChannelDraft } from './draft.ts';
import { whereWords } from './where-words.ts';

/** One channel, or one to be made. */
export function ChannelPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={channels}
      home="/channels"
      homeName="Channels"
      what="channel"
      also={() => {}}
      head={headOf}
      form={(channel: Channel | undefined, fill) => <Form channel={channel} fill={fill} />}
    />
  );
}

/** Whether it takes what is sent. */
function headOf({ name, enabled, last }: Channel, time: number): Piece[] {
  if (!enabled) return [{ text: 'This channel is switched off.', shape: 'off' }];
  if (last === null) return [{ text: `Nothing was sent by ${plain(name, 60)} yet.` }];
  const when = { text: ` what was sent last, ${moment(last.time, time)}.` };
  if (last.ok) return [{ text: `${plain(name, 60)} took` }, when];
  return [{ text: plain(name, 60), shape: 'warning' }, { text: ' did not take' }, when];
}

const kinds = [
  { value: 'email', name: 'E-mail' },
  { value: 'webhook', name: 'Webhook' },
  { value: 'desktop', name: 'Desktop notification' },
] as const;

function Form({ channel, fill }: { channel: Channel | undefined; fill: () => void }) {
  const [start] = useState(() => (channel ? channelDraft(channel) : newChannel));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = readChannelDraft(draft);
  const unwritten = (path: string) => draft[path as keyof ChannelDraft] === '';
  const errors = tried ? all : new Map([...all].filter(([path]) => !unwritten(path)));
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The channel">
        <Step no={1} title="Name">
          <Named {...part} made={channel !== undefined} />
          <Check label="On" on={draft.enabled} set={(enabled) => part.change({ enabled })} />
        </Step>
        <Step no={2} title="Where it goes">
          <div class="fields">
            <SelectField
              label="Kind"
              value={draft.kind}
              set={(kind) => part.change({ kind: kind as ChannelDraft['kind'] })}
              choices={kinds}
            />
          </div>
          {draft.kind === 'email' ? <Mail {...part} secretSet={channel?.secretSet ?? false} /> : null}
          {draft.kind === 'webhook' ? <Hook {...part} secretSet={channel?.secretSet ?? false} /> : null}
        </Step>
      </form>
      <Deed
        kept={
          channel && {
            id: channel.id,
            name: channel.name,
            version: channel.version,
            body: { name: channel.name, enabled: channel.enabled, to: channel.to },
          }
        }
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={channels}
        home="/channels"
        put={(at, some, version) => putChannel(at, { ...some, version })}
        remove={deleteChannel}
        make="Make the channel"
        losing="Its secret is forgotten; routes that name it reach nobody by it."
      >
        <p class="prose">
          {body ? (
            <>
              Notices go out as <b>{whereWords(body.to)}</b>.
            </>
          ) : (
            'Once every field can be read, it stands here where notices go.'
          )}
        </p>
      </Deed>
    </div>
  );
}

interface Part {
  readonly draft: ChannelDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ChannelDraft>) => void;
}
type SecretPart = Part & { readonly secretSet: boolean };

function Secret({ draft, change, secretSet, label }: SecretPart & { label: string }) {
  return (
    <TextField
      label={label}
      type="password"
      value={draft.secret}
      set={(secret) => change({ secret })}
      note={secretSet ? 'One is kept; it is never shown. Empty: it stays.' : 'It is kept, and never shown.'}
    />
  );
}

function Mail(part: SecretPart) {
  const { draft, errors, change } = part;
  return (
    <>
      <div class="fields">
        <TextField label="Server" value={draft.host} set={(host) => change({ host })} error={errors.get('host')} mono />
        <TextField label="Port" value={draft.port} set={(port) => change({ port })} error={errors.get('port')} />
        <SelectField
          label="Encryption"
          value={draft.security}
          set={(security) => change({ security: security as ChannelDraft['security'] })}
          choices={[
            { value: 'starttls', name: 'STARTTLS' },
            { value: 'tls', name: 'TLS' },
            { value: 'none', name: 'none' },
          ]}
        />
      </div>
      <div class="fields">
        <TextField label="User" value={draft.user} set={(user) => change({ user })} note="Empty: without signing in." />
        <Secret {...part} label="Password" />
      </div>
      <div class="fields">
        <TextField label="From" value={draft.from} set={(from) => change({ from })} error={errors.get('from')} />
        <TextField
          label="Also to"
          value={draft.to}
          set={(to) => change({ to })}
          error={errors.get('to')}
          note="Besides people with an address of their own; set apart by commas."
        />
      </div>
      {draft.security === 'none' ? null : (
        <AreaField
          label="Certificate of its authority"
          value={draft.ca}
          set={(ca) => change({ ca })}
          hint="-----BEGIN CERTIFICATE-----"
          note="PEM. Empty: one of the public authorities vouches for the server."
        />
      )}
    </>
  );
}

function Hook(part: SecretPart) {
  const { draft, errors, change } = part;
  return (
    <>
      <TextField
        label="Address"
        type="url"
        value={draft.url}
        set={(url) => change({ url })}
        error={errors.get('url')}
        mono
        hint="https://"
      />
      <div class="fields">
        <SelectField
          label="Form"
          value={draft.preset}
          set={(preset) => change({ preset: preset as ChannelDraft['preset'] })}
          choices={presets.map((one) => ({ value: one, name: one }))}
          note="How the other end wants to read it."
        />
        <Secret {...part} label="Secret" />
      </div>
    </>
  );
}
