import { Icon } from './symbols.tsx';

/** What could not be done and why, above what it is about. */
export function Refusals({ words, forget }: { words: readonly string[]; forget: () => void }) {
  if (words.length === 0) return null;
  return (
    <div class="note critical refusals" role="alert">
      <ul>
        {words.slice(0, 5).map((one) => (
          <li key={one}>
            <Icon name="critical" /> {one}
          </li>
        ))}
        {words.length > 5 ? <li>and {words.length - 5} more</li> : null}
      </ul>
      <button class="b bare" type="button" onClick={forget}>
        Close
      </button>
    </div>
  );
}
