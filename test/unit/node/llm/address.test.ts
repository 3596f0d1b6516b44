import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isInTheOpen, readAddress } from '../../../../src/node/llm/address';
import { parseEndpointUrl } from '../../../../src/node/llm/endpointUrl';

describe('the address of an endpoint', () => {
  it('is taken as people copy it', () => {
    const check = (text: string, expected: string | undefined): void =>
      assert.equal(readAddress(text)?.href, expected, text);
    check('http://localhost:11434', 'http://localhost:11434/v1');
    check(' https://api.example.com/v1/ ', 'https://api.example.com/v1');
    check('https://api.example.com/v1/chat/completions', 'https://api.example.com/v1');
    check('https://api.example.com/openai/v1/models#top', 'https://api.example.com/openai/v1');
    check('https://api.example.com/v1?version=2', 'https://api.example.com/v1?version=2');
    check('localhost:11434', undefined);
    check('file:///etc/passwd', undefined);
    check('', undefined);
  });

  it('is refused with a reason where it is none, or holds a password, which is not repeated', () => {
    assert.throws(() => parseEndpointUrl('ollama'), { code: 'usage', message: /"ollama" is no address/ });
    assert.throws(
      () => parseEndpointUrl('https://me:hunter2@example.com/v1'),
      (error: Error) => /name and a password/.test(error.message) && !error.message.includes('hunter2'),
    );
  });

  it('is in the open without encryption, unless it is this machine', () => {
    const check = (text: string, expected: boolean): void => assert.equal(isInTheOpen(new URL(text)), expected, text);
    check('http://example.com/v1', true);
    check('http://192.168.1.20:11434/v1', true);
    check('http://127.evil.example/v1', true);
    check('http://localhost.evil.example/v1', true);
    check('https://example.com/v1', false);
    check('http://localhost:11434/v1', false);
    check('http://ollama.localhost/v1', false);
    check('http://127.0.0.1:8080/v1', false);
    check('http://127.1/v1', false);
    check('http://[::1]:8080/v1', false);
  });
});
