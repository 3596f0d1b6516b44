// A small language model behind OpenAI's protocol, on this machine's processor (bench/README.md says where runtime and weights come from):
//   npm run bench -- llm-serve --runtime DIR --weights FILE.gguf --name NAME [--port 8091] [--context 4096] [--threads 2]
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import { openLlama } from './llm/llama';
import { createProtocol } from './llm/serve';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      runtime: { type: 'string' },
      weights: { type: 'string' },
      name: { type: 'string', default: 'local' },
      port: { type: 'string', default: '8091' },
      context: { type: 'string', default: '4096' },
      threads: { type: 'string', default: '2' },
    },
  });
  const { runtime, weights, name, port } = values;
  if (runtime === undefined || weights === undefined)
    throw new Error('usage: npm run bench -- llm-serve --runtime DIR --weights FILE.gguf [OPTIONS]');
  const model = await openLlama({
    runtime,
    weights,
    contextTokens: Number(values.context),
    threads: Number(values.threads),
  });
  const server = createServer(createProtocol(name, model));
  server.listen(Number(port), '127.0.0.1', () => {
    process.stdout.write(`${name} answers at http://127.0.0.1:${port}/v1\n`);
  });
}

void main();
