import { checkChange, checkFile } from './state';

const GO_MOD = `module example.org/tool

go 1.21

toolchain go1.22.1

require github.com/spf13/cobra v1.8.0

require (
	github.com/stretchr/testify v1.9.0
	golang.org/x/sys v0.20.0 // indirect
)

replace example.org/x => ../x
`;

describe('go.mod', () => {
  it('tells Go, the toolchain and direct requirements', () =>
    checkFile('go.mod', GO_MOD, [
      'The project requires Go 1.21.',
      'The project is built with the Go toolchain go1.22.1.',
      'The project uses github.com/spf13/cobra v1.8.0 (dependency).',
      'The project uses github.com/stretchr/testify v1.9.0 (dependency).',
      'The project uses github.com/stretchr/testify as its assertion library for Go.',
      'The project uses github.com/spf13/cobra as its command line parser for Go.',
    ]));

  it('an upgrade, and a requirement that only others keep', () =>
    checkChange(
      'go.mod',
      [GO_MOD, GO_MOD.replace('go 1.21', 'go 1.23').replace('testify v1.9.0', 'testify v1.9.0 // indirect')],
      [
        'The project requires Go 1.23.',
        'github.com/stretchr/testify was removed from the dependencies.',
        "github.com/stretchr/testify is no longer the project's assertion library for Go.",
      ],
    ));
});
