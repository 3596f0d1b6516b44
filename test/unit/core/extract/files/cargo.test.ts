import { checkChange, checkFile } from './state';

const CARGO = `[package]
name = "sample"
edition = "2021"
rust-version = "1.70"
license = "MIT OR Apache-2.0"

[dependencies]
serde = { version = "1.0", features = ["derive"] }
tokio = "1.38"
shared = { workspace = true }
inner = { path = "../inner" }
patched = { git = "https://example.org/patched" }

[dependencies.clap]
version = "4.5"

[dev-dependencies]
proptest = "1"

[build-dependencies]
cc = "1"
`;

describe('Cargo.toml', () => {
  it('tells edition, lowest Rust, dependencies and tools', () =>
    checkFile('Cargo.toml', CARGO, [
      'The project uses serde 1.0 (runtime dependency).',
      'The project uses tokio 1.38 (runtime dependency).',
      'The project uses patched from https://example.org/patched (runtime dependency).',
      'The project uses clap 4.5 (runtime dependency).',
      'The project uses proptest 1 (development dependency).',
      'The project uses cc 1 (build dependency).',
      'The project requires Rust 1.70 (minimum version, rust-version).',
      'The project uses the Rust edition 2021.',
      'The project is licensed under MIT OR Apache-2.0.',
      'The project uses proptest as its property-based testing library for Rust.',
      'The project uses clap as its command line parser for Rust.',
      'The project uses tokio as its async runtime for Rust.',
    ]));

  it('a workspace says what its crates take over', () =>
    checkFile(
      'Cargo.toml',
      '[workspace]\nmembers = ["a"]\n\n[workspace.package]\nedition = "2024"\n\n[workspace.dependencies]\nserde = "1.0.200"\n',
      ['The project uses serde 1.0.200 (runtime dependency).', 'The project uses the Rust edition 2024.'],
    ));

  it('an edition changes', () =>
    checkChange(
      'crates/core/Cargo.toml',
      [CARGO, CARGO.replace('2021', '2024')],
      ['crates/core uses the Rust edition 2024.'],
    ));
});
