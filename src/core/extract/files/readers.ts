import { packageJson } from './packageJson';
import type { StateFileReader } from './statement';

/** One per format, each speaking for files that no other wants. */
export const readers: readonly StateFileReader[] = [packageJson];
