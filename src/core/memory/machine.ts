// What names a person or a machine in the paths and addresses of a text.

/** Home folders become "~", in the paths of all systems and in the forms that programs write them in. */
export function withoutHomes(text: string): string {
  if (!/users|home/i.test(text)) return text;
  return text
    .replace(WINDOWS_HOME, '~')
    .replace(WSL_HOME, '~')
    .replace(UNIX_HOME, '~')
    .replace(ENCODED_HOME, '~')
    .replace(FOLDED_HOME, '~');
}

/** Addresses of people become "<email>". */
export function withoutAddresses(text: string): string {
  return text.replace(EMAIL, keepAddressOfTool);
}

/** As they stand in JSON, and in JSON inside JSON, too. Names may hold spaces where a separator follows. */
const WINDOWS_HOME =
  /(?:\b[a-z]:|(?:\/mnt)?\/[a-z](?=\/))[\\/]{1,4}Users[\\/]{1,4}(?:[^\\/:*?"<>|\n]{1,40}(?=[\\/])|[^\\/\s:*?"<>|,;)\]]+)/gi;
/** \\wsl$\Ubuntu\home\jane */
const WSL_HOME = /\\{2,4}wsl(?:\$|\.localhost)\\{1,4}[\w.-]{1,40}\\{1,4}home\\{1,4}[^\\\s:*?"<>|,;)\]]+/gi;
/** Also behind the host of a link to a file or a remote window, with JSON's "\/", and where /home is a link. */
const UNIX_HOME =
  /(?:(?<=\b(?:file|vscode-remote|vscode-vfs|ssh|sftp):\/\/[^\s/]{1,80})|(?<![\w.~-]))(?:\/var(?=\/home)|\/System\/Volumes\/Data)?\\?\/(?:home|Users)\\?\/[^/\\\s"'`<>:;,)\]}|*?]+/g;
/** In links: %2Fhome%2Fjane, c%3A%5CUsers%5Cjane */
const ENCODED_HOME = /(?:\b[a-z]%3A)?(?:%2F|%5C)(?:home|Users)(?:%2F|%5C)(?:(?!%2F|%5C)[^\s"'`<>/&?])+/gi;
/** Assistants name a project's folder after its path: projects/-home-jane-app, projects/C--Users-jane-app. */
const FOLDED_HOME = /(?<=\bprojects[\\/]{1,4})(?:[a-z]-)?-(?:home|Users)-[^-\\/\s"']+/gi;

/** The part after the @ must not read as a version: packages are written so too. */
const EMAIL = /(?<![\w.+%-])[\w.+%-]+@(?!v?\d+\.\d)(?:[a-z0-9-]+\.)+([a-z]{2,})\b/gi;

function keepAddressOfTool(address: string, top: string): string {
  // git@github.com is an account that all share; pkg@next.js and pkg@file.tgz are files
  return /^git@/i.test(address) || /^(?:[cm]?[jt]sx?|json|tgz|gz|zip|md|ya?ml)$/i.test(top) ? address : '<email>';
}
