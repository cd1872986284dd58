/** The part of pino's logger that the agent uses; main makes it and passes it on. */
export interface Log {
  level: string;
  error(details: object, text: string): void;
  warn(details: object, text: string): void;
  info(details: object, text: string): void;
  debug(details: object, text: string): void;
}
