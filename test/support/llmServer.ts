import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request asks for, told from the words of the prompt: with a schema or without one. */
export type Purpose = 'extract' | 'decide' | 'answer' | 'other';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readonly<Record<string, unknown>>;
  readonly purpose: Purpose;
  /** All messages in one text. */
  readonly prompt: string;
}

/** How the server treats one request. */
export type Treatment = (request: Received, response: ServerResponse) => void;

/** A real server that speaks OpenAI's protocol, and misbehaves as it is told. */
export class LlmServer {
  readonly requests: Received[] = [];
  readonly #server: Server;
  #treatments: readonly Treatment[] = [];

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(...treatments: readonly Treatment[]): Promise<LlmServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => llm.#receive(request.url ?? '', request.headers, Buffer.concat(chunks), response));
    });
    const llm = new LlmServer(server);
    llm.does(...treatments);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return llm;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
  }

  /** The first request is treated by the first, the next by the second, ...; the last one stays. */
  does(...treatments: readonly Treatment[]): void {
    this.requests.length = 0;
    this.#treatments = treatments;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #receive(path: string, headers: IncomingHttpHeaders, bytes: Buffer, response: ServerResponse): void {
    const body = JSON.parse(bytes.toString() || '{}') as Record<string, unknown>;
    const prompt = JSON.stringify(body['messages'] ?? '');
    const received = { path, headers, body, prompt, purpose: purposeOf(prompt) };
    this.requests.push(received);
    const treatment = this.#treatments[Math.min(this.requests.length, this.#treatments.length) - 1];
    if (treatment) treatment(received, response);
    else response.writeHead(404).end();
  }
}

/** A whole answer. */
export function says(
  content: string | ((request: Received) => string),
  { finish = 'stop', usage }: { readonly finish?: string; readonly usage?: readonly [number, number] | 'none' } = {},
): Treatment {
  return (request, response) => {
    const text = typeof content === 'string' ? content : content(request);
    const [input, output] = usage === 'none' || usage === undefined ? [100, 20] : usage;
    sendJson(response, 200, {
      id: 'one',
      object: 'chat.completion',
      choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content: text } }],
      ...(usage !== 'none' && {
        usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
      }),
    });
  };
}

export function fails(status: number, error: unknown, headers: Record<string, string> = {}): Treatment {
  return (_request, response) => sendJson(response, status, { error }, headers);
}

/** As servers do that check what they are sent. */
export function refuses(parameter: string, otherwise: Treatment): Treatment {
  return (request, response) => {
    if (!(parameter in request.body)) return otherwise(request, response);
    fails(400, {
      message: `Unsupported parameter: '${parameter}' is not supported with this model.`,
      param: parameter,
    })(request, response);
  };
}

export function sendsHtml(): Treatment {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>It works</title>');
  };
}

/** Takes the request and never answers. */
export function hangs(): Treatment {
  return () => undefined;
}

/** Begins to answer and never goes on. */
export function stalls(): Treatment {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"choices": [');
  };
}

/** The connection ends in the middle of the answer. */
export function breaksOff(): Treatment {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    response.write('{"choices": [{"index": 0, "message": {"content": "{\\"facts\\": [');
    setTimeout(() => response.destroy(), 20);
  };
}

export function sendsOn(location: string): Treatment {
  return (_request, response) => void response.writeHead(307, { location }).end();
}

/** Vectors that follow from the texts: the same text is the same vector, and texts that share words are near each other. */
export function embeds(dimension: number | (() => number)): Treatment {
  return ({ body }, response) => {
    const size = typeof dimension === 'number' ? dimension : dimension();
    const input = body['input'] as readonly string[];
    const data = input.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text, size) }));
    sendJson(response, 200, { object: 'list', data: data.reverse(), usage: { prompt_tokens: 1, total_tokens: 1 } });
  };
}

function vectorOf(text: string, dimension: number): number[] {
  const vector = new Array<number>(dimension).fill(0);
  for (const word of text.toLowerCase().match(/\w+/g) ?? []) {
    let hash = 7;
    for (const letter of word) hash = (hash * 31 + letter.charCodeAt(0)) % 1_000_003;
    const place = hash % dimension;
    vector[place] = (vector[place] ?? 0) + 3;
  }
  return vector;
}

function sendJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
}

function purposeOf(prompt: string): Purpose {
  if (prompt.includes('{\\"facts\\":')) return 'extract';
  if (prompt.includes('{\\"decisions\\":')) return 'decide';
  return prompt.includes('{\\"used\\":') ? 'answer' : 'other';
}
