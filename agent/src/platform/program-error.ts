/** A program that ended with another exit code than 0, or was ended. Some tell what they found all the same. */
export class ProgramError extends Error {
  override readonly name = 'ProgramError';
  /** What it had written to its standard output. */
  readonly output: string;

  constructor(message: string, output: string, options?: ErrorOptions) {
    super(message, options);
    this.output = output;
  }
}
