declare module 'fs-native-extensions' {
  /** Takes an exclusive lock on the open file, which the system releases with the process; false when it is taken. */
  export function tryLock(descriptor: number): boolean;
}
