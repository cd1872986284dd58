import type { Heartbeat } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { putHeartbeat } from '../../api/notices.ts';
import { durationText, readDuration } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';
import { every, exact, moment } from '../../format/time.ts';
import { TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { heartbeat } from '../../state/notices.ts';
import { useSaving } from '../../state/saving.ts';

/** An address that is called again and again: whoever listens there hears when the collector is silent. */
export function HeartbeatSection() {
  const kept = heartbeat.value.value;
  const problem = heartbeat.problem.value;
  return (
    <Section
      title="Heartbeat"
      note="somebody else watches the collector: the address is called, and its silence is told there"
      class="heartbeat"
    >
      {kept ? <Standing heartbeat={kept} /> : null}
      {kept ? <Form key={kept.version} kept={kept} /> : null}
      {!kept && problem ? <Failed what="The heartbeat" problem={problem} again={heartbeat.renew} /> : null}
    </Section>
  );
}

function Standing({ heartbeat: { url, everyMs, last } }: { heartbeat: Heartbeat }) {
  if (url === '')
    return (
      <p class="dense">
        <StateMark shape="off" word="off" />{' '}
        <span class="quiet">Nobody hears it when the collector itself is silent.</span>
      </p>
    );
  return (
    <p class="dense">
      <StateMark
        shape={last === null ? 'unknown' : last.ok ? 'right' : 'warning'}
        word={last === null ? 'not called yet' : last.ok ? 'heard' : 'failed'}
      />{' '}
      <span class="quiet">
        {every(everyMs)}
        {last ? (
          <span title={exact(last.time)}>
            , last {moment(last.time, now.value)}: {plain(last.answer, 200)}
          </span>
        ) : null}
      </span>
    </p>
  );
}

function Form({ kept }: { kept: Heartbeat }) {
  const [url, setUrl] = useState(kept.url);
  const [often, setOften] = useState(durationText(kept.everyMs));
  const saving = useSaving();
  const everyMs = readDuration(often);
  const badTime = everyMs === null || everyMs < 60_000 || everyMs > 86_400_000 ? 'From 1 min to 1 d.' : undefined;
  const badUrl =
    url.trim() === '' || /^https?:\/\/\S+$/.test(url.trim()) ? undefined : 'An address that begins with https://.';
  const same = url.trim() === kept.url && everyMs === kept.everyMs;
  async function save() {
    if (badTime || badUrl || everyMs === null) return;
    await saving.run(async () => {
      const after = await putHeartbeat({ url: url.trim(), everyMs, version: kept.version });
      await heartbeat.load();
      tell('Saved; it beats from now on.', async () => {
        await putHeartbeat({ url: kept.url, everyMs: kept.everyMs, version: after.version });
        await heartbeat.load();
      });
    });
  }
  return (
    <form
      class="known"
      aria-label="The heartbeat"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SaidProblem problem={saving.problem} readAgain={() => void heartbeat.load()} />
      <div class="fields">
        <TextField
          label="Address"
          type="url"
          value={url}
          set={setUrl}
          error={badUrl}
          mono
          hint="https://"
          note="Empty: off."
        />
        <TextField label="Called every" value={often} set={setOften} error={badTime} />
      </div>
      <div class="acts">
        <button class="b" type="submit" disabled={saving.busy || same}>
          {saving.busy ? 'Saving' : 'Save'}
        </button>
      </div>
    </form>
  );
}
