import { helpOpen } from './keys-help.tsx';

/** The keys of a page, in its foot. */
export function Foot({ keys }: { keys: readonly (readonly [names: readonly string[], words: string])[] }) {
  return (
    <footer class="foot">
      {keys.map(([names, words]) => (
        <span key={words}>
          {names.map((name) => (
            <kbd key={name}>{name}</kbd>
          ))}
          {words}
        </span>
      ))}
      <button class="all-keys" type="button" onClick={() => (helpOpen.value = true)}>
        <kbd>?</kbd>all keys
      </button>
    </footer>
  );
}
