/** When loading began: `extension.ts` imports this file before all others, so that the time of loading them is known. */
export const begun = performance.now();
