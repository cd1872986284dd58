import type { OrderDetail } from '@fettle/shared/api/orders';
import { number } from '../../format/count.ts';
import { shortHash } from '../../format/hash.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { downloadText } from '../../parts/download.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { incidentPath, planPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';

/** What was signed, by whom, and what it is for. */
export function Facts({ order }: { order: OrderDetail }) {
  const {
    words,
    reason,
    class: kind,
    dangers,
    signers,
    signedAt,
    notBefore,
    expires,
    targets,
    incident,
    change,
    steps,
  } = order;
  return (
    <>
      <Section title="What was signed">
        <p class="dense">{plain(words, 600)}</p>
        {steps.length > 0 ? (
          <ol class="numbered dense">
            {steps.map((step) => (
              <li key={step}>{plain(step, 300)}</li>
            ))}
          </ol>
        ) : null}
        <dl class="facts gapped">
          <dt>Reason</dt>
          <dd>{plain(reason, 500)}</dd>
          <dt>Class</dt>
          <dd>
            {kind}
            {dangers.map((one) => (
              <small key={one}>{plain(one, 200)}</small>
            ))}
          </dd>
          <dt>Signed</dt>
          <dd title={exact(signedAt)}>
            {plain(signers.join(' and '), 200)}, {moment(signedAt, now.value)}
          </dd>
          <dt>Not before</dt>
          <dd title={exact(notBefore)}>{moment(notBefore, now.value)}</dd>
          <dt>Not after</dt>
          <dd title={exact(expires)}>{moment(expires, now.value)}</dd>
          <dt>Devices</dt>
          <dd>{number(targets)}, named one by one</dd>
          {incident === null ? null : (
            <>
              <dt>Incident</dt>
              <dd>
                <a class="src" href={incidentPath(incident)}>
                  meant to remedy it
                </a>
              </dd>
            </>
          )}
          {change === null ? null : (
            <>
              <dt>Change</dt>
              <dd>
                <a class="src" href={planPath(change)}>
                  part of a planned change
                </a>
              </dd>
            </>
          )}
        </dl>
      </Section>
      <Envelopes order={order} />
    </>
  );
}

/** The signed bytes themselves, for a verifier elsewhere. */
function Envelopes({ order: { ringItems, id } }: { order: OrderDetail }) {
  if (ringItems.length === 0) return null;
  const text = JSON.stringify(ringItems.map(({ envelope }) => envelope));
  return (
    <details class="more-facts">
      <summary>
        <Icon name="lock" /> The signed statements
      </summary>
      <dl class="facts">
        {ringItems.map(({ statement }, ring) => (
          <div key={statement} class="contents">
            <dt>Ring {ring + 1}</dt>
            <dd class="mono">{shortHash(statement)}</dd>
          </div>
        ))}
      </dl>
      <p>
        <button class="b bare" type="button" onClick={() => downloadText(`order-${id}.json`, text, 'application/json')}>
          Save them
        </button>
      </p>
    </details>
  );
}
