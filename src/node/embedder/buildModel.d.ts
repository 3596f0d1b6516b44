/** Writes the model's files into the folder, unless they are there and up to date. */
export function buildModel(outDir: string): void;
