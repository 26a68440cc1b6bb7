/** Chance, handed in: `next` is even from 0 up to 1, `normal` has mean 0 and deviation 1. */
export interface Dice {
  next(): number;
  normal(): number;
}
