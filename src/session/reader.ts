/** One reader at the other end of the stream, as whoever carries its messages shows it. */
export interface Reader {
  /** Where it comes from. */
  readonly address: string;
  /** Sends a message, or loses it because the reader is gone. Must not throw. */
  send(text: string): void;
}
