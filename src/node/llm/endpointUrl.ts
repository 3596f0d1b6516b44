import { errors } from '../../core/index';

/**
 * The address of an endpoint as it is asked: what follows the version is taken off, and "/v1" added where no path was given.
 * @throws KnownError 'usage' for what is no address, or holds a name and password
 */
export function parseEndpointUrl(text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw errors.usage(`"${text}" is no address like http://localhost:11434/v1.`);
  if (url.username !== '' || url.password !== '')
    throw errors.usage('The address holds a name and a password. Set the key with "Memory: Set API Key" instead.');
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '').replace(/\/(chat\/completions|completions|embeddings|models)$/, '');
  if (url.pathname === '/') url.pathname = '/v1';
  return url;
}

/** Whether what is sent there leaves this machine readable by anybody on the way. */
export function isInTheOpen(url: URL): boolean {
  return url.protocol === 'http:' && !isLoopback(url.hostname);
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname);
}
