/** What keeps a program from starting, in one sentence for the person at the terminal. */
export class Hindrance extends Error {}

/** Tells the person at the terminal. Standard output belongs to the program that is being started. */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`);
}
