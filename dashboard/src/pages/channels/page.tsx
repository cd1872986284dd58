import type { Channel, ChannelTested } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { testChannel } from '../../api/notices.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { channels, heartbeat } from '../../state/notices.ts';
import { useSaving } from '../../state/saving.ts';
import { Tabs } from '../on-call/tabs.tsx';
import { HeartbeatSection } from './heartbeat.tsx';
import { whereWords } from './where-words.ts';

/** Which ways out work. Pure. */
export function channelsSentence(all: readonly Channel[]): Piece[] {
  const failing = all.filter(({ last, enabled }) => enabled && last !== null && !last.ok);
  if (all.length === 0)
    return [{ text: 'There is no channel', shape: 'warning' }, { text: ': nobody can be told of anything.' }];
  if (failing.length === 0)
    return [
      { text: `${counted(all.length, 'channel')}. ` },
      { text: 'What was sent last arrived everywhere.', lesser: true },
    ];
  return [
    ...failing.flatMap((one, index): Piece[] => [
      { text: index === 0 ? '' : ', ' },
      { text: plain(one.name, 60), shape: 'warning', href: `/channels/${one.id}` },
    ]),
    { text: ` did not take what was sent last.` },
  ];
}

function again(): void {
  channels.renew();
  heartbeat.renew();
}

/** Where notices go, and whether they arrive. */
export function ChannelsPage() {
  const all = channels.value.value;
  return (
    <Page
      name="channels"
      crumb={
        <>
          <a href="/on-call">On call</a>
          <span class="sep">/</span>
          <b>Channels</b>
        </>
      }
      pieces={all ? channelsSentence(all) : [{ text: 'Reading the channels.', lesser: true }]}
      wrong={all?.some(({ last }) => last?.ok === false) ?? false}
      acts={
        <a class="b main" href="/channels/new">
          New channel
        </a>
      }
      read={again}
      heeds={['channel.', 'heartbeat.', 'notice.']}
      keys={{ n: () => go('/channels/new') }}
      told={[[['n'], 'new channel']]}
    >
      <Tabs />
      {all ? (
        <Section title="Channels" note={counted(all.length, 'channel')}>
          <ul class="rows">
            {all.map((channel) => (
              <Row key={channel.id} channel={channel} />
            ))}
          </ul>
        </Section>
      ) : null}
      {all ? <HeartbeatSection /> : null}
      {!all && channels.problem.value ? (
        <Failed what="The list of channels" problem={channels.problem.value} again={again} />
      ) : null}
      {!all && !channels.problem.value ? <Waiting what="the channels" rows={5} cancel={channels.cancel} /> : null}
    </Page>
  );
}

function Row({ channel }: { channel: Channel }) {
  const { id, name, enabled, to, last } = channel;
  const saving = useSaving();
  const [tested, setTested] = useState<ChannelTested>();
  const test = () =>
    saving.run(async () => {
      setTested(await testChannel(id));
      await channels.load();
    });
  const shape = !enabled ? 'off' : last === null ? 'unknown' : last.ok ? 'right' : 'warning';
  const word = !enabled ? 'off' : last === null ? 'not used yet' : last.ok ? 'works' : 'failed';
  return (
    <li class="channel">
      <div class="top">
        <StateMark shape={shape} word={word} />
        <span class="path">
          <a href={`/channels/${id}`}>
            <b>{plain(name, 80)}</b>
          </a>{' '}
          <span class="quiet">{whereWords(to)}</span>
        </span>
        <button class="b" type="button" disabled={saving.busy} onClick={() => void test()}>
          {saving.busy ? 'Sending' : 'Send a test'}
        </button>
      </div>
      <p class="quiet dense" role="status" title={last && !tested ? exact(last.time) : undefined}>
        {tested
          ? `${tested.ok ? 'Sent' : 'It did not take it'} in ${tested.tookMs} ms: ${plain(tested.answer, 300)}`
          : last
            ? `Last ${moment(last.time, now.value)}: ${plain(last.answer, 300)}`
            : 'Nothing was sent by it yet.'}
      </p>
      <SaidProblem problem={saving.problem} />
    </li>
  );
}
