const figure = /(\d[\d.,]* (?:%|°C|(?:[kMGT]i?)?B(?:\/s)?|[kMG]bit\/s|ms|s|min|h|d|y)(?!\p{L}))/u;

/** Text whose figures are never torn from their units. */
export function Unbroken({ text }: { text: string }) {
  return (
    <>
      {text.split(figure).map((part, index) =>
        index % 2 === 1 ? (
          <span key={index} class="unbroken">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </>
  );
}
