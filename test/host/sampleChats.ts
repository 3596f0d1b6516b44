import fs from 'node:fs';
import path from 'node:path';
import { git } from './workspace';

/** A question that only a chat answers, and how its turn is named as a source. */
export const CHAT_QUESTION = {
  question: 'How long do we keep backups?',
  title: 'How long are backups kept?',
  answer: /30 days/,
  source: 'Claude Code, turn 3: How long are backups kept?',
  said: 'We keep backups for 30 days',
} as const;

/** The commit of the sample history that the first of the chats led to, and what that chat is called. */
export const DISCUSSED = { commit: 'Store notes in SQLite', title: 'Where notes are stored' } as const;

interface Turn {
  readonly at: string;
  readonly role: 'user' | 'assistant';
  readonly text: string;
  /** A file that the assistant writes after it has spoken. */
  readonly writes?: string;
  /** Subject of a commit of the sample history that it makes then. */
  readonly commits?: string;
}

interface Chat {
  readonly id: string;
  readonly title: string;
  readonly turns: readonly Turn[];
}

const CHATS: readonly Chat[] = [
  {
    id: '3f6c2f0e-6a51-4c1e-9b1c-000000000001',
    title: 'Where notes are stored',
    turns: [
      {
        at: '2024-02-19T08:20:00Z',
        role: 'user',
        text: 'Notes are lost on every restart. Store them in SQLite, in one file, through better-sqlite3.',
      },
      {
        at: '2024-02-19T08:24:00Z',
        role: 'assistant',
        text: 'I wrote src/store.ts, which opens notes.db through better-sqlite3.',
        writes: 'src/store.ts',
      },
      { at: '2024-02-19T08:58:00Z', role: 'user', text: 'Good, that works. Commit it.' },
      { at: '2024-02-19T08:59:00Z', role: 'assistant', text: 'I commit it now.', commits: DISCUSSED.commit },
    ],
  },
  {
    id: '3f6c2f0e-6a51-4c1e-9b1c-000000000002',
    title: 'How long are backups kept?',
    turns: [
      {
        at: '2024-11-26T19:02:00Z',
        role: 'user',
        text: 'The backup folder grows without end. What do others do about that?',
      },
      {
        at: '2024-11-26T19:02:30Z',
        role: 'assistant',
        text: 'Most tools keep daily backups for a while and delete the rest.',
      },
      {
        at: '2024-11-26T19:05:00Z',
        role: 'user',
        text: 'We keep backups for 30 days, because the disk of the small machine is full after two months.',
      },
      {
        at: '2024-11-26T19:05:40Z',
        role: 'assistant',
        text: 'Then a nightly job has to delete what is older than that.',
      },
    ],
  },
];

/** Lays transcripts of Claude Code about the sample project in `folder` below `home`, as that assistant would. @returns their files */
export function layClaudeChats(home: string, folder: string): string[] {
  const projects = path.join(home, '.claude', 'projects', folder.replace(/[^A-Za-z0-9-]/g, '-'));
  fs.mkdirSync(projects, { recursive: true });
  return CHATS.map((chat) => {
    const file = path.join(projects, `${chat.id}.jsonl`);
    fs.writeFileSync(
      file,
      recordsOf(chat, folder)
        .map((record) => `${JSON.stringify(record)}\n`)
        .join(''),
    );
    return file;
  });
}

function recordsOf({ id, title, turns }: Chat, cwd: string): object[] {
  const common = { sessionId: id, cwd, version: '2.1.0', isSidechain: false, userType: 'external', gitBranch: 'main' };
  const records = turns.flatMap((turn, index): object[] => {
    const uuid = `${id}-${index}`;
    const said = { ...common, uuid, parentUuid: index === 0 ? null : `${id}-${index - 1}`, timestamp: turn.at };
    const { role, text } = turn;
    if (role === 'user') return [{ ...said, type: role, message: { role, content: text } }];
    const used = toolOf(turn, cwd);
    const call = used ? [{ type: 'tool_use', id: `call-${uuid}`, name: used.name, input: used.input }] : [];
    const spoken = {
      ...said,
      type: role,
      message: { role, model: 'claude-x', content: [{ type: 'text', text }, ...call] },
    };
    if (!used) return [spoken];
    const result = { type: 'tool_result', tool_use_id: `call-${uuid}`, content: used.output };
    return [
      spoken,
      { ...said, type: 'user', uuid: `${uuid}-result`, parentUuid: uuid, message: { role: 'user', content: [result] } },
    ];
  });
  return [{ type: 'custom-title', customTitle: title, sessionId: id }, ...records];
}

function toolOf({ writes, commits }: Turn, cwd: string): { name: string; input: object; output: string } | undefined {
  if (writes !== undefined)
    return { name: 'Write', input: { file_path: path.join(cwd, writes) }, output: 'File created.' };
  if (commits === undefined) return undefined;
  const sha = git(cwd, ['log', '--format=%h', `--grep=^${commits}$`, '-1', 'main']);
  return { name: 'Bash', input: { command: `git commit -am "${commits}"` }, output: `[main ${sha}] ${commits}` };
}
