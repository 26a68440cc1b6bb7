/** The margin models that are tested, in the order in which they are shown. */
import type { MarginModel } from './margin-model.ts';
import { paper } from './paper.ts';

export const marginModels: readonly MarginModel[] = [paper];
