import { plain } from '../../format/text.ts';

const address = /(https?:\/\/[^\s<>"')]+[^\s<>"').,;:])/;

/** Plain text with its paragraphs; addresses in it are links. */
export function Prose({ text }: { text: string }) {
  return (
    <div class="prose-lines readme">
      {text.split('\n').map((line, index) => (
        <p key={index}>
          {plain(line, 2_000)
            .split(address)
            .map((part, place) =>
              place % 2 === 1 ? (
                <a key={place} href={part} target="_blank" rel="noopener noreferrer">
                  {part}
                </a>
              ) : (
                part
              ),
            )}
        </p>
      ))}
    </div>
  );
}
