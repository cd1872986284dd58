import { CopyLine } from '../../parts/copy-line.tsx';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';

const line = 'npx --no fettle token enrol';

function Steps() {
  return (
    <>
      <p>
        Run this where the collector runs, in its folder. It prints a line for the other machine; run that one there. It
        works once, for a day.
      </p>
      <CopyLine line={line} />
    </>
  );
}

/** No device at all: the one next step. */
export function FirstDevice() {
  return (
    <div class="frame">
      <h3>No device is enrolled yet.</h3>
      <Steps />
      <p class="quiet">
        <Icon name="running" /> Waiting for it; this page shows it within a second of its first frame.
      </p>
    </div>
  );
}

/** How to add another one, while there are few. */
export function Enrol() {
  return (
    <Section title="Put the agent on another machine" class="enrol">
      <Steps />
    </Section>
  );
}
