export function writeNotices(outFile: string, inputs: readonly string[]): void;
