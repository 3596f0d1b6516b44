import { errors } from '../../core/index';
import { readAddress } from './address';

/**
 * The address of an endpoint as it is asked, see `readAddress`.
 * @throws KnownError 'usage' for what is no address, or holds a name and password
 */
export function parseEndpointUrl(text: string): URL {
  const url = readAddress(text);
  if (url) return url;
  const parsed = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:')
    throw errors.usage(`"${text}" is no address like http://localhost:11434/v1.`);
  throw errors.usage('The address holds a name and a password. Set the key with "Memory: Set API Key" instead.');
}
