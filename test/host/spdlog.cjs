'use strict';
// Stands in for @vscode/spdlog, a native module (24 s of C++): the same calls, the same files, no rotation.
// Levels: 0 trace .. 5 critical, 6 off. Copied into the server by setup.ts.
const fs = require('node:fs');
const path = require('node:path');

const NAMES = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];
let globalLevel = 0;

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = 0;
    this.raw = false;
    if (file) fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (!this.file || level < this.level || level < globalLevel) return;
    const stamp = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      fs.appendFileSync(this.file, this.raw ? message : `${stamp} [${NAMES[level]}] ${message}\n`);
    } catch {
      // The data folder is gone: the server is being stopped.
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.raw = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}
NAMES.forEach((name, level) => {
  Logger.prototype[name === 'warning' ? 'warn' : name] = function (message) {
    this.write(level, message);
  };
});

exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (level) => {
  globalLevel = level;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = exports.createAsyncRotatingLogger = async (name, file) => new Logger('', name, file);
