import { outputText } from '../format/terminal.ts';

/** A program to be read, with the numbers of its lines. */
export function CodeView({ text, label }: { text: string; label: string }) {
  const lines = outputText(text).replace(/\n$/, '').split('\n');
  return (
    <div class="code-box" tabIndex={0} role="region" aria-label={label}>
      <table>
        <tbody>
          {lines.map((line, index) => (
            <tr key={index}>
              <td class="no">{index + 1}</td>
              <td class="tx">{line}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
