import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { belongs, insideProject } from '../../../../src/node/chats/belongs';
import { useTemporaryFolders } from '../../../support/temporaryFolder';

describe('conversations of a project', () => {
  const newFolder = useTemporaryFolders();
  let folder = '';
  const root = () => path.join(folder, 'app');
  const places = (roots = [root()]) => ({ roots, platform: 'linux' as const });

  beforeEach(async () => {
    folder = await newFolder();
    await mkdir(path.join(root(), 'src'), { recursive: true });
    await mkdir(path.join(root(), 'vendor', 'lib', '.git'), { recursive: true });
    await mkdir(path.join(root(), '.worktrees', 'one'), { recursive: true });
  });

  it('are those held in its folder and below', async () => {
    assert.equal(await belongs(root(), places()), true);
    assert.equal(await belongs(path.join(root(), 'src'), places()), true);
    assert.equal(await belongs(`${root()}/`, places()), true);
  });

  it('are none of a neighbour whose name begins alike', async () => {
    assert.equal(await belongs(`${root()}-2`, places()), false);
    assert.equal(await belongs(folder, places()), false);
    assert.equal(await belongs('/', places()), false);
  });

  it('are none of a repository inside it', async () => {
    assert.equal(await belongs(path.join(root(), 'vendor', 'lib'), places()), false);
    assert.equal(await belongs(path.join(root(), 'vendor', 'lib', 'src'), places()), false);
  });

  it('are those of its worktrees, wherever they lie, and also when they are gone', async () => {
    const tree = path.join(folder, 'elsewhere');
    assert.equal(await belongs(path.join(tree, 'src'), places([root(), tree])), true);
    assert.equal(await belongs(path.join(root(), '.worktrees', 'gone'), places()), true);
  });

  it('do not hang on the case of letters where file systems do not', async () => {
    const upper = path.join(folder, 'APP', 'src');
    assert.equal(await belongs(upper, { roots: [root()], platform: 'darwin' }), true);
    assert.equal(await belongs(upper, places()), false);
  });

  it('name files inside the project, and no others', () => {
    const cwd = path.join(root(), 'src');
    assert.equal(insideProject(path.join(root(), 'src', 'a.ts'), undefined, places()), 'src/a.ts');
    assert.equal(insideProject('a.ts', cwd, places()), 'src/a.ts');
    assert.equal(insideProject('../b.ts', cwd, places()), 'b.ts');
    assert.equal(insideProject('../../c.ts', cwd, places()), undefined);
    assert.equal(insideProject('/etc/passwd', cwd, places()), undefined);
    assert.equal(insideProject('src/a.ts', undefined, places()), 'src/a.ts');
    assert.equal(insideProject('../a.ts', undefined, places()), undefined);
  });

  it('name files of a worktree as the project does', () => {
    const tree = path.join(root(), '.worktrees', 'one');
    assert.equal(insideProject(path.join(tree, 'a.ts'), undefined, places([root(), tree])), 'a.ts');
  });
});
