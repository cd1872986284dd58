import { useState } from 'preact/hooks';

/** Something to copy; a command of ours as it is typed in a checkout. */
export function CopyLine({ line: told }: { line: string }) {
  const line = told.replace(/^fettle /, 'npx --no fettle ');
  const [said, setSaid] = useState('Copy');
  async function copy() {
    try {
      await navigator.clipboard.writeText(line);
      setSaid('Copied');
    } catch {
      setSaid('Select and copy it'); // the browser keeps the clipboard from this page
    }
    setTimeout(() => setSaid('Copy'), 4_000);
  }
  return (
    <div class="copy">
      <code tabIndex={0} role="region" aria-label="Command">
        {line}
      </code>
      <button class="b" type="button" onClick={() => void copy()}>
        <span role="status">{said}</span>
      </button>
    </div>
  );
}
