import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { z } from 'zod';
import type { Completion, LocalModel } from './llama';

/** So much of OpenAI's protocol as a client of one local model needs: `GET /v1/models` and `POST /v1/chat/completions`. One request at a time. */
export function createProtocol(name: string, model: LocalModel): RequestListener {
  let before: Promise<unknown> = Promise.resolve();
  return (request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/^\/v1(?=\/)/, '');
    if (request.method === 'GET' && path === '/models') {
      reply(response, 200, { object: 'list', data: [{ id: name, object: 'model', created: 0, owned_by: 'local' }] });
    } else if (request.method === 'POST' && path === '/chat/completions') {
      before = before.then(() => complete(name, model, request, response));
    } else {
      fail(response, 404, `There is no ${request.method ?? ''} ${path} here.`);
    }
  };
}

async function complete(
  name: string,
  model: LocalModel,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => {
    gone.abort();
  });
  try {
    const asked = chatRequest.safeParse(JSON.parse(await textOf(request)));
    if (!asked.success) {
      fail(response, 400, z.prettifyError(asked.error));
      return;
    }
    const { messages, max_tokens, max_completion_tokens, temperature, seed, response_format, stream } = asked.data;
    if (gone.signal.aborted) return;
    const completion = await model.complete(messages, {
      maxTokens: max_completion_tokens ?? max_tokens ?? DEFAULT_MAX_TOKENS,
      temperature: temperature ?? 0,
      signal: gone.signal,
      ...(seed !== undefined && { seed }),
      ...(response_format?.type === 'json_schema' && { schema: response_format.json_schema.schema }),
    });
    if (stream === true) replyAsStream(response, name, completion);
    else reply(response, 200, { object: 'chat.completion', ...wholeOf(name, completion) });
  } catch (error) {
    // Who asked may have gone already; then nobody reads it.
    fail(response, error instanceof RangeError || error instanceof SyntaxError ? 400 : 500, String(error));
  }
}

const DEFAULT_MAX_TOKENS = 512;

const chatRequest = z.object({
  messages: z.array(z.object({ role: z.enum(['system', 'user', 'assistant']), content: z.string() })).min(1),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: z.number().min(0).nullish(),
  seed: z.number().int().optional(),
  stream: z.boolean().nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ name: z.string(), schema: z.record(z.string(), z.unknown()) }),
      }),
    ])
    .optional(),
});

function wholeOf(name: string, { text, cut, ...tokens }: Completion): object {
  return {
    ...partOf(name),
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: cut ? 'length' : 'stop' }],
    usage: usageOf(tokens),
  };
}

/** The answer as one piece: a client that only takes streams is served, none is served faster. */
function replyAsStream(response: ServerResponse, name: string, { text, cut, ...tokens }: Completion): void {
  const part = (fields: object): string =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', ...partOf(name), ...fields })}\n\n`;
  const delta = { role: 'assistant', content: text };
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(part({ choices: [{ index: 0, delta, finish_reason: null }] }));
  response.write(part({ choices: [{ index: 0, delta: {}, finish_reason: cut ? 'length' : 'stop' }] }));
  response.write(part({ choices: [], usage: usageOf(tokens) }));
  response.end('data: [DONE]\n\n');
}

function partOf(name: string): object {
  return { id: `chatcmpl-${String(++answers)}`, created: Math.floor(Date.now() / 1000), model: name };
}

let answers = 0;

function usageOf({ input, output }: Pick<Completion, 'input' | 'output'>): object {
  return { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, message: string): void {
  if (!response.headersSent) reply(response, status, { error: { message, type: 'invalid_request_error' } });
}
