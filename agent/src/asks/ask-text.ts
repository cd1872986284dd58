// pure
/** What one asks, as it is written into the spool by whoever sits at the machine: nothing of it is trusted. */

export interface AskBody {
  /** Null: a trouble. */
  readonly item: string | null;
  readonly title: string;
  readonly text: string;
  readonly answers: Readonly<Record<string, string>>;
}

export const longest = {
  bytes: 16_384,
  item: 64,
  title: 200,
  text: 4_000,
  answer: 1_000,
  question: 32,
  answers: 10,
} as const;

/** Null: it is not of this form. */
export function readAsk(text: string): AskBody | null {
  const value = parsed(text);
  if (value === null) return null;
  const { item, title, text: said, answers, ...more } = value;
  if (Object.keys(more).length > 0) return null;
  if (item !== null && !isText(item, longest.item, 1)) return null;
  if (!isText(title, longest.title) || !isText(said, longest.text) || !isAnswers(answers)) return null;
  if (item === null && title.trim() === '' && said.trim() === '') return null;
  return { item, title, text: said, answers };
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

const isText = (value: unknown, most: number, least = 0): value is string =>
  typeof value === 'string' && value.length >= least && value.length <= most;

function isAnswers(value: unknown): value is Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const pairs = Object.entries(value);
  return (
    pairs.length <= longest.answers &&
    pairs.every(([key, one]) => isText(key, longest.question, 1) && isText(one, longest.answer))
  );
}
