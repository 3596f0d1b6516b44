/** @returns the text of simdKernelBytes.ts for the present simdKernel.as. */
export function compileKernel(): Promise<string>;
/** The path of simdKernelBytes.ts. */
export const TARGET: string;
