/**
 * Puts what stands in a write-ahead log into its database, as SQLite does when it reads both, so that a library that knows no such logs can read what
 * was written last. Frames of an unfinished transaction, of an older round of the log, and what follows damage do not count.
 * https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
export function withWalPages(database: Buffer, wal: Buffer): Buffer {
  const log = WalHeader.read(wal);
  const { pages, pageCount } = log ? committedPages(wal, log) : { pages: new Map<number, number>(), pageCount: 0 };
  const merged = log && pageCount > 0 ? resized(database, pageCount * log.pageSize) : database;
  for (const [page, at] of pages)
    if (log && page <= pageCount) wal.copy(merged, (page - 1) * log.pageSize, at, at + log.pageSize);
  // What is read is whole now; as a database with a log it could not be opened without one.
  if (merged.length > WRITE_VERSION && merged[WRITE_VERSION] === 2) merged.fill(1, WRITE_VERSION, WRITE_VERSION + 2);
  return merged;
}

/** Offset in a database of its write version and read version: 2 where it has a log, 1 where it has none. */
const WRITE_VERSION = 18;
const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit tells the order of bytes in checksums. */
const MAGIC = 0x377f0682;

class WalHeader {
  constructor(
    readonly pageSize: number,
    readonly salt: Buffer,
    readonly isBigEndian: boolean,
    readonly checksum: Checksum,
  ) {}

  static read(wal: Buffer): WalHeader | undefined {
    if (wal.length < HEADER_BYTES) return undefined;
    const magic = wal.readUInt32BE(0);
    const pageSize = wal.readUInt32BE(8);
    if ((magic & ~1) >>> 0 !== MAGIC || pageSize < 512 || pageSize > 65536) return undefined;
    const isBigEndian = (magic & 1) === 1;
    const checksum = add([0, 0], wal.subarray(0, 24), isBigEndian);
    return isSame(checksum, wal, 24) ? new WalHeader(pageSize, wal.subarray(16, 24), isBigEndian, checksum) : undefined;
  }
}

/** Where the last committed form of each page begins in the log, and how many pages the database has then. */
function committedPages(wal: Buffer, log: WalHeader): { pages: Map<number, number>; pageCount: number } {
  const pages = new Map<number, number>();
  let open = new Map<number, number>();
  let pageCount = 0;
  let checksum = log.checksum;
  const frameBytes = FRAME_HEADER_BYTES + log.pageSize;
  for (let at = HEADER_BYTES; at + frameBytes <= wal.length; at += frameBytes) {
    if (!wal.subarray(at + 8, at + 16).equals(log.salt)) break;
    const data = at + FRAME_HEADER_BYTES;
    checksum = add(checksum, wal.subarray(at, at + 8), log.isBigEndian);
    checksum = add(checksum, wal.subarray(data, data + log.pageSize), log.isBigEndian);
    if (!isSame(checksum, wal, at + 16)) break;
    open.set(wal.readUInt32BE(at), data);
    const committed = wal.readUInt32BE(at + 4);
    if (committed === 0) continue;
    for (const [page, from] of open) pages.set(page, from);
    open = new Map();
    pageCount = committed;
  }
  return { pages, pageCount };
}

type Checksum = readonly [number, number];

function add([first, second]: Checksum, bytes: Buffer, isBigEndian: boolean): Checksum {
  let [a, b] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    const x = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    const y = isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4);
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}

function isSame([a, b]: Checksum, wal: Buffer, at: number): boolean {
  return wal.readUInt32BE(at) === a && wal.readUInt32BE(at + 4) === b;
}

function resized(bytes: Buffer, length: number): Buffer {
  if (length <= bytes.length) return bytes.subarray(0, length);
  return Buffer.concat([bytes], length);
}
