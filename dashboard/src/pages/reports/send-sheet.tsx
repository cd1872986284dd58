import type { Report } from '@fettle/shared/api/reports';
import { useEffect, useRef, useState } from 'preact/hooks';
import { type FileKind, sendReport } from '../../api/reports.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Checks, SelectField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { tell } from '../../parts/toast.tsx';
import { channels, readTargets } from '../../state/notices.ts';
import { reports } from '../../state/reports.ts';
import { useSaving } from '../../state/saving.ts';
import { addressesIn, wrongAddress } from './addresses.ts';
import { Recipients } from './recipients-field.tsx';
import { fileNames } from './words.ts';

export const attachChoices = Object.entries(fileNames).map(([value, name]) => ({ value: value as FileKind, name }));
/** Channels that mail. */
export const mailChannels = () => (channels.value.value ?? []).filter(({ to }) => to.kind === 'email');

/** Sends a report to more people. */
export function SendSheet({ report, close }: { report: Report; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [draft, setDraft] = useState({
    chosen: [] as string[],
    addresses: '',
    channel: '',
    attach: ['pdf'] as FileKind[],
  });
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  useEffect(() => {
    readTargets();
    dialog.current?.showModal();
  }, []);
  const ways = mailChannels();
  const channel = draft.channel === '' ? (ways[0]?.id ?? '') : draft.channel;
  const to = [...draft.chosen, ...addressesIn(draft.addresses)];
  const error = to.length === 0 ? 'Choose somebody, or write an address.' : undefined;
  async function send() {
    setTried(true);
    if (error !== undefined || wrongAddress(draft.addresses) !== undefined || channel === '') return;
    await saving.run(async () => {
      const { sent } = await sendReport(report.id, { to, channel, attach: draft.attach });
      reports.renew();
      tell(
        sent.length === 0 ? 'They have it already.' : `On its way to ${counted(sent.length, 'address', 'addresses')}.`,
      );
      close();
    });
  }
  return (
    <dialog ref={dialog} class="sheet send-sheet" aria-labelledby="send-title" onClose={close}>
      <h2 id="send-title">Send {plain(report.title, 80)}</h2>
      <form
        class="fields"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Recipients
          chosen={draft.chosen}
          addresses={draft.addresses}
          set={(some) => setDraft((before) => ({ ...before, ...some }))}
          error={tried ? error : undefined}
        />
        <Checks
          label="With"
          choices={attachChoices}
          chosen={draft.attach}
          set={(attach) => setDraft((before) => ({ ...before, attach }))}
        />
        {ways.length === 0 ? (
          <p class="note warning whole">
            There is no channel for mail yet. <a href="/channels/new">Make one</a>, then it can be sent.
          </p>
        ) : (
          <SelectField
            label="By"
            value={channel}
            set={(id) => setDraft((before) => ({ ...before, channel: id }))}
            choices={ways.map(({ id, name }) => ({ value: id, name: plain(name, 60) }))}
          />
        )}
        <SaidProblem problem={saving.problem} />
        <div class="acts whole">
          <button class="b main" type="submit" disabled={saving.busy || ways.length === 0}>
            {saving.busy ? 'Asking' : 'Send'}
          </button>
          <button class="b" type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
