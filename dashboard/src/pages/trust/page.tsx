import type { TrustView } from '@fettle/shared/api/trust';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { clock, date as dateWords, day, exact, moment, span } from '../../format/time.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Level } from '../../parts/level.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { trust } from '../../state/trust.ts';
import { SignLine } from '../push/sign-line.tsx';
import { Keys, Roles } from './keys.tsx';
import { StopSwitch } from './stop-switch.tsx';

/** Whether the devices still take orders, and until when. Pure. */
export function trustSentence(view: TrustView, time: number): Piece[] {
  const { freshness, fresh, devices, revocations } = view;
  const behind: Piece[] =
    devices.behind === 0
      ? []
      : [{ text: ` ${counted(devices.behind, 'device has', 'devices have')} not heard the newest yet.`, lesser: true }];
  if (revocations.stop !== null && time - revocations.stop < 7 * day) {
    return [
      { text: `Everything signed before ${moment(revocations.stop, time)} is void`, shape: 'warning' },
      { text: ': somebody stopped it.' },
      ...behind,
    ];
  }
  if (freshness === 'none')
    return [
      { text: 'Nothing was ever signed here.', strong: true },
      { text: ' Until an operator signs, devices only watch themselves.', lesser: true },
    ];
  if (freshness === 'stale')
    return [
      { text: 'The trust is stale', shape: 'critical' },
      {
        text: ` since ${fresh ? dateWords(fresh.until, time) : 'some time'}: devices refuse every order but those that only look. `,
      },
      { text: 'An operator’s key, opened once, makes it fresh.', lesser: true },
    ];
  const until = fresh ? dateWords(fresh.until, time) : 'not known';
  if (freshness === 'ending')
    return [
      { text: `The trust is fresh only until ${until}`, shape: 'warning' },
      { text: `, for ${fresh ? span(fresh.until - time) : 'a while'}: then devices refuse orders.` },
      ...behind,
    ];
  return [
    { text: counted(devices.ready, 'device obeys', 'devices obey'), strong: true },
    { text: ` the keys of root ${view.version} and nobody else’s. ` },
    { text: `Fresh until ${until}.`, lesser: true },
    ...behind,
  ];
}

/** Whose keys the devices obey, and how fresh that is. */
export function TrustPage() {
  const view = trust.value.value;
  const problem = trust.problem.value;
  const read = () => trust.renew();
  return (
    <Page
      name="trust"
      crumb={
        <>
          <b>Trust</b>
          {view ? (
            <>
              <span class="sep">·</span>
              {plain(view.tenant, 64)}
              <span class="sep">·</span>root {view.version}
            </>
          ) : null}
        </>
      }
      pieces={
        view
          ? trustSentence(view, Math.floor(now.value / 60_000) * 60_000)
          : [{ text: 'Reading the trust.', lesser: true }]
      }
      wrong={view?.freshness === 'stale' || view?.freshness === 'ending'}
      acts={<StopSwitch />}
      read={read}
      heeds={['trust.', 'device.']}
    >
      {view ? (
        <div class="split">
          <div>
            <Freshness view={view} />
            <Keys view={view} />
            <Roles view={view} />
            <Devices view={view} />
          </div>
          <aside aria-label="The root">
            <Root view={view} />
            <Revoked view={view} />
            <History view={view} />
          </aside>
        </div>
      ) : problem ? (
        <Failed what="The trust" problem={problem} again={read} />
      ) : (
        <Waiting what="the trust" rows={8} cancel={trust.cancel} />
      )}
    </Page>
  );
}

const states = {
  current: { shape: 'right', word: 'fresh' },
  ending: { shape: 'warning', word: 'ends soon' },
  stale: { shape: 'critical', word: 'stale' },
  none: { shape: 'off', word: 'never signed' },
} as const;

function Freshness({ view: { freshness, fresh, freshnessDays } }: { view: TrustView }) {
  const { shape, word } = states[freshness];
  const left = fresh ? Math.max(0, fresh.until - now.value) : 0;
  const share = left / (freshnessDays * day);
  return (
    <Section title="Freshness" note={`made anew for ${counted(freshnessDays, 'day')} whenever a key is opened`}>
      <div class="fresh">
        <StateMark shape={shape} word={word} />
        <Level
          share={share}
          shape={freshness === 'current' ? undefined : shape}
          limits={[4 / freshnessDays]}
          label={`${Math.round(share * 100)} % of its time is left`}
        />
        <span class="dense">
          {fresh ? (
            <span title={exact(fresh.until)}>
              until {dateWords(fresh.until, 0)}, {clock(fresh.until)}; signed by {plain(fresh.signer, 64)},{' '}
              {dateWords(fresh.signedAt, now.value)}
            </span>
          ) : (
            'nobody has signed yet'
          )}
        </span>
      </div>
      {freshness === 'current' ? null : (
        <>
          <SignLine
            signing={{ what: 'fresh' }}
            command="fettle fresh"
            deed="Make it fresh…"
            note="It asks for the passphrase, and signs nothing else. Any operator’s or admin’s key will do."
          />
        </>
      )}
    </Section>
  );
}

