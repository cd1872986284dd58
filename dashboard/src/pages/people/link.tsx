import type { Invited } from '@fettle/shared/api/people';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Section } from '../../parts/section.tsx';
import { now } from '../../state/clock.ts';

/** The link of an invitation, which is shown this once. */
export function Link({ invited, close }: { invited: Invited; close: () => void }) {
  const { person, link, expiresAt } = invited;
  return (
    <Section title={`The link for ${plain(person.name, 60)}`} class="asking">
      <div class="person-form">
        <p>
          Hand it to {plain(person.name, 60)} and nobody else: whoever opens it chooses the password. It works once,
          until <span title={exact(expiresAt)}>{moment(expiresAt, now.value)}</span>, and is shown this once.
        </p>
        <CopyLine line={link} />
        <div class="acts">
          <button class="b" type="button" onClick={close}>
            Done
          </button>
        </div>
      </div>
    </Section>
  );
}
