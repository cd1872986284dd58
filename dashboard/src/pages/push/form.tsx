import type { OrderDraft } from '@fettle/shared/api/orders';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { durationText } from '../../format/duration.ts';
import { ownZone } from '../../format/zones.ts';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Step } from '../../parts/step.tsx';
import { clockNow, now } from '../../state/clock.ts';
import { usePreview } from '../../state/preview.ts';
import { bodyOf } from '../../state/script-bodies.ts';
import { scripts } from '../../state/scripts.ts';
import { isSame } from '../../state/unsaved.ts';
import { Checked } from './checked.tsx';
import { OrderDeed } from './deed.tsx';
import { type PushDraft, readPush } from './draft.ts';
import type { Part } from './part.ts';
import { pushProse } from './prose.ts';
import { pushSentence } from './sentence.ts';
import { Steps } from './steps.tsx';
import { When } from './when.tsx';
import { Who } from './who.tsx';

interface PushFormProps {
  readonly kept: OrderDraft | undefined;
  readonly start: PushDraft;
  readonly fill: () => void;
  /** What the head of the page says. */
  readonly say: (pieces: readonly Piece[]) => void;
}

/** Fields that nobody has touched yet are not called wrong before somebody tries to save. */
const unwritten = (draft: PushDraft, path: string) =>
  (path === 'reason' && draft.reason === '') ||
  (path === 'unit' && draft.unit === '') ||
  (path === 'devices' && draft.devices.length === 0) ||
  /\.(script|p\.[a-z0-9_]+)$/.test(path);

/** Four steps on one page, and beside them what they come to. */
export function PushForm({ kept, start: given, fill, say }: PushFormProps) {
  const [start] = useState(given);
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const known = { items: scripts.value.value, bodyOf };
  const read = useMemo(() => readPush(draft, known, ownZone()), [draft, scripts.value.value, ...bodiesOf(draft)]);
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !unwritten(draft, path)));
  // The reason changes nothing of what it comes to: it is asked with another while that is still empty.
  const asked = useMemo(() => {
    if (read.body) return { ...read.body, reason: 'not said yet' };
    return readPush({ ...draft, reason: 'not said yet' }, known, ownZone()).body;
  }, [read]);
  const preview = usePreview(asked);
  const part: Part = { draft, errors, change: (some) => setDraft((before) => ({ ...before, ...some })) };
  const minute = Math.floor(now.value / 60_000);
  const what = asked?.what.kind === 'order' ? asked.what : undefined;
  const prose = what ? pushProse(what, preview.draft, known, clockNow()) : [];
  useEffect(() => {
    say(pushSentence(what, preview.draft, known, clockNow()));
  }, [preview.draft, JSON.stringify(what), minute]);
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The order">
        <What {...part} />
        <Who {...part} reckoned={preview.draft} />
        <When {...part} reckoned={preview.draft} />
        <Checked preview={preview} />
      </form>
      <OrderDeed
        kept={kept}
        body={read.body ?? (tried ? undefined : asked)}
        dirty={!isSame(draft, start)}
        preview={preview}
        prose={prose}
        blank="Once every field can be read, the order stands here in one paragraph."
        tried={() => setTried(true)}
        fill={fill}
        pathOf={(id) => `/push?draft=${encodeURIComponent(id)}`}
        home="/orders"
      >
        <div>
          <AreaField
            label="Reason, signed with it and shown at these machines"
            rows={2}
            value={draft.reason}
            set={(reason) => part.change({ reason })}
            error={errors.get('reason')}
          />
        </div>
      </OrderDeed>
    </div>
  );
}

/** What the form reads besides itself. */
const bodiesOf = ({ steps }: PushDraft) => [
  JSON.stringify(steps.map(({ script, version }) => bodyOf(script, version) !== undefined)),
];

function What({ draft, errors, change }: Part) {
  return (
    <Step no={1} title="What">
      <div class="fields">
        <SelectField
          label="Deed"
          value={draft.kind}
          set={(kind) => change({ kind: kind as PushDraft['kind'] })}
          choices={[
            { value: 'script', name: 'Run scripts' },
            { value: 'unit-restart', name: 'Restart a service' },
            { value: 'reboot', name: 'Restart the machine' },
          ]}
        />
        {draft.kind === 'unit-restart' ? (
          <TextField
            label="Service"
            value={draft.unit}
            set={(unit) => change({ unit })}
            error={errors.get('unit')}
            mono
            note="as the system calls it: nginx.service"
          />
        ) : null}
        {draft.kind === 'reboot' ? (
          <TextField
            label="Notice"
            value={draft.notice}
            set={(notice) => change({ notice })}
            error={errors.get('notice')}
            note={`those signed in are told so long before; ${durationText(0)}: at once`}
          />
        ) : null}
      </div>
      {draft.kind === 'script' ? (
        <Steps
          steps={draft.steps}
          set={(steps) => change({ steps })}
          errorOf={(place, field) => errors.get(`steps.${place}.${field}`)}
        />
      ) : null}
    </Step>
  );
}
