import type { ModelMessage } from '../core/index';

/** VS Code has no system messages: instructions stand at the head of the first message of the user. */
export function toTurns(messages: readonly ModelMessage[]): readonly ModelMessage[] {
  const instructions = messages.filter(({ role }) => role === 'system').map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== 'system');
  if (instructions.length === 0) return turns;
  const at = turns.findIndex(({ role }) => role === 'user');
  if (at < 0) return [{ role: 'user', content: instructions.join('\n\n') }, ...turns];
  return turns.map((turn, index) =>
    index === at ? { ...turn, content: [...instructions, turn.content].join('\n\n') } : turn,
  );
}
