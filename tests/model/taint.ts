/**
 * Takes the clock and the dice of the language away while something runs, so that whoever reaches for them is caught.
 */

function forbidden(name: string): (...args: unknown[]) => never {
  return () => {
    throw new Error(`the core must not use ${name}`);
  };
}

const taints: readonly [object, string, unknown][] = [
  [
    globalThis,
    'Date',
    new Proxy(Date, { get: forbidden('Date'), construct: forbidden('Date'), apply: forbidden('Date') }),
  ],
  [globalThis, 'performance', new Proxy({}, { get: forbidden('performance') })],
  [globalThis, 'crypto', new Proxy({}, { get: forbidden('crypto') })],
  [globalThis, 'setTimeout', forbidden('setTimeout')],
  [globalThis, 'queueMicrotask', forbidden('queueMicrotask')],
  [Math, 'random', forbidden('Math.random')],
];

export function withoutClockOrDice<T>(run: () => T): T {
  const originals = taints.map(([owner, name]) => Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor);
  try {
    for (const [owner, name, value] of taints)
      Object.defineProperty(owner, name, { value, configurable: true, writable: true });
    return run();
  } finally {
    for (const [i, [owner, name]] of taints.entries())
      Object.defineProperty(owner, name, originals[i] as PropertyDescriptor);
  }
}