const deviceRows = [
  { key: 'current', shape: 'order', word: 'current', words: 'hold the newest root, revocations and freshness' },
  {
    key: 'behind',
    shape: 'unknown',
    word: 'behind',
    words: 'have not heard the newest; they get it when they are online',
  },
  { key: 'ready', shape: 'order', word: 'ready', words: 'run what is signed for them' },
  { key: 'monitorOnly', shape: 'off', word: 'monitor only', words: 'the root lets nobody run anything there' },
  {
    key: 'locked',
    shape: 'off',
    word: 'locked',
    words: 'somebody at the machine locked them; nobody can undo that from here',
  },
  { key: 'unknown', shape: 'unknown', word: 'not known', words: 'have not said how they stand' },
] as const;

function Devices({ view: { devices } }: { view: TrustView }) {
  return (
    <Section title="Devices" note={counted(devices.total, 'device')}>
      <table class="t pile device-trust">
        <tbody>
          {deviceRows
            .filter(({ key }) => devices[key] > 0 || key === 'current' || key === 'ready')
            .map(({ key, shape, word, words }) => (
              <tr key={key}>
                <td class="s">
                  <StateMark shape={shape} word={word} />
                </td>
                <td class="n main-v figure-c">{number(devices[key])}</td>
                <td class="why">{words}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  );
}

function Root({ view: { version, fingerprint, words, expires, solo, bulk, collectors } }: { view: TrustView }) {
  return (
    <Section title="The root">
      <p class="words">{plain(words, 200)}</p>
      <p class="quiet dense">Compare these words by voice: a device tells the same with fettle-agent status.</p>
      <dl class="facts gapped">
        <dt>Version</dt>
        <dd>{version}</dd>
        <dt>Fingerprint</dt>
        <dd class="mono">{plain(fingerprint, 64)}</dd>
        <dt>Until</dt>
        <dd title={exact(expires)}>{dateWords(expires, now.value)}</dd>
        <dt>People</dt>
        <dd>{solo ? 'one person: what is dangerous waits 10 min on each device' : 'what is dangerous needs two'}</dd>
        <dt>Many are</dt>
        <dd>more than {counted(bulk, 'device')}</dd>
        <dt>Collectors</dt>
        <dd class="mono">{collectors.map((one) => plain(one, 20)).join(', ')}</dd>
      </dl>
    </Section>
  );
}

function Revoked({ view: { revocations } }: { view: TrustView }) {
  const { version, keys, orders, stop, signedAt } = revocations;
  const empty = keys.length === 0 && orders.length === 0 && stop === null;
  return (
    <Section title="Revoked" note={version === 0 ? '' : `list ${version}`}>
      {empty ? (
        <p class="quiet dense">Nothing is revoked.</p>
      ) : (
        <dl class="facts">
          {keys.length > 0 ? <dt>Keys</dt> : null}
          {keys.length > 0 ? <dd class="mono">{keys.map((one) => plain(one, 40)).join(', ')}</dd> : null}
          {orders.length > 0 ? <dt>Orders</dt> : null}
          {orders.length > 0 ? <dd>{counted(orders.length, 'order')}</dd> : null}
          {stop === null ? null : <dt>Stopped</dt>}
          {stop === null ? null : <dd title={exact(stop)}>all before {moment(stop, now.value)}</dd>}
          {signedAt === null ? null : <dt>Signed</dt>}
          {signedAt === null ? null : <dd>{dateWords(signedAt, now.value)}</dd>}
        </dl>
      )}
      <details class="more-facts">
        <summary>Revoke a key</summary>
        <p class="dense">Whatever it signed is void then, whenever that was. One admin’s key is enough.</p>
        <CopyLine line="fettle revoke key KEY" />
      </details>
    </Section>
  );
}

function History({ view: { history } }: { view: TrustView }) {
  return (
    <Section title="How it came to be so">
      <ol class="tl dates">
        {history.map(({ version, words, at }) => (
          <li key={version}>
            <time {...(at === null ? {} : { dateTime: new Date(at).toISOString(), title: exact(at) })}>
              {at === null ? '' : dateWords(at, now.value)}
            </time>
            <span />
            <span>
              <b>Root {version}</b>
              {words.map((line) => (
                <small key={line}>{plain(line, 300)}</small>
              ))}
            </span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
