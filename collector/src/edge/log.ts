/** The part of pino's logger that the edges use. */
export interface Log {
  error(details: object, text: string): void;
  warn(details: object, text: string): void;
  info(details: object, text: string): void;
  debug(details: object, text: string): void;
}
