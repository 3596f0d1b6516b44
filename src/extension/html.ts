import { randomBytes } from 'node:crypto';
import type { Page } from '../protocol/sidebar';

/** Addresses of what a page loads, as its webview sees them. */
export interface PageFiles {
  readonly cspSource: string;
  readonly script: string;
  readonly styles: readonly { readonly href: string; readonly id?: string }[];
}

/** The frame of a page. It runs one script, named by a nonce that nobody can guess, and loads our own styles and fonts alone. */
export function pageHtml(
  page: Page | 'learning',
  files: PageFiles,
  nonce: string = randomBytes(16).toString('base64'),
): string {
  const policy = [
    "default-src 'none'",
    `style-src ${files.cspSource}`,
    `font-src ${files.cspSource}`,
    `script-src 'nonce-${nonce}'`,
  ].join('; ');
  const styles = files.styles.map(({ href, id }) => `<link rel="stylesheet" href="${href}"${id ? ` id="${id}"` : ''}>`);
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page}</title>
${styles.join('\n')}
</head>
<body data-page="${page}"><main id="app"></main><script nonce="${nonce}" src="${files.script}"></script></body>
</html>`;
}
