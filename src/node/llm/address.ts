/**
 * The address of an endpoint as it is asked: what follows the version is taken off, and "/v1" added where no path was given.
 * @returns undefined for what is no address, or holds a name and a password
 */
export function readAddress(text: string): URL | undefined {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '') return undefined;
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|embeddings|models)$/, '');
  if (url.pathname === '/') url.pathname = '/v1';
  return url;
}

/** Whether what is sent there leaves this machine readable by anybody on the way. */
export function isInTheOpen(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url);
}

/** Whether what is sent there stays on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d{1,3}){3}$/.test(hostname)
  );
}
