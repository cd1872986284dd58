/** What came of asking a verifier: let pass, refused with a code, or broken down. */
export type Outcome = 'accepted' | `refused: ${string}` | `crashed: ${string}`;

/** An error of a broken copy is of another class, so it is known by its name. */
export function outcome(ask: () => unknown): Outcome {
  try {
    ask();
    return 'accepted';
  } catch (error) {
    if (error instanceof Error && error.name === 'TrustError' && 'code' in error)
      return `refused: ${String(error.code)}`;
    return `crashed: ${String(error)}`;
  }
}
