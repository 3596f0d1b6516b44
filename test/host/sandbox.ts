/** Names the empty home folder to tests inside the extension host, which must not write into a person's own. */
export const SANDBOX_HOME = 'MEMORY_R1_TEST_HOME';
