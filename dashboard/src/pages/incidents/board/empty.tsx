import { plain } from '../../../format/text.ts';
import { moment, span } from '../../../format/time.ts';
import { Icon } from '../../../parts/symbols.tsx';
import { now } from '../../../state/clock.ts';
import { resolvedToday } from '../../../state/incidents.ts';

/** Nothing is open: said once, without applause. Or nothing fits: the way out. */
export function Empty({ narrowed, clear }: { narrowed: boolean; clear: () => void }) {
  if (narrowed) {
    return (
      <div class="frame">
        <h3>No open incident fits.</h3>
        <p>Words are looked for in devices, rules and what is so. What was put right is not looked at here.</p>
        <div class="acts">
          <button class="b main" type="button" onClick={clear}>
            Show all that are open
          </button>
        </div>
      </div>
    );
  }
  const today = resolvedToday.value.value ?? [];
  const [last] = today;
  return (
    <div class="frame good">
      <h3>
        <Icon name="right" /> No open incident.
      </h3>
      <p>
        {last
          ? `The last one, ${plain(last.words)} on ${plain(last.deviceName, 64)}, was put right at ${moment(
              last.resolvedAt ?? 0,
              now.value,
            )}, ${span(now.value - (last.resolvedAt ?? 0))} ago. Today: ${today.length} put right.`
          : 'None was put right today either: nothing has happened.'}
      </p>
    </div>
  );
}
